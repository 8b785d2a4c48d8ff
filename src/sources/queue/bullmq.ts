import type { FailedJob, Job, Queue, QueueCounts } from '../../model/queue.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { Bull } from './bull.ts';
import { faultOf } from './fault.ts';
import { failedJob } from './job.ts';
import { within } from './within.ts';
import { work } from './work.ts';

/** As many as are asked about, added or listed at a time. */
const batch = 200;

/** A queue that BullMQ keeps. */
export function queueOn(bull: Bull): Queue {
  return {
    name: bull.address.name,
    add: (jobs) => mendable(bull, () => add(bull, jobs)),
    counts: () => mendable(bull, () => counts(bull)),
    failed: () => mendable(bull, () => failed(bull)),
    work: (handle, options) => mendable(bull, () => work(bull, () => counts(bull), handle, options)),
    // A server that is gone does not say goodbye.
    close: () => within(bull.settings.patience, () => bull.queue.close()).catch(() => bull.queue.abandon()),
  };
}

/** Beyond our own errors, only the server's come out of BullMQ. */
async function mendable<T>({ address }: Bull, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw faultOf(error, address);
  }
}

async function add(bull: Bull, jobs: readonly Job[]): ReturnType<Queue['add']> {
  const distinct = [...new Map(jobs.map((job) => [job.id, job])).values()];
  let added = 0;
  for (let from = 0; from < distinct.length; from += batch)
    added += await addSome(bull, distinct.slice(from, from + batch));
  return { added, known: jobs.length - added };
}

/** Two who add the same at once may both take it for theirs. It is in the queue once all the same: its id sees to that. */
async function addSome({ queue, settings }: Bull, jobs: readonly Job[]): Promise<number> {
  const found = await Promise.all(jobs.map(({ id }) => queue.getJob(id)));
  const finished = found.flatMap((job) => (job?.finishedOn && job.id ? [job.id] : []));
  await Promise.all(finished.map((id) => queue.remove(id)));

  // In the order of ids: two who add the same to PostgreSQL, in different orders, would wait for each other.
  const fresh = jobs.filter((_, at) => !found[at] || found[at].finishedOn).toSorted((a, b) => byCodeUnit(a.id, b.id));
  await queue.addBulk(
    fresh.map(({ id, data }) => ({
      name: 'job',
      data: JSON.stringify(data),
      opts: {
        jobId: id,
        attempts: 5,
        backoff: { type: 'exponential', delay: settings.backoff, jitter: 0.5 },
        // A stack names folders of the machine, and the reason is kept beside it.
        stackTraceLimit: 0,
      },
    })),
  );
  return fresh.length;
}

async function counts({ queue }: Bull): Promise<QueueCounts> {
  // PostgreSQL counts the jobs of a queue that was paused in a dashboard under a name that BullMQ's types have dropped.
  const paused = 'paused' as 'waiting';
  const found = await queue.getJobCounts('waiting', 'prioritized', paused, 'active', 'delayed', 'completed', 'failed');
  const of = (state: string) => found[state] ?? 0;
  return {
    waiting: of('waiting') + of('prioritized') + of('paused'),
    active: of('active'),
    delayed: of('delayed'),
    completed: of('completed'),
    failed: of('failed'),
  };
}

async function failed({ queue }: Bull): Promise<readonly FailedJob[]> {
  // By id, as one may be met again when others are given up between two pages.
  const found = new Map<string, FailedJob>();
  for (let from = 0; ; from += batch) {
    const page = await queue.getFailed(from, from + batch - 1);
    for (const job of page.map(failedJob)) found.set(job.id, job);
    if (page.length < batch) break;
  }
  return [...found.values()].toSorted((a, b) => byCodeUnit(a.id, b.id));
}
