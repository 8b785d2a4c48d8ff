import { join } from 'node:path';
import type { Place } from '../../model/blob.ts';
import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import { type FetchFault, fetchObjects } from '../../sources/git/fetch.ts';
import { snapshot } from '../../sources/git/snapshot.ts';
import type { Client } from '../../sources/github/client.ts';
import { ForgeFault } from '../../sources/github/fault.ts';
import type { Repository } from '../../sources/repository.ts';
import { selector } from '../../sources/select.ts';
import type { Workroom } from '../../sources/workroom.ts';
import type { ScanOptions } from '../options.ts';
import { type ForgeOptions, most, patience } from './options.ts';
import type { SurveyJob } from './surveyor.ts';

/** What fetching repositories depends on. */
export interface FetchGround {
  readonly client: Client;
  readonly room: Workroom;
  readonly options: Pick<ScanOptions, 'config' | 'maxBytes' | 'history' | 'signal'>;
  readonly forge: ForgeOptions;
}

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
  repository: ForgeRepository & { readonly head: string },
  address: string,
  ground: FetchGround,
  survey: (job: SurveyJob) => Promise<T>,
): Promise<T | string> {
  const { room, options } = ground;
  const folder = room.folder();
  try {
    const fetched = await fetchPatiently(repository, folder, ground);
    if (typeof fetched === 'string') return fetched;
    const place = placeOf(repository);
    const files = await snapshot(fetched, {
      place: place.id,
      commit: repository.head,
      selects: selector(options.config.include, options.config.exclude),
      spool: join(folder, 'files'),
      maxBytes: options.maxBytes,
      mostBytes: most.files,
      signal: options.signal,
    });
    const isDeep = options.history === true;
    const problems: Problem[] = [];
    if (!isDeep) room.remove(fetched.directory);
    return await survey({ address, place, snapshot: files, folder: isDeep ? fetched.directory : null, problems });
  } finally {
    room.remove(folder);
  }
}

async function fetchPatiently(
  repository: ForgeRepository & { readonly head: string },
  folder: string,
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
