import type { Unattached } from '../../model/census.ts';
import type { Inspection } from '../../model/document.ts';
import { RollcallError } from '../../model/error.ts';
import type { HistoryCoverage } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { FoundRepository } from '../../model/source.ts';
import { openStore, type Store } from '../../sources/git/store.ts';
import { bareAt, type Repository, repositoryAt } from '../../sources/repository.ts';
import { selector } from '../../sources/select.ts';
import { archiveOf } from '../../text/path.ts';
import { inProcess } from '../executor.ts';
import type { InspectOptions } from '../inspect.ts';
import type { Listing } from '../listing.ts';
import type { ScanOptions } from '../options.ts';
import type { Readings } from '../reading.ts';
import { Cache } from './cache.ts';
import { evidenceOf } from './evidence.ts';
import type { Holder } from './looker.ts';
import { type Searched, searchRepository } from './repository.ts';
import type { Key } from './search.ts';
import { troubles } from './troubles.ts';

/** What the histories of a scan hold. */
export interface History {
  readonly evidence: readonly Unattached[];
  readonly problems: readonly Problem[];
  readonly coverage: HistoryCoverage;
}

/** What a search of histories goes by. */
export interface HistorySearch {
  readonly listing: Listing;
  readonly readings: Pick<Readings, 'inspections' | 'members' | 'problems'>;
  readonly inspect: InspectOptions;
  readonly options: ScanOptions;
}

type Tally = { -readonly [K in keyof HistoryCoverage]: number };

/** A repository whose objects can be read. */
interface Opened {
  readonly found: FoundRepository;
  readonly repository: Repository;
  readonly store: Store;
  readonly at: Pick<Problem, 'place' | 'file'>;
}

/** Searches every object of every repository that was listed for keys. */
export async function searchHistory(search: HistorySearch): Promise<History> {
  const { listing, options } = search;
  if (listing.repositories.length === 0) {
    throw new RollcallError('target', `there is no git repository in ${options.targets.join(', ')}`, {
      hint: 'A history is that of a whole repository: name the folder that holds .git.',
    });
  }
  const evidence: Unattached[] = [];
  const problems: Problem[] = [];
  const coverage: Tally = { repositories: 0, refs: 0, commits: 0, objects: 0, read: 0, known: 0, failed: 0, bytes: 0 };
  for (const found of listing.repositories) {
    const at = { place: found.place, file: found.path.replace(/\/$/, '') || '.' };
    const opened = await open(found, at);
    if (typeof opened === 'string') {
      problems.push({ kind: 'problem', ...at, reason: 'git', message: opened, incomplete: true });
      continue;
    }
    try {
      const one = await searchOne(search, opened);
      evidence.push(...one.evidence);
      problems.push(...one.problems);
      add(coverage, one.coverage);
    } finally {
      opened.store.close();
    }
  }
  return { evidence, problems, coverage };
}

async function open(found: FoundRepository, at: Opened['at']): Promise<Opened | string> {
  const { folder, root, isBare } = found;
  const repository = isBare ? bareAt(folder, root) : repositoryAt(folder, root);
  if (repository === 'outside') {
    return 'Its .git leads out of what is scanned, so its history was not read. Of a linked work tree name the main one: `git worktree list` shows it first.';
  }
  if (!repository) return 'Its .git is no repository, so no history of it was read.';
  const store = await openStore(repository);
  return typeof store === 'string' ? `Its history was not read: ${store}.` : { found, repository, store, at };
}

