import { type Blob, sizeOf } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Problem } from '../model/problem.ts';
import { byCodeUnit } from '../text/order.ts';
import type { Executor } from './executor.ts';
import { inProcess } from './executor.ts';
import type { InspectOptions } from './inspect.ts';
import type { Listing } from './listing.ts';
import type { ScanOptions } from './options.ts';

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

/** Reads all blobs. The result is in order of place and path, whatever the threads did. */
export async function read(
  listing: Pick<Listing, 'places' | 'blobs'>,
  executor: Executor,
  options: ScanOptions,
): Promise<Readings> {
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
  for (const list of [inspections, members])
    list.sort((a, b) => byCodeUnit(a.place, b.place) || byCodeUnit(a.file, b.file));
  return { inspections, members, problems, files, bytes, failed };
}

function interrupted({ places, blobs }: Pick<Listing, 'places' | 'blobs'>, done: number): Problem {
  const message = `interrupted: ${blobs.length - done} of ${blobs.length} files were not read`;
  return { kind: 'problem', place: places[0]?.id ?? '', file: '.', reason: 'limit', message, incomplete: true };
}

/** In this thread what is small, else on several. */
export async function executorFor(
  blobs: readonly Blob[],
  { jobs, rules }: ScanOptions,
  options: InspectOptions,
): Promise<Executor> {
  const bytes = blobs.reduce((sum, blob) => sum + sizeOf(blob), 0);
  if (jobs < 2 || (blobs.length < large.files && bytes < large.bytes)) return inProcess(rules, options);
  const { pooled } = await import('./pool.ts');
  return pooled(rules, options, jobs);
}

function* batches(blobs: readonly Blob[]): Generator<readonly Blob[]> {
  let current: Blob[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    current.push(blob);
    bytes += sizeOf(blob);
    if (current.length < batch.files && bytes < batch.bytes) continue;
    yield current;
    current = [];
    bytes = 0;
  }
  if (current.length > 0) yield current;
}
