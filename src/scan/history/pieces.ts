import type { Copies } from '../../sources/git/packs/delta.ts';
import type { Stretch } from '../../text/search.ts';

/** What is to be looked at of a version of a text, given the one before. */
export interface Pieces {
  /** What is new, with as much around it as a keyword may take. */
  readonly fresh: readonly Stretch[];
  /**
   * What may be a key now, as one text, so far from each other that nothing stands around another; `null` where that is
   * most of it. Nothing is new where it is empty.
   */
  joined(bytes: Buffer): Buffer | null;
}

/** Bytes to either side of a change that a keyword may begin or end in, with what has to stand beside it. */
const edge = 76;
/** Bytes to either side of a change that may have a say in what it means: more than any detector looks around. */
const margin = 2304;
/** A change of so much of a text is no reason to look at less than all of it. */
const most = 0.6;
/** Bytes that are looked at for NULs: wide text and binaries are not cut. */
const head = 8000;
const between = Buffer.from('\n'.repeat(100));

/** Whether a text may be looked at in pieces. */
export function isPlain(bytes: Buffer): boolean {
  return !bytes.subarray(0, head).includes(0);
}

/** The pieces of a plain text of so many bytes that are to be looked at. */
export function piecesOf(copies: Copies, length: number): Pieces {
  return {
    fresh: widened(copies, length, edge),
    joined: (bytes) => {
      if (length < 3 * margin) return null;
      const around = widened(copies, length, margin);
      const total = around.reduce((sum, { start, end }) => sum + end - start, 0);
      if (total > length * most) return null;
      return Buffer.concat(around.flatMap(({ start, end }) => [bytes.subarray(start, end), between]));
    },
  };
}

/** What lies between the pieces that were copied, with so much to either side. */
function widened(copies: Copies, length: number, by: number): readonly Stretch[] {
  const stretches: { start: number; end: number }[] = [];
  let last: { start: number; end: number } | null = null;
  const add = (from: number, to: number): void => {
    const [start, end] = [Math.max(0, from - by), Math.min(length, to + by)];
    if (last && start <= last.end) last.end = end;
    else {
      last = { start, end };
      stretches.push(last);
    }
  };
  let [now, source] = [0, 0];
  for (let piece = 0; piece < copies.count; piece++) {
    const start = copies.now(piece);
    // Where something was taken out, or put elsewhere, what is new is nothing, at one place.
    if (start > now || copies.source(piece) !== source) add(now, start);
    now = start + copies.length(piece);
    source = copies.source(piece) + copies.length(piece);
  }
  if (now < length || source !== copies.baseSize) add(now, length);
  return stretches;
}
