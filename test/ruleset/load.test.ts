import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { loadParsed, packed, readRules, unpacked } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);

test('the rule files that are read at run time are those of rules/', () => {
  expect(loadParsed()).toEqual(files);
});

test('rules are the same once they are packed and unpacked', () => {
  const { keywords, ...rest } = unpacked(packed(rules));
  const { keywords: words, ...others } = rules;
  expect(rest).toEqual(others);
  expect({ ...keywords, next: null }).toEqual({ ...words, next: null });
  // A table of a million numbers is compared as bytes.
  expect(bytes(keywords.next).equals(bytes(words.next))).toBe(true);
});

test('unpacked rules cross to a thread whole', () => {
  expect(structuredClone(unpacked(packed(rules))).symbols).toEqual(rules.symbols);
});

test('symbols are unpacked once', () => {
  const again = unpacked(packed(rules));
  expect(again.symbols).toBe(again.symbols);
});

function bytes({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
