import { changed, type Stretch } from '../../text/changed.ts';

/** What is to be looked at of a version of a text, given the one before. */
export interface Pieces {
  readonly stretches: readonly Stretch[];
  /** These stretches as one text, so far from each other that none stands around another. */
  joined(bytes: Buffer): Buffer;
}

/** Bytes to either side of a change that may have a say in what it means: more than any detector looks around. */
const margin = 2304;
/** A change of so much of a text is no reason to look at less than all of it. */
const most = 0.6;
/** Bytes that are looked at for NULs: wide text and binaries are not cut. */
const head = 8000;
const between = Buffer.from('\n'.repeat(100));

/** The pieces of a version that are to be looked at; `null`: all of it. */
export function piecesOf(before: Buffer, after: Buffer): Pieces | null {
  if (after.length < 3 * margin || after.subarray(0, head).includes(0) || before.subarray(0, head).includes(0))
    return null;

  const stretches: { start: number; end: number }[] = [];
  let total = 0;
  for (const { start, end } of changed(before, after)) {
    const to = Math.min(after.length, end + margin);
    const last = stretches.at(-1);
    const from = Math.max(0, start - margin, last?.end ?? 0);
    if (last?.end === from) last.end = to;
    else stretches.push({ start: from, end: to });
    total += to - from;
    if (total > after.length * most) return null;
  }
  return {
    stretches,
    joined: (bytes) => Buffer.concat(stretches.flatMap(({ start, end }) => [bytes.subarray(start, end), between])),
  };
}
