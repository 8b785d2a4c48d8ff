/** What comes of several sources, as it comes; none is read ahead by more than what it gave last. It ends when all have. */
export async function* merged<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const ready: Turn<T>[] = [];
  let wake = (): void => {};
  // Each is asked by itself: a race would leave a reaction on the one that is silent for every part of the others.
  const ask = (reader: AsyncIterator<T>): void => {
    const turn = reader.next().then(
      (result): Turn<T> => ({ reader, result }),
      (error: unknown): Turn<T> => ({ reader, error }),
    );
    turn.then((one) => {
      ready.push(one);
      wake();
    });
  };
  for (const reader of readers) ask(reader);
  try {
    for (let open = readers.length; open > 0; ) {
      const turn = ready.shift();
      if (!turn) await new Promise<void>((resolve) => (wake = resolve));
      else if ('error' in turn) throw turn.error;
      else if (turn.result.done) open--;
      else {
        yield turn.result.value;
        ask(turn.reader);
      }
    }
  } finally {
    await Promise.allSettled(readers.map((reader) => reader.return?.()));
  }
}

type Turn<T> = { readonly reader: AsyncIterator<T> } & (
  | { readonly result: IteratorResult<T> }
  | { readonly error: unknown }
);
