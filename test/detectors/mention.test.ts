import { expect, test } from 'vitest';
import { mention } from '../../src/detectors/mention.ts';
import type { Document } from '../../src/model/document.ts';
import { plain } from '../../src/readers/plain.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { ProviderFile } from '../../src/ruleset/schema.ts';
import { documentOf } from './world.ts';

/** Kinds of what is seen where a module is imported whose client is known under a condition. */
function imported(when: unknown): readonly string[] {
  const provider = ProviderFile.parse({
    id: 'mindful',
    name: 'Mindful',
    docs: 'https://mindful.dev',
    symbols: [{ modules: ['services'], names: ['client'], role: 'client', when }],
    examples: [{ title: 'none', file: 'a.txt', code: '', uses: [] }],
  });
  const at = { line: 1, column: 1 };
  const document: Document = {
    ...documentOf(plain, 'a.py', ''),
    language: 'python',
    facts: [{ kind: 'import', at, within: null, module: 'services', symbol: 'client', typeOnly: false }],
  };
  const rules = compile({ providers: [provider], frameworks: [], sdks: [], credentials: [], checks: [] });
  return [...mention(document, rules)].map(({ kind }) => kind);
}

test('an import of what a module exports is seen', () => {
  expect(imported(undefined)).toEqual(['sdk']);
  expect(imported({ arg: 'model' })).toEqual(['sdk']);
});

test('an import of a module of many services says nothing', () => {
  expect(imported({ arg: 0, equals: ['models'] })).toEqual([]);
});
