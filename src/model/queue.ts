/** Something to be done once, by whoever comes first. */
export interface Job {
  /** 64 hex digits that name all that the outcome depends on: two jobs of one id are the same job. */
  readonly id: string;
  /** What whoever does it needs to know: plain data, as JSON has it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A job that was given up. */
export interface FailedJob extends Job {
  /** How often it was tried, and how the last time ended, in one sentence. */
  readonly attempts: number;
  readonly reason: string;
}

/** How many jobs stand where. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** To be tried again later. */
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
}

/** What a worker says of a job that it cannot do now, though it may be done later: nobody takes another one before then. */
export class Pause extends Error {
  /** Milliseconds. */
  readonly delay: number;

  constructor(message: string, delay: number) {
    super(message);
    this.delay = delay;
  }
}

/** How a worker works. */
export interface WorkOptions {
  /** How many jobs it does at a time. */
  readonly concurrency: number;
  /** Aborted: it takes no further job, ends those that it has, and returns. */
  readonly signal: AbortSignal;
  /** True: it returns as well once nothing is left to do; false: it waits for more. */
  readonly untilDrained: boolean;
  /** Told after each job: `done`, `retried` (it will be tried again), `failed` (it is given up). */
  readonly onJob?: (job: Job, outcome: 'done' | 'retried' | 'failed', reason: string | null) => void;
}

/**
 * Jobs that several machines do together. Each is done at least once: a worker that dies leaves its job to another, so doing
 * it twice has to come to the same. One that fails is tried again, later each time, and given up after the fifth.
 */
export interface Queue {
  /** How a person knows it: `redis://host:port`, without credentials. */
  readonly name: string;
  /** Adds jobs. One that waits or is worked on already is known; one that was done or given up before is put in anew. */
  add(jobs: readonly Job[]): Promise<{ readonly added: number; readonly known: number }>;
  counts(): Promise<QueueCounts>;
  /** The jobs that were given up, in the order of their ids. */
  failed(): Promise<readonly FailedJob[]>;
  /** Does jobs, and returns when the signal is aborted or, where asked for, nothing is left. */
  work(handle: (job: Job, signal: AbortSignal) => Promise<void>, options: WorkOptions): Promise<void>;
  close(): Promise<void>;
}
