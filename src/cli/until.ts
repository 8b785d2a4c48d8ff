/** A stream up to its end, or until the run is to end: nobody can tell how long a pipe stays silent. */
export async function* until<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const parts = stream[Symbol.asyncIterator]();
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  for (;;) {
    const part = await Promise.race([stopped, parts.next()]);
    if (part === null || part.done) return;
    yield part.value;
  }
}
