import type { Job as BullJob } from 'bullmq';
import type { FailedJob, Job } from '../../model/queue.ts';
import { type Data, deaths } from './bull.ts';

/** BullMQ's words for a job whose workers died too often. */
const stalled = 'job stalled more than allowable limit';

/** A job as whoever does it knows it. */
export function jobOf({ id = '', data }: BullJob<Data, void>): Job {
  return { id, data: JSON.parse(data) };
}

/** A job that was given up. A worker that died counts as an attempt; that it was then found dead does not. */
export function failedJob(job: BullJob<Data, void>): FailedJob {
  const found = job.failedReason === stalled ? 1 : 0;
  return {
    ...jobOf(job),
    attempts: job.attemptsMade + job.stalledCounter - found,
    reason: reasonOf(job.failedReason),
  };
}

/** How an attempt ended, in one sentence. */
export function reasonOf(message: string | undefined): string {
  if (message === stalled) return `its worker died, ${deaths} times in a row`;
  // PostgreSQL has no text with U+0000, and a job whose end cannot be written down would never end.
  return (
    (message ?? '')

      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 1_000) || 'it says nothing'
  );
}
