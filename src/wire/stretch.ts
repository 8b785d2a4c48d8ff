import type { Finder } from './find.ts';

/** Takes a line without its end; `index`: its place among the lines of the stretch, from 0. The bytes are valid until it returns. */
export type TakeLine = (line: Buffer, index: number) => void;

/** Hands over each line of a stretch, of which the last lacks its end, that holds a literal; returns how many lines there are. */
export function hitsOf(bytes: Buffer, ending: number, finder: Finder, take: TakeLine): number {
  finder.take(bytes);
  let lines = 0;
  let from = 0;
  for (let hit = finder.find(0); hit >= 0; hit = finder.find(from)) {
    const start = bytes.lastIndexOf(ending, hit) + 1;
    const end = endOf(bytes, ending, hit);
    lines += finder.count(ending, from, start) + 1;
    take(bytes.subarray(start, end), lines - 1);
    from = end + 1;
    if (end === bytes.length) return lines;
  }
  return lines + finder.count(ending, from, bytes.length) + 1;
}

/** As `hitsOf`, but hands over all lines. */
export function linesOf(bytes: Buffer, ending: number, take: TakeLine): number {
  let lines = 0;
  for (let from = 0; from <= bytes.length; lines++) {
    const end = endOf(bytes, ending, from);
    take(bytes.subarray(from, end), lines);
    from = end + 1;
  }
  return lines;
}

function endOf(bytes: Buffer, ending: number, from: number): number {
  const end = bytes.indexOf(ending, from);
  return end < 0 ? bytes.length : end;
}
