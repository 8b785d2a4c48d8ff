import { once } from 'node:events';
import type { Queue, QueueCounts, WorkOptions } from '../../model/queue.ts';
import type { Bull, BullWorker } from './bull.ts';
import { jobOf, reasonOf } from './job.ts';
import { type Held, turns } from './turn.ts';
import { sleep, within } from './within.ts';

/** How often it is looked whether too many jobs are remembered that are done, in jobs. */
const trimEvery = 1_000;

/** Does jobs until the signal says to stop, or nothing is left. A job that is in hand is always brought to its end. */
export async function work(
  bull: Bull,
  counts: () => Promise<QueueCounts>,
  handle: Parameters<Queue['work']>[0],
  { concurrency, signal, untilDrained, onJob }: WorkOptions,
): Promise<void> {
  if (signal.aborted) return;
  const held = new Set<Held>();
  const over = new AbortController();
  let done = 0;

  const narrow = (single: boolean) => {
    worker.concurrency = single ? 1 : concurrency;
  };
  const worker: BullWorker = bull.worker(turns(bull, handle, { held, narrow }, onJob), concurrency);
  worker.on('completed', (job) => {
    done += 1;
    onJob?.(jobOf(job), 'done', null);
    if (done % trimEvery === 0) trim(bull, counts).catch(() => {});
  });
  worker.on('failed', (job, error) => {
    if (job) onJob?.(jobOf(job), job.finishedOn ? 'failed' : 'retried', reasonOf(error.message));
  });
  worker.on('lockRenewalFailed', (ids) => {
    for (const { id, lost } of held) if (id !== undefined && ids.includes(id)) lost.abort();
  });

  let told = true;
  try {
    await worker.waitUntilReady();
    const stop = AbortSignal.any([signal, over.signal]);
    // Who was told to end while the connection came up begins nothing.
    if (stop.aborted) return;
    const end = untilDrained ? drained(held, counts, stop) : once(stop, 'abort');
    await Promise.race([end, worker.run()]);
  } finally {
    over.abort();
    told = await leave(worker, held, bull.settings.patience);
  }
  // What is kept too long does no harm; the jobs are done.
  if (told) await trim(bull, counts).catch(() => {});
}

/** Nothing is left when nobody, on any machine, has a job or waits for the time of one. */
async function drained(held: ReadonlySet<Held>, counts: () => Promise<QueueCounts>, stop: AbortSignal): Promise<void> {
  // The longer it has nothing to do, the less often it asks: PostgreSQL counts row by row.
  for (let pause = 50; !stop.aborted; pause = held.size > 0 ? 50 : Math.min(pause * 2, 1_000)) {
    // Counts that cannot be had now are had when the connection is back.
    const left = held.size > 0 ? null : await counts().catch(() => null);
    if (left && left.waiting + left.active + left.delayed === 0) return;
    await sleep(pause, stop);
  }
}

/** Waits for the jobs in hand, however long they take; then, where the server is gone and cannot be told, not for ever. */
async function leave(worker: BullWorker, held: ReadonlySet<Held>, patience: number): Promise<boolean> {
  const closed = worker.close();
  while (held.size > 0) await sleep(20);
  try {
    await within(patience, () => closed);
    return true;
  } catch {
    worker.abandon();
    return false;
  }
}

/** BullMQ can do so itself after each job, but its PostgreSQL reads all that are remembered for it each time. */
async function trim({ queue, settings }: Bull, counts: () => Promise<QueueCounts>): Promise<void> {
  const excess = (await counts()).completed - settings.remembered;
  if (excess > 0) await queue.clean(0, excess, 'completed');
}
