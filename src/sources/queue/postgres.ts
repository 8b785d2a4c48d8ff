import type { JobProgress, PostgresConnectionOptions, PostgresQueueBackend, Queue, Worker } from 'bullmq';
import type { Client } from 'pg';
import type { Address } from './address.ts';
import { type Bull, type Data, workerOptions } from './bull.ts';
import { optional, troubleOf } from './fault.ts';
import type { Settings } from './options.ts';
import { patient } from './patient.ts';
import { within } from './within.ts';

type BullMq = typeof import('bullmq');
type Backend = PostgresQueueBackend;
type Options = PostgresConnectionOptions;
type PostgresQueue = Queue<Data, void, string, Data, void, string, Backend, Options>;
type PostgresWorker = Worker<Data, void, string, Backend, JobProgress, Options>;

/**
 * BullMQ on PostgreSQL 13 or newer: tables and functions in a schema named `bullmq`, which it creates. The address has to be
 * that of the server, or of a pooler that gives out sessions: workers LISTEN. Locks and delays go by the workers' clocks, so
 * these have to agree to well within `lock`.
 */
export async function openPostgres(address: Address, settings: Settings): Promise<Bull> {
  const packages = 'bullmq pg';
  const bullmq = await optional(() => import('bullmq'), packages);
  const { default: pg } = await optional(() => import('pg'), packages);
  const config = configOf(address.url, settings.patience);
  await prepare(bullmq, new pg.Client(config), settings.patience);

  const backend = patient(bullmq.createPostgresBackend);
  // A pool for each queue and worker, that grows with need; a server has a hundred connections for all machines.
  const connection = { ...config, max: 4, application_name: 'rollcall' };
  const tell = (error: Error) => settings.onTrouble(troubleOf(error, address));
  const queue: PostgresQueue = new bullmq.Queue(settings.queue, { connection }, backend);
  queue.on('error', tell);
  await queue.waitUntilReady();

  return {
    address,
    settings,
    queue: Object.assign(queue, { abandon: () => void queue.disconnect().catch(() => {}) }),
    paused: bullmq.Worker.RateLimitError,
    putBack: () => new bullmq.WaitingError(),
    worker(process, concurrency) {
      const options = { ...workerOptions(settings, concurrency), connection };
      const worker: PostgresWorker = new bullmq.Worker(settings.queue, process, options, backend);
      worker.on('error', tell);
      return Object.assign(worker, { abandon: () => void worker.disconnect().catch(() => {}) });
    },
  };
}

/** BullMQ names its schema in `options`, and what the URL says of them would take its place. */
function configOf(text: string, patience: number) {
  const url = new URL(text);
  const options = url.searchParams.get('options');
  url.searchParams.delete('options');
  const config = { connectionString: url.href, connectionTimeoutMillis: patience, keepAlive: true };
  return options === null ? config : { ...config, options };
}

/** Creates what BullMQ needs, where it is not there: a user who may only use it is not asked to be able to create it. */
async function prepare(bullmq: BullMq, client: Client, patience: number): Promise<void> {
  // An error that nobody listens to would end the process.
  client.on('error', () => {});
  try {
    await within(patience, () => client.connect());
    if ((await versionOf(bullmq, client)) < bullmq.LATEST_SCHEMA_VERSION) await bullmq.runMigrations(client);
  } finally {
    // It may wait for a server that does not answer.
    void client.end().catch(() => {});
  }
}

async function versionOf(bullmq: BullMq, client: Client): Promise<number> {
  try {
    return await bullmq.assertSchemaCompatibility(client);
  } catch (error) {
    if (error instanceof bullmq.SchemaMigrationRequiredError) return 0;
    throw error;
  }
}
