/** How a queue is kept. Times are milliseconds. */
export interface QueueOptions {
  /** Its name: several may share a database. `rollcall` unless given. */
  readonly queue?: string;
  /** A worker that says nothing for so long is taken for dead, and its jobs go to others. 30 s unless given. */
  readonly lock?: number;
  /** How long a job that failed waits before its second attempt; twice as long before each further one. 2 s unless given. */
  readonly backoff?: number;
  /** So many jobs are begun in so much time, by all workers together. */
  readonly limit?: { readonly max: number; readonly duration: number };
  /** About so many jobs that are done are remembered. 100,000 unless given. */
  readonly remembered?: number;
  /** How long the server may take to answer for the first time. 5 s unless given. */
  readonly patience?: number;
  /** Told, in half a sentence, of what went wrong on the way and is tried again, such as a connection that was lost. */
  readonly onTrouble?: (trouble: string) => void;
}

/** The same with nothing left open. */
export interface Settings {
  readonly queue: string;
  readonly lock: number;
  readonly backoff: number;
  readonly limit: { readonly max: number; readonly duration: number } | null;
  readonly remembered: number;
  readonly patience: number;
  readonly onTrouble: (trouble: string) => void;
}

/** What holds where nothing is said. */
export function settled(options: QueueOptions): Settings {
  return {
    queue: options.queue ?? 'rollcall',
    lock: options.lock ?? 30_000,
    backoff: options.backoff ?? 2_000,
    limit: options.limit ?? null,
    remembered: options.remembered ?? 100_000,
    patience: options.patience ?? 5_000,
    onTrouble: options.onTrouble ?? (() => {}),
  };
}
