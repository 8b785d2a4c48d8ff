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

/**
 * Fetches the commit of a repository, hands its files to `survey`, and removes them again. What it was not given is a
 * sentence: nothing of it was read then.
 */
export async function withRepository<T>(
  repository: Headed,
  address: string,
  ground: FetchGround,
  survey: (job: SurveyJob) => Promise<T>,
): Promise<T | string> {
  const { room, options } = ground;
  const folder = room.folder();
  try {
    const fetched = await fetchPatiently(repository, ground);
    if (typeof fetched === 'string') return fetched;
    const place = placeOf(repository);
    const selects = selector(options.config.include, options.config.exclude);
    const files = await snapshot(fetched, { ...readingOf(repository, folder, ground), selects });
    const isDeep = options.history === true;
    if (!isDeep) room.remove(fetched.directory);
    const own = isDeep ? fetched.directory : null;
    return await survey({ address, place, snapshot: files, folder: own, libraries: [] }).finally(() =>
      room.remove(fetched.directory),
    );
  } finally {
    room.remove(folder);
  }
}

/** Fetches libraries, hands the files of each to `look`, and removes them again. One that cannot be had is left out. */
export async function librariesOf<T>(
  wanted: readonly Library[],
  ground: FetchGround,
  look: (libraries: readonly MountedLibrary[]) => Promise<T>,
): Promise<T> {
  const folders: string[] = [];
  const found: MountedLibrary[] = [];
  try {
    for (const { repository, path } of wanted) {
      const folder = ground.room.folder();
      folders.push(folder);
      const fetched = await fetchPatiently(repository, ground);
      if (typeof fetched === 'string') continue;
      folders.push(fetched.directory);
      const mount: Mount = { folder: mountFolder(found.length), repository: repository.id, path };
      const files = await snapshot(fetched, {
        ...readingOf(repository, folder, ground),
        // What leads to the package is asked for as well: folders above it.
        selects: (one) => isInside(one.replace(/\/$/, ''), path) || isInside(path, one.replace(/\/$/, '')),
      });
      found.push({ mount, snapshot: files });
    }
    return await look(found);
  } finally {
    for (const folder of folders) ground.room.remove(folder);
  }
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
  { client, room, options, forge }: FetchGround,
): Promise<Repository | string> {
  const [owner = ''] = repository.name.split('/', 1);
  const { web, host } = client.forge;
  for (let tries = 1; ; tries++) {
    const token = await client.token(owner).catch((error: unknown) => {
      if (!(error instanceof ForgeFault)) throw error;
      return error;
    });
    if (token instanceof ForgeFault) return `${host} ${token.message}`;
    const into = room.folder();
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
    if (!result.passes || tries === mostTries) return `${host} ${result.fault}`;
    await forge.pace.sleep(1000 * 2 ** tries * (0.5 + forge.pace.random()), options.signal);
  }
}