async function searchOne(search: HistorySearch, { found, repository, store, at }: Opened): Promise<History> {
  const { options, inspect } = search;
  const { place, path: below } = found;
  const about = {
    repository: `${place}//${below}`,
    rules: options.rules.digest,
    salt: inspect.salt,
    width: store.width,
  };
  const cache = new Cache(options.cache ?? null, about, at);
  const searched = await searchRepository({
    executor: inProcess(options.rules, inspect),
    jobs: options.jobs,
    rules: options.rules,
    inspect,
    place,
    repository,
    store,
    below,
    inTree: filesRead(search, place).keys(),
    isKnown: (prefix) => cache.isKnown(prefix),
    maxBytes: options.maxBytes,
    signal: options.signal,
    onProgress: (done, total) => options.onProgress?.({ stage: 'history', done, total }),
  });
  const kept = [...searched.reader.tally.holders, ...cache.holders(searched)];
  if (!options.signal.aborted) cache.save(searched, kept);
  const told = new Set(kept.map(({ object }) => object));
  const files = treeHolders(search, searched, place).filter(({ object }) => !told.has(object));
  const holders = [...kept, ...files];
  const evidence = evidenceOf({ searched, holders, below });
  const coverage = coverageOf(searched, options.signal);
  const problems = [...troubles(store, searched, at), ...cache.problems];
  if (options.signal.aborted) {
    const message = 'interrupted: its history was not searched to the end';
    problems.push({ kind: 'problem', ...at, reason: 'limit', message, incomplete: true });
  }
  const selects = selector(options.config.include, options.config.exclude);
  return { evidence: evidence.filter((one) => isWanted(one, selects)), problems, coverage };
}

/** Files of a place by the object that they are, as far as they were read. */
function filesRead({ listing, readings }: HistorySearch, place: string): ReadonlyMap<string, string> {
  const unread = new Set(readings.problems.flatMap((problem) => (problem.place === place ? problem.file : [])));
  return new Map(
    listing.blobs.flatMap(({ oid, place: of, origin }): [string, string][] =>
      oid !== undefined && of === place && !unread.has(origin.path) ? [[oid, origin.path]] : [],
    ),
  );
}

/** Keys in files of the tree that are objects too: since when they are there is worth knowing. */
function treeHolders(search: HistorySearch, { trees, objects }: Searched, place: string): Holder[] {
  const { inspections, members } = search.readings;
  const keysOf = new Map<string, Key[]>();
  const enter = (path: string, { place: of, evidence }: Inspection): void => {
    const keys = of === place ? evidence.filter((one) => one.kind === 'key') : [];
    if (keys.length > 0) keysOf.set(path, [...(keysOf.get(path) ?? []), ...keys]);
  };
  for (const one of inspections) enter(one.file, one);
  for (const one of members) enter(archiveOf(one.file), one);
  return [...filesRead(search, place)].flatMap(([object, shown]): Holder[] => {
    const keys = keysOf.get(shown);
    const path = keys ? trees.paths.of(objects.blobs.indexOfHex(Buffer.from(object, 'latin1'), 0)) : null;
    return keys && path !== null ? [{ object, type: 'blob', path, shown, keys }] : [];
  });
}

/** Counts what became of all objects. One that was listed and then neither read nor reported is a bug, and stops the run. */
function coverageOf({ objects, reader, graph, refs }: Searched, signal: AbortSignal): HistoryCoverage {
  const { blobs, commits, tags } = reader.unread;
  const total = objects.blobs.length + objects.commits.length + objects.tags.length + objects.damaged.length;
  const failed = blobs.size + commits.size + tags.size + objects.damaged.length;
  const { known } = reader;
  const { read, bytes } = reader.tally;
  if (!signal.aborted && read + known + failed !== total)
    throw new Error(`${total} objects were listed, ${read} read, ${known} known, ${failed} reported: some were lost`);
  const named = [...refs.ids.keys()].filter((name) => name.startsWith('refs/'));
  return { repositories: 1, refs: named.length, commits: graph.length, objects: total, read, known, failed, bytes };
}

function isWanted({ file, ...one }: Unattached, selects: (path: string) => boolean): boolean {
  return (one.kind === 'key' && one.history?.type !== 'blob') || selects(file);
}

function add(sum: Tally, one: HistoryCoverage): void {
  for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += one[name]; // all keys are those of the type
}
