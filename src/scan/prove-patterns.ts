import { longestMatched } from '../wire/cut.ts';
import type { Broken } from './prove.ts';

/** Pieces that lines are made of: whoever is logged may have them written as often as they like. */
const pieces = [
  ...['1', 'a', ' ', '"', ',', '=', '-', '.', '/', ':', '\t', '(', '[', '%', '|', 'a.a', 'a="', 'src=', 'A: ', '"," '],
  ...['|a:1 ', '|192.0.2.7 ', '|2026-11-20 14:53:42 ', '|[20/Nov/2026:14:53:42 +0000] '],
];

/** Times in a row that a piece is written, up to so many: a pattern that takes twice as long for each never gets far. */
function* times(most: number): Iterable<number> {
  for (let count = 4; count < 32; count += 4) yield count;
  for (let count = 32; count < most; count *= 2) yield count;
  yield most;
}

/** Longest line that is tried, in signs, and how long a pattern may take over it, in milliseconds. */
const [longestLine, longestTime] = [40_000, 250];
/** The same where the piece is one of an example's own, of which there are many more. */
const [longestPumped, shortTime] = [10_000, 60];
/** Pieces of an example that are tried. */
const tried = 60;

/**
 * The patterns of a layout, as compiled, that take long over some line: whoever is logged could keep rollcall busy with one. Patterns of
 * whole lines are held against all that an example of theirs is made of, repeated; those of values against what is usual.
 *
 * @param clock Milliseconds.
 */
export function slowPatterns(
  rule: string,
  layout: object,
  lines: readonly string[],
  clock: () => number,
): readonly Broken[] {
  return [...patternsIn('', layout)].flatMap(([path, pattern]) => {
    const isWhole = /^\.(?:shape\.(?!is)|skip)/.test(path);
    const bait = slowOver(pattern, isWhole ? longestLine : longestMatched, isWhole ? lines : [], clock);
    if (bait === null) return [];
    const message = `takes too long over a line that holds ${JSON.stringify(bait)} again and again`;
    return [{ rule, example: `pattern ${path.slice(1)}`, message, isSlow: true }];
  });
}

/** What, repeated, keeps a pattern busy; `null` where nothing does. */
function slowOver(pattern: RegExp, size: number, lines: readonly string[], clock: () => number): string | null {
  for (const piece of pieces) if (isSlow(pattern, '', piece, { size, most: longestTime, clock })) return piece;
  const own = lines.find((line) => pattern.test(line));
  for (const [before, piece] of own === undefined ? [] : cuts(own))
    if (isSlow(pattern, before, piece, { size: longestPumped, most: shortTime, clock })) return piece;
  return null;
}

/** Every piece of a line, behind what stands before it; by itself, with the next one, and its last sign. */
function* cuts(line: string): Iterable<readonly [string, string]> {
  const words = [...line.matchAll(/\w+|\W/g)].slice(0, tried);
  for (const [index, { 0: word, index: at }] of words.entries()) {
    const before = line.slice(0, at);
    yield [before, word];
    yield [before, word + (words[index + 1]?.[0] ?? ' ')];
    yield [before + word, word.slice(-1)];
  }
}

/** Whether a pattern takes longer than it may over a line in which a piece stands again and again. It has to do so twice: others may have kept the machine busy. */
function isSlow(
  pattern: RegExp,
  before: string,
  piece: string,
  { size, most, clock }: { readonly size: number; readonly most: number; readonly clock: () => number },
): boolean {
  return [...times(Math.ceil(size / piece.length))].some((count) => {
    const line = `${before}${piece.repeat(count)}\0`;
    const takes = (): boolean => {
      const start = clock();
      pattern.test(line);
      return clock() - start > most;
    };
    return takes() && takes();
  });
}

function* patternsIn(path: string, value: unknown): Iterable<readonly [string, RegExp]> {
  if (value instanceof RegExp) yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* patternsIn(`${path}.${name}`, inner);
}
