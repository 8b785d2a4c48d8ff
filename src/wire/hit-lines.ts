import type { Finder } from './find.ts';
import { Held } from './held.ts';
import { type LongLine, longLine } from './long-line.ts';
import { hitsOf, linesOf, type TakeLine } from './stretch.ts';

/** A line of a log that holds a literal, or any line where every one was asked for. */
export interface HitLine {
  /** The first line is 1. */
  readonly number: number;
  /** Without its end, decoded as UTF-8; of a line over the limit, what is around a literal. It shares no memory with what was read. */
  readonly text: string;
  /** Where `text` starts in its line, in bytes: more than 0 only where the line is cut. */
  readonly at: number;
  /** True where the line is over the limit. Then it may come several times, with other stretches of it. */
  readonly long: boolean;
}

/** How lines are read. */
export interface LineOptions {
  /** The longest line that is handed over whole, in bytes; 1 MiB by default. */
  readonly maxLine?: number;
  /** How much of a longer line is kept on each side of a literal, in bytes; 64 KiB by default. */
  readonly around?: number;
  /** True where lines without a literal are handed over too, of long ones the start. */
  readonly every?: boolean;
  /** How lines end, where that is known. */
  readonly ending?: 'lf';
}

/** How many lines there were. */
export interface LineCount {
  readonly lines: number;
  /** How many of them were over the limit. */
  readonly long: number;
}

/** Takes a log in pieces, as they come. */
export interface LineReader {
  feed(chunk: Buffer): void;
  /** What is left is a line too. */
  end(): LineCount;
  /** Of the lines that are complete by now. */
  count(): LineCount;
}

const [lf, cr] = [10, 13];

/** How many bytes are searched at a time: they stay in the processor's cache. */
const block = 256 << 10;

/** Hands over each line of `chunks` that holds a literal of `finder`, in order. Where the chunks are cut makes no difference. */
export async function hitLines(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  finder: Finder,
  options: LineOptions,
  take: (line: HitLine) => void,
): Promise<LineCount> {
  const reader = lineReader(finder, options, take);
  for await (const chunk of chunks) reader.feed(chunk);
  return reader.end();
}

/**
 * As `hitLines`, for one who is handed the chunks. A line ends with LF or CR LF. Where there is a CR in the first `maxLine` bytes
 * and no LF, lines end with CR.
 */
export function lineReader(finder: Finder, options: LineOptions, take: (line: HitLine) => void): LineReader {
  const { maxLine = 1 << 20, every = false } = options;
  const around = Math.max(options.around ?? 64 << 10, finder.longest);
  const held = new Held();
  let ending: number | null = options.ending === 'lf' ? lf : null;
  let unfinished: LongLine | null = null;
  let [lines, long] = [0, 0];

  function feed(chunk: Buffer): void {
    const undecided = ending === null;
    ending ??= endingOf(chunk);
    if (ending === null) {
      held.push(chunk);
      return;
    }
    if (undecided) release(ending);
    divide(chunk, ending);
  }

  /** How lines end, once it is certain. */
  function endingOf(chunk: Buffer): number | null {
    const limit = maxLine + 1 - held.length;
    const head = chunk.subarray(0, limit);
    if (head.includes(lf)) return lf;
    if (head.length < limit) return null;
    return held.bytes.includes(cr) || head.includes(cr) ? cr : lf;
  }

  /** What came before it was known how lines end. */
  function release(end: number): void {
    const before = Buffer.from(held.bytes);
    held.drop();
    divide(before, end);
  }

  /** A chunk is the end of a line, whole lines, and the start of one. */
  function divide(chunk: Buffer, end: number): void {
    const first = chunk.indexOf(end) + 1;
    if (first === 0) {
      hold(chunk);
      return;
    }
    const continued = unfinished !== null || held.length > 0;
    if (continued) {
      hold(chunk.subarray(0, first - 1));
      finish(end);
    }
    const last = chunk.lastIndexOf(end) + 1;
    whole(chunk.subarray(continued ? first : 0, last), end);
    hold(chunk.subarray(last));
  }

  function hold(start: Buffer): void {
    if (unfinished) {
      unfinished.push(start);
      return;
    }
    held.push(start);
    if (held.length <= maxLine) return;
    unfinished = begin();
    unfinished.push(held.bytes);
    held.drop();
  }

  /** The line that is held is complete. */
  function finish(end: number): void {
    if (unfinished) {
      unfinished.end();
      unfinished = null;
      return;
    }
    search(held.bytes, end);
    held.drop();
  }

  /** A line over the limit; it is counted as it begins. */
  function begin(): LongLine {
    lines++;
    long++;
    const number = lines;
    return longLine(finder, { around, start: every }, (bytes, at) =>
      take({ number, text: bytes.toString('utf8'), at, long: true }),
    );
  }

  /** Goes through complete lines, so many at a time that a line over the limit is by itself. */
  function whole(bytes: Buffer, end: number): void {
    const step = Math.min(block, maxLine);
    for (let from = 0; from < bytes.length; ) {
      const near = Math.min(bytes.length, from + step);
      const last = bytes.lastIndexOf(end, near - 1);
      const to = last >= from ? last : bytes.indexOf(end, near);
      const stretch = bytes.subarray(from, to);
      if (stretch.length > maxLine) alone(stretch);
      else search(stretch, end);
      from = to + 1;
    }
  }

  function alone(bytes: Buffer): void {
    const line = begin();
    line.push(bytes);
    line.end();
  }

  /** Lines of which the last lacks its end, none of them over the limit. */
  function search(bytes: Buffer, end: number): void {
    const before = lines;
    const found: TakeLine = (line, index) =>
      take({ number: before + index + 1, text: textOf(line, end), at: 0, long: false });
    lines += every ? linesOf(bytes, end, found) : hitsOf(bytes, end, finder, found);
  }

  const count: LineReader['count'] = () => ({ lines, long });

  function end(): LineCount {
    if (ending === null) {
      ending = held.bytes.includes(cr) ? cr : lf;
      release(ending);
    }
    if (unfinished || held.length > 0) finish(ending);
    return count();
  }

  return { feed, end, count };
}

function textOf(line: Buffer, end: number): string {
  return line.toString('utf8', 0, end === lf && line.at(-1) === cr ? line.length - 1 : line.length);
}
