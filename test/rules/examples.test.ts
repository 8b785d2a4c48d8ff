import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { prove, proveCredentials } from '../../src/scan/prove.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);

describe('every rule file lives up to its own examples', () => {
  test.each([...files.providers, ...files.frameworks, ...files.sdks, ...(files.services ?? [])])(
    '$id',
    async (file) => {
      expect(await prove(file, rules)).toEqual([]);
    },
  );
});

describe('every file of credentials', () => {
  test.each(files.credentials ?? [])('$id hands over what its own examples say, and nothing else', async (file) => {
    expect(await proveCredentials(file, rules)).toEqual([]);
  });

  test.each(files.credentials ?? [])('$id says what is handed over and what is not', ({ examples }) => {
    expect(examples.some(({ grants }) => grants.length > 0)).toBe(true);
    expect(examples.some(({ grants }) => grants.length === 0)).toBe(true);
  });
});

describe('every provider says what is a use and what is none', () => {
  /** Providers that are told by what leads to them alone: settings and model names. */
  const mentioned = new Set(['litellm-proxy']);

  test.each(files.providers)('$id', ({ id, examples }) => {
    expect(examples.some(({ uses }) => uses.length === 0)).toBe(true);
    expect(examples.some(({ uses }) => uses.length > 0)).toBe(!mentioned.has(id));
  });
});
