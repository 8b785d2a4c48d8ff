import { Piscina } from 'piscina';
import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Batch, Executor, Task } from './executor.ts';
import type { InspectOptions } from './inspect.ts';
import { Turns } from './turns.ts';
import type { Job, WorkerData } from './worker.ts';

/** What a pool is made of, but for tests. */
const usual = {
  worker: new URL('./worker.js', import.meta.url),
  /** Milliseconds that one file may take, also one in an archive. */
  patience: 20_000,
};

/** How often within that time it is looked whether the next file was begun with. */
const looks = 4;

/** On worker threads, with a stack that deeply nested source does not use up. A thread that dies costs the file that killed it. */
export function pooled(
  rules: RuleSet,
  options: InspectOptions,
  threads: number,
  { worker, patience }: typeof usual = usual,
): Executor {
  const data: WorkerData = { rules, options };
  const pool = new Piscina({
    filename: worker.href,
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 6 },
  });
  // One for each thread: what waits for one is not yet on the clock.
  const turns = new Turns(threads);
  const run = async (blobs: readonly Blob[], task: Task): Promise<Batch> => {
    const job: Job = { blobs, task, begun: new Int32Array(new SharedArrayBuffer(4)) };
    try {
      return await turns.take(() => watched(job, patience, (signal) => pool.run(job, { signal })));
    } catch (error) {
      const [only] = blobs;
      if (blobs.length === 1 && only) return lost(only, error);
      const half = blobs.length >> 1;
      return joined([await run(blobs.slice(0, half), task), await run(blobs.slice(half), task)]);
    }
  };
  return { inspect: run, close: () => pool.destroy() };
}

/** Gives up a job in which no further file was begun with for so long. */
async function watched<T>({ begun }: Job, patience: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  let [before, idle] = [0, 0];
  const watch = setInterval(() => {
    const now = Atomics.load(begun, 0);
    idle = now === before ? idle + 1 : 0;
    before = now;
    if (idle === looks) end.abort();
  }, patience / looks);
  try {
    return await run(end.signal);
  } finally {
    clearInterval(watch);
  }
}

function lost(blob: Blob, error: unknown): Batch {
  const slow = error instanceof Error && error.name === 'AbortError';
  const problem = {
    kind: 'problem',
    place: blob.place,
    file: blob.origin.path,
    reason: slow ? 'timeout' : 'crashed',
    message: slow ? 'took too long to read and was given up' : 'brought its reader down and was given up',
    incomplete: true,
  } as const;
  return { found: [{ bytes: 0, inspection: null, problem, inside: null }], files: 0, bytes: 0, failed: 1 };
}

function joined(batches: readonly Batch[]): Batch {
  return {
    found: batches.flatMap(({ found }) => found),
    files: batches.reduce((sum, { files }) => sum + files, 0),
    bytes: batches.reduce((sum, { bytes }) => sum + bytes, 0),
    failed: batches.reduce((sum, { failed }) => sum + failed, 0),
  };
}
