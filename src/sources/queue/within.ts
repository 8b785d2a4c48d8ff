import { setTimeout } from 'node:timers/promises';

/** Does something in a time, or fails as a connection does that gets no answer. */
export async function within<T>(time: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = setTimeout(time, undefined, { signal: over.signal }).then(() => {
    throw Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
  });
  try {
    return await Promise.race([act(over.signal), late]);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

/** Waits, and no longer than a signal lets it. */
export async function sleep(time: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(time, undefined, signal ? { signal } : {}).catch(() => {});
}
