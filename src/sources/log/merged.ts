/** What comes of several sources, as it comes; none is read ahead by more than what it gave last. It ends when all have. */
export async function* merged<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const next = (index: number): Promise<Turn<T>> =>
    readers[index]?.next().then((result) => ({ index, result })) ?? Promise.reject(new Error('no such source'));
  const waiting = new Map(readers.map((_, index) => [index, next(index)]));
  try {
    while (waiting.size > 0) {
      const { index, result } = await Promise.race(waiting.values());
      if (result.done) {
        waiting.delete(index);
        continue;
      }
      yield result.value;
      waiting.set(index, next(index));
    }
  } finally {
    await Promise.allSettled(readers.map((reader) => reader.return?.()));
  }
}

interface Turn<T> {
  readonly index: number;
  readonly result: IteratorResult<T>;
}
