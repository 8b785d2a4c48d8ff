/** A stream up to its end, or until the run is to end: nobody can tell how long a pipe stays silent. */
export async function* until<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const parts = stream[Symbol.asyncIterator]();
  for (;;) {
    const part = await nextOf(parts, signal);
    if (part === null || part.done) return;
    yield part.value;
  }
}

/**
 * What comes next; `null` where the run is to end before. No race with one promise for all: it would hold on to every part that
 * ever won, and with them to all of a pipe of gigabytes.
 */
function nextOf<T>(parts: AsyncIterator<T>, signal: AbortSignal): Promise<IteratorResult<T> | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    const done = (): void => signal.removeEventListener('abort', stop);
    parts.next().then(resolve, reject).finally(done);
  });
}
