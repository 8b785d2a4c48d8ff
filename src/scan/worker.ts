import { workerData } from 'node:worker_threads';
import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type Batch, inspectBatch, type Task } from './executor.ts';
import type { InspectOptions } from './inspect.ts';

/** What a worker thread is started with. */
export interface WorkerData {
  readonly rules: RuleSet;
  readonly options: InspectOptions;
}

/** What a worker thread is given to do. */
export interface Job {
  readonly blobs: readonly Blob[];
  readonly task: Task;
  /** Counts the files that were begun with, for who waits for the end. */
  readonly begun: Int32Array;
}

/** All that a worker thread does. */
export default function work({ blobs, task, begun }: Job): Promise<Batch> {
  const { rules, options } = workerData as WorkerData; // set by the pool that starts this file
  return inspectBatch(blobs, task, rules, { ...options, begun });
}
