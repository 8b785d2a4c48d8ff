import type { Processor, Queue, Worker, WorkerListener } from 'bullmq';
import type { Address } from './address.ts';
import type { Settings } from './options.ts';

/** A job's data are one JSON text: PostgreSQL's own JSON reorders keys, and refuses U+0000 and half surrogates. */
export type Data = string;

/** What has to be left although its server does not answer. */
interface Abandoned {
  abandon(): void;
}

/** What is asked of BullMQ's queue, whichever database it is in. */
export type BullQueue = Pick<
  Queue<Data, void>,
  'addBulk' | 'getJob' | 'remove' | 'getJobCounts' | 'getFailed' | 'clean' | 'rateLimit' | 'getRateLimitTtl' | 'close'
> &
  Abandoned;

/** What is asked of BullMQ's worker. */
export interface BullWorker
  extends Pick<Worker<Data, void>, 'concurrency' | 'run' | 'waitUntilReady' | 'close'>,
    Abandoned {
  on<E extends 'completed' | 'failed' | 'lockRenewalFailed'>(
    event: E,
    listener: WorkerListener<Data, void>[E],
  ): unknown;
}

/** BullMQ in one of its databases. */
export interface Bull {
  readonly address: Address;
  readonly settings: Settings;
  readonly queue: BullQueue;
  /** What a job throws, once the queue is held back, to wait until it goes on. It counts as no attempt. */
  readonly paused: () => Error;
  /** What a job throws that was put back. It counts as no attempt either. */
  readonly putBack: () => Error;
  worker(process: Processor<Data, void>, concurrency: number): BullWorker;
}

/**
 * How often a job may kill its worker: it is begun five times, and given up when the fifth worker is found dead. That is as
 * many as it may fail, and no more than a machine that restarts its workers over and over should take with it.
 */
export const deaths = 5;

/** What BullMQ's worker is told in either database. */
export function workerOptions({ lock, limit }: Settings, concurrency: number) {
  return {
    autorun: false,
    concurrency,
    lockDuration: lock,
    // Several times in the life of a lock: one that fails costs nothing.
    lockRenewTime: lock / 3,
    // A dead worker's job is noticed at one check and moved at the next.
    stalledInterval: lock / 2,
    maxStalledCount: deaths - 1,
    // A queue is held back by its limiter, and a worker without one does not look (measured on both). So there is always one.
    limiter: limit ?? { max: unlimited, duration: 1_000 },
    // After a lost connection. BullMQ's 15 s are longer than servers take to restart.
    runRetryDelay: 1_000,
  };
}

/** As many as PostgreSQL's `integer` takes. */
export const unlimited = 2 ** 31 - 1;
