import { Piscina } from 'piscina';
import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Batch, Executor } from './executor.ts';
import type { InspectOptions } from './inspect.ts';
import type { WorkerData } from './worker.ts';

/** Milliseconds that one file may take; a batch gets as much for each of its files, up to a bound. */
const patience = 20_000;

/** On worker threads, with a stack that deeply nested source does not use up. A thread that dies costs the file that killed it. */
export function pooled(rules: RuleSet, options: InspectOptions, threads: number): Executor {
  const data: WorkerData = { rules, options };
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 1024 },
  });
  const run = async (blobs: readonly Blob[]): Promise<Batch> => {
    try {
      return await pool.run(blobs, { signal: AbortSignal.timeout(patience + blobs.length * 200) });
    } catch (error) {
      const [only] = blobs;
      if (blobs.length === 1 && only) return lost(only, error);
      const half = blobs.length >> 1;
      return joined([await run(blobs.slice(0, half)), await run(blobs.slice(half))]);
    }
  };
  return { inspect: run, close: () => pool.destroy() };
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
  return { found: [{ bytes: 0, inspection: null, problem }], files: 0, bytes: 0 };
}

function joined(batches: readonly Batch[]): Batch {
  return {
    found: batches.flatMap(({ found }) => found),
    files: batches.reduce((sum, { files }) => sum + files, 0),
    bytes: batches.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
