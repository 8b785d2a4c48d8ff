import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const { apis, callers } = compile(files).logs;
const given = files.callers ?? { apis: [], callers: [] };

describe('a path tells a wire protocol', () => {
  test.each(given.apis)('$api', ({ api, examples, ignore }) => {
    const told = (path: string): string | undefined =>
      apis.find((rule) => rule.path.test(path.replace(/[?#].*$/s, '')))?.api;
    expect(examples.map(told)).toEqual(examples.map(() => api));
    expect(ignore.filter((path) => told(path) === api)).toEqual([]);
  });
});

describe('a user agent tells a caller', () => {
  test.each(given.callers)('$kind $name', ({ kind, name, examples, ignore }) => {
    const first = (text: string) => callers.find(({ pattern }) => pattern.test(text));
    expect(examples.map((text) => [text, first(text)?.kind, first(text)?.name])).toEqual(
      examples.map((text) => [text, kind, name]),
    );
    const own = callers.find((one) => one.name === name && one.kind === kind);
    expect(ignore.filter((text) => own?.pattern.test(text))).toEqual([]);
  });

  test('by one entry of a name', () => {
    const names = callers.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('which is quick, whatever somebody writes', () => {
    const long = ['a'.repeat(3000), `Mozilla/5.0 (${'x; '.repeat(1000)}`, 'compatible; '.repeat(300), ' '.repeat(3000)];
    const before = performance.now();
    for (const text of long) for (const { pattern } of callers) pattern.test(text);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
