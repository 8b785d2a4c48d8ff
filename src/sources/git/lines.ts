import type { Readable } from 'node:stream';

/**
 * The lines of a stream as bytes: each piece holds whole lines, and the last of them ends at its end. What comes after
 * the last line end is handed over as a line, too.
 */
export async function* wholeLines(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(0x0a);
    if (end < 0) {
      rest.push(chunk);
      continue;
    }
    yield rest.length === 0 ? chunk.subarray(0, end + 1) : Buffer.concat([...rest, chunk.subarray(0, end + 1)]);
    rest = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
  }
  if (rest.length > 0) yield Buffer.concat([...rest, Buffer.from('\n')]);
}
