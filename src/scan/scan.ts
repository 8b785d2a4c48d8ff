import { type PlaceInput, census as take } from '../census/census.ts';
import { check } from '../checks/index.ts';
import { noBaseline } from '../model/baseline.ts';
import type { Blob, Place } from '../model/blob.ts';
import type { Census } from '../model/census.ts';
import type { Inspection } from '../model/document.ts';
import { byLocation } from '../model/origin.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { reconcile } from '../registry/reconcile.ts';
import { selector } from '../sources/select.ts';
import type { Executor } from './executor.ts';
import { inProcess } from './executor.ts';
import { type History, searchHistory } from './history/history.ts';
import type { InspectOptions } from './inspect.ts';
import { type Listing, list } from './listing.ts';
import type { ScanOptions } from './options.ts';
import { placeInput } from './place.ts';
import { always, shadows } from './prepare.ts';
import { report } from './report.ts';
import { verified } from './verify.ts';

/** Input over this many files or bytes is read on several threads. */
const large = { files: 2500, bytes: 24 << 20 };

/** What a batch for one thread holds at most. */
const batch = { files: 128, bytes: 4 << 20 };

/** What was read of all targets. */
export interface Readings {
  readonly inspections: readonly Inspection[];
  /** Of files in archives. They are no files of the tree: no module is found there, no unit drawn, nothing silenced. */
  readonly members: readonly Inspection[];
  readonly problems: readonly Problem[];
  readonly files: number;
  readonly bytes: number;
  /** Files of which nothing could be read. */
  readonly failed: number;
}

/** Calls the roll: lists, reads, takes the census, holds it against the registry, checks. The file to read first. */
export async function scan(options: ScanOptions): Promise<Report> {
  const { rules, registry, config, today, trustTree } = options;
  const started = options.clock?.() ?? null;
  const listing = await list(options.targets, {
    ...options,
    include: config.include,
    exclude: config.exclude,
    honourIgnoreFiles: trustTree && options.ignoreFiles !== false,
  });
  const inspectOptions: InspectOptions = {
    salt: options.salt ?? `rollcall:${listing.places[0]?.id ?? ''}`,
    maxBytes: options.maxBytes,
    always: always(rules),
    shadows: shadows(listing.blobs, rules),
  };
  const executor = await executorFor(listing.blobs, options, inspectOptions);
  const found = await read(listing, executor, options);
  const all = await verified([...found.inspections, ...found.members], listing.blobs, options, inspectOptions);
  const [inspections, members] = [all.slice(0, found.inspections.length), all.slice(found.inspections.length)];
  const readings: Readings = { ...found, inspections, members };
  options.onProgress?.({ stage: 'census', done: readings.files, total: listing.blobs.length });
  const places: PlaceInput[] = [];
  const cuts: Problem[] = [];
  for (const place of listing.places) {
    const known = await inputOf(place, listing, readings, executor, options);
    places.push(known.input);
    cuts.push(...known.problems);
  }
  await executor.close();
  const history = options.history ? await searchHistory({ listing, readings, inspect: inspectOptions, options }) : null;

  const census = withHistory(take(places), history);
  const unread = [...listing.problems, ...readings.problems, ...cuts];
  const problems = [...unread, ...(history?.problems ?? [])];
  const whole = wholly(listing.places, unread, options);
  const globbed = config.include.length + config.exclude.length > 0;
  const reconciliation = reconcile(census, registry, {
    now: today,
    policy: config.policy,
    covered: { repositories: globbed ? new Set() : whole },
  });
  const checked = check({
    census,
    registry,
    reconciliation,
    config,
    texts: rules.checks,
    federations: rules.credentials.federations,
    inspections: readings.inspections,
    trustTree,
    now: today,
    baseline: options.baseline ?? noBaseline,
    covered: { repositories: whole, selects: selector(config.include, config.exclude) },
  });
  return report({
    options,
    mode: history ? 'history' : 'tree',
    listing,
    readings: { ...readings, problems },
    census,
    reconciliation,
    checked,
    history: history?.coverage ?? null,
    started,
  });
}

/** Keys of the past make no agent and belong to none. */
function withHistory(census: Census, history: History | null): Census {
  if (!history || history.evidence.length === 0) return census;
  const unattached = [...census.unattached, ...history.evidence].sort(
    (a, b) => byLocation(a, b) || order(a.kind, b.kind),
  );
  return { ...census, unattached };
}

