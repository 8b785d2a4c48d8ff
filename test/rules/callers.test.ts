import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { proveCallers } from '../../src/scan/prove-logs.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);
const given = files.callers ?? { apis: [], callers: [] };

test('paths and user agents tell what their examples say, quickly, whatever somebody writes', () => {
  expect(given.callers.length).toBeGreaterThan(0);
  expect(proveCallers(given, rules, () => performance.now())).toEqual([]);
});

test('a caller is told by one entry of a name', () => {
  const names = rules.logs.callers.map(({ kind, name }) => `${kind} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
