import type { BackendFactory, PostgresConnectionOptions, PostgresQueueBackend } from 'bullmq';
import { partsOf } from './fault.ts';

type Factory = BackendFactory<PostgresQueueBackend, PostgresConnectionOptions>;

/**
 * BullMQ waits and tries again where an error has the code ECONNREFUSED, which Redis clients come to sooner or later. Of
 * PostgreSQL's, few have it: without this a worker asks for a job hundreds of times a second while the server starts, and one
 * that is done is done again, since its end could not be written down.
 */
export function patient(create: Factory): Factory {
  return (...args) => {
    const backend = create(...args);
    backend.moveToActive = again(backend.moveToActive.bind(backend));
    backend.moveToCompleted = again(backend.moveToCompleted.bind(backend));
    backend.moveToFailed = again(backend.moveToFailed.bind(backend));
    backend.moveToDelayed = again(backend.moveToDelayed.bind(backend));
    backend.moveJobFromActiveToWait = again(backend.moveJobFromActiveToWait.bind(backend));
    return backend;
  };
}

function again<A extends readonly unknown[], R>(act: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await act(...args);
    } catch (error) {
      throw error instanceof Error && passes(error) ? Object.assign(error, { code: 'ECONNREFUSED' }) : error;
    }
  };
}

/** A connection that is lost or cannot be had (class 08, 53 and 57 of SQLSTATE, and the client's), or a deadlock (40). */
function passes(error: Error): boolean {
  const { code, message } = partsOf(error);
  if (code === '') return /\b(?:connection|timeout|socket)\b/i.test(message);
  return /^(?:08|40|53|57)[0-9A-Z]{3}$|^E[A-Z_]+$/.test(code);
}