/** Reads all blobs. The result is in order of place and path, whatever the threads did. */
async function read(listing: Listing, executor: Executor, options: ScanOptions): Promise<Readings> {
  const { blobs } = listing;
  const inspections: Inspection[] = [];
  const members: Inspection[] = [];
  const problems: Problem[] = [];
  let [files, bytes, failed, done] = [0, 0, 0, 0];
  const waiting = batches(blobs);
  const worker = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done && !options.signal.aborted; next = waiting.next()) {
      const result = await executor.inspect(next.value, 'search');
      for (const { inspection, problem, inside } of result.found) {
        if (inspection) inspections.push(inspection);
        problems.push(...(problem ? [problem] : []), ...(inspection?.problems ?? []));
        members.push(...(inside?.inspections ?? []));
        problems.push(...(inside?.problems ?? []), ...(inside?.inspections ?? []).flatMap((one) => one.problems));
      }
      files += result.files;
      bytes += result.bytes;
      failed += result.failed;
      done += next.value.length;
      options.onProgress?.({ stage: 'reading', done, total: blobs.length });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs * 2) }, worker));
  if (options.signal.aborted) problems.push(interrupted(listing, done));
  for (const list of [inspections, members]) list.sort((a, b) => order(a.place, b.place) || order(a.file, b.file));
  return { inspections, members, problems, files, bytes, failed };
}

function interrupted({ places, blobs }: Listing, done: number): Problem {
  const message = `interrupted: ${blobs.length - done} of ${blobs.length} files were not read`;
  return { kind: 'problem', place: places[0]?.id ?? '', file: '.', reason: 'limit', message, incomplete: true };
}

async function executorFor(
  blobs: readonly Blob[],
  { jobs, rules }: ScanOptions,
  options: InspectOptions,
): Promise<Executor> {
  const bytes = blobs.reduce(
    (sum, { content }) => sum + (content.kind === 'disk' ? content.size : content.bytes.length),
    0,
  );
  if (jobs < 2 || (blobs.length < large.files && bytes < large.bytes)) return inProcess(rules, options);
  const { pooled } = await import('./pool.ts');
  return pooled(rules, options, jobs);
}

function* batches(blobs: readonly Blob[]): Generator<readonly Blob[]> {
  let current: Blob[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    current.push(blob);
    bytes += blob.content.kind === 'disk' ? blob.content.size : blob.content.bytes.length;
    if (current.length < batch.files && bytes < batch.bytes) continue;
    yield current;
    current = [];
    bytes = 0;
  }
  if (current.length > 0) yield current;
}

/** What the census needs of a place. Files that are read for it only now are read where the others were. */
async function inputOf(
  place: Place,
  listing: Listing,
  readings: Readings,
  executor: Executor,
  { rules, config }: ScanOptions,
): ReturnType<typeof placeInput> {
  const blobs = new Map(
    listing.blobs.filter((blob) => blob.place === place.id).map((blob) => [blob.origin.path, blob]),
  );
  const isHere = (inspection: Inspection): boolean => inspection.place === place.id;
  const inspections = readings.inspections.filter(isHere);
  const members = readings.members.filter(isHere);
  const lost: Problem[] = [];
  const peek = async (file: string): Promise<Inspection | null> => {
    const blob = blobs.get(file);
    if (!blob) return null;
    const [one] = (await executor.inspect([blob], 'read')).found;
    if (one?.problem && !one.inspection) lost.push(one.problem);
    return one?.inspection ?? null;
  };
  const { input, problems } = await placeInput({ place, blobs, inspections, members, config, rules, peek });
  return { input, problems: [...problems, ...lost] };
}

/**
 * Repositories of which every file was read that the globs let through: only there is a finding of the baseline gone that
 * was not found again, and where there are no globs an entry without an agent a ghost.
 */
function wholly(places: readonly Place[], problems: readonly Problem[], { signal }: ScanOptions): ReadonlySet<string> {
  if (signal.aborted) return new Set();
  const partial = new Set(problems.flatMap(({ place, incomplete }) => (incomplete ? place : [])));
  const whole = places.filter(({ id, source }) => (source === 'git' || source === 'directory') && !partial.has(id));
  return new Set(whole.map(({ id }) => id));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
