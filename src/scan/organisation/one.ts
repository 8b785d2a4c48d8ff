import { join } from 'node:path';
import type { Place } from '../../model/blob.ts';
import type { ForgeRepository } from '../../model/forge.ts';
import { type FetchFault, fetchObjects } from '../../sources/git/fetch.ts';
import { type SnapshotOptions, snapshot } from '../../sources/git/snapshot.ts';
import type { Client } from '../../sources/github/client.ts';
import { ForgeFault } from '../../sources/github/fault.ts';
import type { Repository } from '../../sources/repository.ts';
import { selector } from '../../sources/select.ts';
import type { Workroom } from '../../sources/workroom.ts';
import type { ScanOptions } from '../options.ts';
import { isInside } from '../survey/inside.ts';
import { type Mount, mountFolder } from '../survey/mount.ts';
import type { Library } from './libraries.ts';
import { type ForgeOptions, most, patience } from './options.ts';
import type { MountedLibrary, SurveyJob } from './surveyor.ts';

/** What fetching repositories depends on. */
export interface FetchGround {
  readonly client: Client;
  readonly room: Workroom;
  readonly options: Pick<ScanOptions, 'config' | 'maxBytes' | 'history' | 'signal'>;
  readonly forge: ForgeOptions;
}

type Headed = ForgeRepository & { readonly head: string };

const mostTries = 3;

/** The place that a repository is. */
export function placeOf({ id, head }: ForgeRepository): Place {
  return { kind: 'place', id, source: 'git', root: null, commit: head };
}

/** Why nothing of a repository was read: the end of a sentence. */
export class Unread {
  readonly why: string;
  /** True where the server allows no more for now. */
  readonly isLimit: boolean;

  constructor(why: string, isLimit = false) {
    this.why = why;
    this.isLimit = isLimit;
  }
}

/** Fetches the commit of a repository, hands its files to `survey`, and removes them again. */
export async function withRepository<T>(
  repository: Headed,
  address: string,
  ground: FetchGround,
  survey: (job: Omit<SurveyJob, 'salt'>) => Promise<T>,
): Promise<T | Unread> {
  const { room, options } = ground;
  const folder = room.folder();
  try {
    const fetched = await fetchPatiently(repository, folder, ground);
    if (fetched instanceof Unread) return fetched;
    const place = placeOf(repository);
    const selects = selector(options.config.include, options.config.exclude);
    const files = await snapshot(fetched, { ...readingOf(repository, folder, ground), selects });
    const isDeep = options.history === true;
    if (!isDeep) room.remove(fetched.directory);
    const own = isDeep ? fetched.directory : null;
    return await survey({ address, place, snapshot: files, folder: own, libraries: [] });
  } finally {
    room.remove(folder);
  }
}

/** Fetches libraries, hands the files of all of them to `look`, and removes them again. */
export async function withLibraryFiles<T>(
  wanted: readonly Library[],
  ground: FetchGround,
  look: (libraries: readonly MountedLibrary[]) => Promise<T>,
): Promise<T | Unread> {
  const { room } = ground;
  const folder = room.folder();
  const found: MountedLibrary[] = [];
  try {
    for (const { repository, path } of wanted) {
      const own = room.folder(folder);
      const fetched = await fetchPatiently(repository, own, ground);
      if (fetched instanceof Unread) return new Unread(`${repository.id}: ${fetched.why}`, fetched.isLimit);
      const mount: Mount = { folder: mountFolder(found.length), repository: repository.id, path };
      // What leads to the package is asked for as well: folders above it.
      const selects = (one: string): boolean => isOnTheWay(one.replace(/\/$/, ''), path);
      found.push({ mount, snapshot: await snapshot(fetched, { ...readingOf(repository, own, ground), selects }) });
      room.remove(fetched.directory);
    }
    return await look(found);
  } finally {
    room.remove(folder);
  }
}

function isOnTheWay(one: string, path: string): boolean {
  return isInside(one, path) || isInside(path, one);
}

function readingOf(repository: Headed, folder: string, { options }: FetchGround): Omit<SnapshotOptions, 'selects'> {
  return {
    place: repository.id,
    commit: repository.head,
    spool: join(folder, 'files'),
    maxBytes: options.maxBytes,
    mostBytes: most.files,
    signal: options.signal,
  };
}

async function fetchPatiently(
  repository: Headed,
  folder: string,
  { client, room, options, forge }: FetchGround,
): Promise<Repository | Unread> {
  const [owner = ''] = repository.name.split('/', 1);
  const { web, host } = client.forge;
  for (let tries = 1; ; tries++) {
    const token = await client.token(owner).catch((error: unknown) => {
      if (!(error instanceof ForgeFault)) throw error;
      return error;
    });
    if (token instanceof ForgeFault) return new Unread(`${host} ${token.message}`, token.kind === 'limit');
    const into = room.folder(folder);
    const result: Repository | FetchFault = await fetchObjects({
      url: `${web}/${repository.name}.git`,
      head: repository.head,
      history: options.history === true,
      maxBlob: options.history === true ? null : options.maxBytes,
      token,
      folder: into,
      env: forge.env,
      patience,
      mostBytes: most.clone,
      signal: options.signal,
    });
    if (!('fault' in result)) return result;
    room.remove(into);
    if (!result.passes || tries === mostTries) return new Unread(`${host} ${result.fault}`, result.isLimit);
    await forge.pace.sleep(1000 * 2 ** tries * (0.5 + forge.pace.random()), options.signal);
  }
}
