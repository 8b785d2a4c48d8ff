import { workerData } from 'node:worker_threads';
import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type Batch, inspectBatch } from './executor.ts';
import type { InspectOptions } from './inspect.ts';

/** What a worker thread is started with. */
export interface WorkerData {
  readonly rules: RuleSet;
  readonly options: InspectOptions;
}

/** A worker thread's one task. */
export default function task(blobs: readonly Blob[]): Promise<Batch> {
  const { rules, options } = workerData as WorkerData; // set by the pool that starts this file
  return inspectBatch(blobs, rules, options);
}
