import type { Address } from './address.ts';
import { type Bull, type Data, workerOptions } from './bull.ts';
import { optional, troubleOf } from './fault.ts';
import type { Settings } from './options.ts';
import { within } from './within.ts';

/** BullMQ on Redis or Valkey. */
export async function openRedis(address: Address, settings: Settings): Promise<Bull> {
  const packages = 'bullmq ioredis';
  const { Queue, WaitingError, Worker } = await optional(() => import('bullmq'), packages);
  const { Redis } = await optional(() => import('ioredis'), packages);
  await within(settings.patience, (signal) => greet(Redis, address.url, signal));

  const tell = (error: Error) => settings.onTrouble(troubleOf(error, address));
  const { connection, giveUp } = persistent(address.url);
  const queue = new Queue<Data, void>(settings.queue, { connection });
  queue.on('error', tell);
  await queue.waitUntilReady();

  return {
    address,
    settings,
    queue: Object.assign(queue, { abandon: () => giveUp(queue) }),
    paused: Worker.RateLimitError,
    putBack: () => new WaitingError(),
    worker(process, concurrency) {
      const { connection, giveUp } = persistent(address.url);
      const options = workerOptions(settings, concurrency);
      const worker = new Worker<Data, void>(settings.queue, process, {
        ...options,
        // What a job has come to is written down however long that takes.
        connection: { ...connection, maxRetriesPerRequest: null },
      });
      worker.on('error', tell);
      return Object.assign(worker, { abandon: () => giveUp(worker) });
    },
  };
}

/** A connection that is tried again until it is given up: a client that waits for the next time cannot be told to stop. */
function persistent(url: string) {
  let wanted = true;
  return {
    connection: { url, retryStrategy: (times: number) => (wanted ? Math.min(times * 200, 2_000) : null) },
    giveUp(client: { disconnect(): Promise<void> }) {
      wanted = false;
      client.disconnect().catch(() => {});
    },
  };
}

/** A client that tries once: BullMQ's own tries for ever, and does not say why. */
async function greet(Redis: typeof import('ioredis').Redis, url: string, signal: AbortSignal): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let first: Error | null = null;
  client.on('error', (error: Error) => {
    first ??= error;
  });
  signal.addEventListener('abort', () => client.disconnect());
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    // The client's own is "Connection is closed" and no more.
    throw first ?? error;
  } finally {
    client.disconnect();
  }
}
