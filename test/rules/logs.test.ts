import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { proveLog, proveWrapper } from '../../src/scan/prove-logs.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);
const clock = (): number => performance.now();

describe('a log format lives up to its own examples, and no pattern of it takes long', () => {
  test.each(files.logs ?? [])('$id', (file) => {
    expect(proveLog(file, rules, clock)).toEqual([]);
  });
});

describe('a wrapper of lines lives up to its own examples, and no pattern of it takes long', () => {
  test.each(files.wrappers ?? [])('$id', (file) => {
    expect(proveWrapper(file, rules, clock)).toEqual([]);
  });
});
