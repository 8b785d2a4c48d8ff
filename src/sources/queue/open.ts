import { RollcallError } from '../../model/error.ts';
import type { Queue } from '../../model/queue.ts';
import { type Address, addressOf } from './address.ts';
import type { Bull } from './bull.ts';
import { queueOn } from './bullmq.ts';
import { faultOf } from './fault.ts';
import { type QueueOptions, type Settings, settled } from './options.ts';
import { openPostgres } from './postgres.ts';
import { openRedis } from './redis.ts';

/** Opens the queue that a URL names: in Redis, Valkey or PostgreSQL. A server that cannot be had is said at once. */
export async function openQueue(url: string, options: QueueOptions): Promise<Queue> {
  const address = addressOf(url);
  const settings = settled(options);
  if (!/^[\w.-]+$/.test(settings.queue))
    throw new RollcallError('usage', `${settings.queue} is not a name for a queue`, {
      hint: 'Letters, digits, dots, hyphens and underscores.',
    });

  try {
    return queueOn(await connected(address, settings));
  } catch (error) {
    throw faultOf(error, address);
  }
}

function connected(address: Address, settings: Settings): Promise<Bull> {
  switch (address.kind) {
    case 'redis':
      return openRedis(address, settings);
    case 'postgres':
      return openPostgres(address, settings);
    default:
      return address.kind satisfies never;
  }
}
