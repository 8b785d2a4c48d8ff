import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { longestMatched } from '../../src/wire/cut.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
/** Pieces that lines are made of: whoever is logged may have them written as often as they like. */
const pieces =
  '1|a| |"|,|=|-|.|/|:|\t|(|[|%|a.a|a="|src=|A: |"," |a:1 |192.0.2.7 |2026-11-20 14:53:42 |[20/Nov/2026:14:53:42 +0000] '
    .split('|')
    .concat('|');
const [size, limit] = [40_000, 250];

/** Patterns of whole lines see all of a line, those of values no more than so many signs. */
const patterns = [...rules.logs.formats, ...rules.logs.wrappers].flatMap(({ id, ...parts }) => [
  ...patternsIn(id, parts, (path) => /\.(?:shape|skip)\b/.test(path)).map((one) => ({ ...one, size })),
  ...patternsIn(id, parts, (path) => !/\.(?:shape|skip)\b/.test(path)).map((one) => ({ ...one, size: longestMatched })),
]);

test.each(patterns)('$path takes no time over a long line', ({ pattern, size }) => {
  for (const piece of pieces) {
    const bait = piece.repeat(Math.ceil(size / piece.length));
    const start = performance.now();
    pattern.test(bait);
    expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(limit);
  }
});

function patternsIn(
  path: string,
  value: unknown,
  isWanted: (path: string) => boolean,
): { readonly path: string; readonly pattern: RegExp }[] {
  if (value instanceof RegExp) return isWanted(path) ? [{ path, pattern: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => patternsIn(`${path}.${name}`, inner, isWanted));
}
