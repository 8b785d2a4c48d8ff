import type { Plan } from '../../model/plan.ts';
import type { Queue } from '../../model/queue.ts';
import type { QueueOptions } from '../../sources/queue/options.ts';
import type { ScanOptions } from '../options.ts';
import type { Enqueued } from './fleet.ts';
import type { ForgeOptions } from './options.ts';

/** Lists what the targets name on their server, shared out among shards. What asks the server is loaded here. */
export async function planOrganisations(
  options: Pick<ScanOptions, 'targets' | 'version' | 'signal' | 'onProgress'>,
  forge: ForgeOptions,
  shards: number,
): Promise<Plan> {
  return (await import('./organisation.ts')).planOrganisations(options, forge, shards);
}

/** Puts into a queue what of a plan is not kept yet. */
export async function enqueueFleet(...args: Parameters<Fleet['enqueueFleet']>): Promise<Enqueued> {
  return (await import('./fleet.ts')).enqueueFleet(...args);
}

/** Does jobs of a queue. */
export async function workFleet(...args: Parameters<Fleet['workFleet']>): Promise<void> {
  return (await import('./fleet.ts')).workFleet(...args);
}

/** Opens a queue. What speaks to it is loaded here. */
export async function openQueue(url: string, options: QueueOptions): Promise<Queue> {
  return (await import('../../sources/queue/open.ts')).openQueue(url, options);
}

type Fleet = typeof import('./fleet.ts');
