import type { Job as BullJob } from 'bullmq';
import { Pause, type Queue, type WorkOptions } from '../../model/queue.ts';
import { type Bull, type BullQueue, type Data, unlimited } from './bull.ts';
import { jobOf, reasonOf } from './job.ts';
import { sleep } from './within.ts';

/** A job in hand; the signal is given when it was lost to another worker. */
export interface Held {
  readonly id: string | undefined;
  readonly lost: AbortController;
}

/** A worker, as one of its jobs sees it. */
export interface Hands {
  readonly held: Set<Held>;
  /** From now on it takes one job at a time, or as many as it does usually. */
  narrow(single: boolean): void;
}

type Act = (job: BullJob<Data, void>, token?: string) => Promise<void>;

/**
 * What is done with each job that was taken. One whose last worker died is done alone: should it be what killed it, it takes no
 * others with it, as many as stood beside it the first time would else be given up together with it.
 */
export function turns(
  bull: Bull,
  handle: Parameters<Queue['work']>[0],
  hands: Hands,
  onJob: WorkOptions['onJob'],
): Act {
  const act: Act = async (job) => {
    const one = { id: job.id, lost: new AbortController() };
    hands.held.add(one);
    try {
      await handle(jobOf(job), one.lost.signal);
    } catch (error) {
      if (!(error instanceof Pause)) throw new Error(reasonOf(error instanceof Error ? error.message : String(error)));
      await holdBack(bull.queue, error.delay);
      onJob?.(jobOf(job), 'retried', reasonOf(error.message));
      throw bull.paused();
    } finally {
      hands.held.delete(one);
    }
  };

  let suspected = false;
  return async (job, token) => {
    if (job.stalledCounter === 0) return act(job);
    // Another worker may take it, or this one when it is done with the first.
    if (suspected) {
      await job.moveToWait(token);
      throw bull.putBack();
    }
    suspected = true;
    hands.narrow(true);
    try {
      while (hands.held.size > 0) await sleep(20);
      await act(job);
    } finally {
      suspected = false;
      hands.narrow(false);
    }
  };
}

/** For all workers, and as long as the longest of several pauses. Asked with this maximum, only a pause has a time left. */
async function holdBack(queue: BullQueue, delay: number): Promise<void> {
  if ((await queue.getRateLimitTtl(unlimited)) < delay) await queue.rateLimit(Math.ceil(delay));
}
