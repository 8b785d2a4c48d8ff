import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { packed, readRules, unpacked } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));

test('rules are the same once they are packed and unpacked', () => {
  expect(unpacked(packed(rules))).toEqual(rules);
});

test('unpacked rules cross to a thread whole', () => {
  expect(structuredClone(unpacked(packed(rules))).symbols).toEqual(rules.symbols);
});

test('symbols are unpacked once', () => {
  const again = unpacked(packed(rules));
  expect(again.symbols).toBe(again.symbols);
});
