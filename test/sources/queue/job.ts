import { createHash } from 'node:crypto';
import type { Job } from '../../../src/model/queue.ts';

const titles = new Map<string, string>();

/** A job of a title, whose id is made of it. */
export function job(title: string, data: Job['data'] = { title }): Job {
  const id = createHash('sha256').update(title).digest('hex');
  titles.set(id, title);
  return { id, data };
}

/** The title of a job. */
export function titleOf(id: string): string {
  return titles.get(id) ?? id;
}
