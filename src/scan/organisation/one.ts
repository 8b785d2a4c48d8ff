import { join } from 'node:path';
import { within } from '../../census/unit.ts';
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
import { type Mount, mountFolder } from '../survey/mount.ts';
import type { Library } from './libraries.ts';
import { type ForgeOptions, most, patience } from './options.ts';
import type { Headed } from './outcome.ts';
import type { MountedLibrary, SurveyJob } from './surveyor.ts';

/** What fetching repositories depends on. */
export interface FetchGround {
  readonly client: Client;
  readonly room: Workroom;
  readonly options: Pick<ScanOptions, 'config' | 'maxBytes' | 'history' | 'signal'>;
  readonly forge: ForgeOptions;
}

const mostTries = 3;

/** The place that a repository is. */
export function placeOf({ id, head, disabled }: ForgeRepository): Place {
  // Of one that lets nobody in, some calls tell the commit and others do not.
  return { kind: 'place', id, source: 'git', root: null, commit: disabled ? null : head };
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
    const selects = selector(options.config.include, options.config.exclude);
    const files = await filesOf(repository, folder, selects, ground);
    if (files instanceof Unread) return files;
    return await survey({ address, place: placeOf(repository), ...files, libraries: [] });
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
      // What leads to the package is asked for as well: folders above it.
      const selects = (one: string): boolean => isOnTheWay(one.replace(/\/$/, ''), path);
      const files = await filesOf(repository, own, selects, ground);
      if (files instanceof Unread) return new Unread(`${repository.id}: ${files.why}`, files.isLimit);
      const mount: Mount = { folder: mountFolder(found.length), repository: repository.id, path };
      found.push({ mount, snapshot: files.snapshot });
    }
    return await look(found);
  } finally {
    room.remove(folder);
  }
}

function isOnTheWay(one: string, path: string): boolean {
  return within(one, path) || within(path, one);
}

/** The files of a commit; `folder`: of the bare repository, where its history is wanted too. */
async function filesOf(
  repository: Headed,
  folder: string,
  selects: SnapshotOptions['selects'],
  ground: FetchGround,
): Promise<Pick<SurveyJob, 'snapshot' | 'folder'> | Unread> {
  const reading = { ...readingOf(repository, folder, ground), selects };
  const { forge, options, room } = ground;
  if (forge.fetch === 'archive') return await archived(repository, reading, ground);
  const fetched = await fetchPatiently(repository, folder, ground);
  if (fetched instanceof Unread) return fetched;
  const files = await snapshot(fetched, reading);
  if (options.history === true) return { snapshot: files, folder: fetched.directory };
  room.remove(fetched.directory);
  return { snapshot: files, folder: null };
}

/** The same from an archive that the server makes. One that does not come to its end is none. */
async function archived(
  { name, head }: Headed,
  reading: SnapshotOptions,
  { client, forge, options, room }: FetchGround,
): Promise<Pick<SurveyJob, 'snapshot' | 'folder'> | Unread> {
  const [owner = '', repo = ''] = name.split('/');
  const { archiveOf } = await import('../../sources/github/download.ts');
  const { readArchive } = await import('../../sources/github/archive.ts');
  for (let tries = 1; ; tries++) {
    try {
      const stream = await archiveOf(client, { owner, repo, head }, { env: forge.env, signal: options.signal });
      return { snapshot: await readArchive(stream, reading), folder: null };
    } catch (error) {
      options.signal.throwIfAborted();
      room.remove(reading.spool);
      const why = error instanceof ForgeFault ? error.message : 'sent an archive that does not come to its end';
      const passes = !(error instanceof ForgeFault) || error.kind === 'unanswered';
      if (!passes || tries === mostTries)
        return new Unread(`${client.forge.host} ${why}`, error instanceof ForgeFault && error.kind === 'limit');
      await pause(tries, forge, options.signal);
    }
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
    await pause(tries, forge, options.signal);
  }
}

/** Longer each time, and never as long as others pause. */
function pause(tries: number, { pace }: ForgeOptions, signal: AbortSignal): Promise<void> {
  return pace.sleep(1000 * 2 ** tries * (0.5 + pace.random()), signal);
}
