import { describe, expect, test } from 'vitest';
import { follow } from '../../src/census/follow.ts';
import { resolveModule } from '../../src/census/modules.ts';
import type { Inspection, Reader } from '../../src/model/document.ts';
import { javascript } from '../../src/readers/languages/javascript/reader.ts';
import { grammar } from '../../src/readers/languages/python/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';

const python = await loadReader(grammar);

function inspected(reader: Reader, file: string, code: string): Inspection {
  const { exports, language = null } = reader.read(code, file);
  const nothing = {
    evidence: [],
    loose: [],
    leads: null,
    imports: [],
    manifest: null,
    locals: [],
    package: null,
    suppressions: [],
    placeholders: 0,
    problems: [],
  };
  return { ...nothing, place: 'acme/shop', file, context: 'production', bytes: 0, entry: false, exports, language };
}

/** Where `path` of the module that `main` imports ends, in words. */
function end(reader: Reader, files: Record<string, string>, module: string, path: string): string {
  const inspections = new Map(Object.entries(files).map(([file, code]) => [file, inspected(reader, file, code)]));
  const modules = {
    files: new Set(inspections.keys()),
    packages: new Map(),
    renamed: new Map(),
    mapped: new Map(),
    outline: () => null,
  };
  const from = reader === python ? 'main.py' : 'main.ts';
  const at = { line: 1, column: 1 };
  const found = follow(from, { kind: 'ref', ref: { module, path }, at }, { inspections, modules });
  if (found.kind === 'code') return `code ${found.name}`;
  if (found.kind === 'package') return `package ${found.value.ref.module}#${found.value.ref.path}`;
  return found.value.kind === 'text' ? `text ${found.value.text}` : found.value.kind;
}

describe('follow', () => {
  const settings = 'class Inner:\n    model = "m-1"\nclass S:\n    inner = Inner()\n    name = "n"\ns = S(name="o")';

  test('an attribute of a class or object of another file is its value', () => {
    expect(end(python, { 'settings.py': settings }, 'settings', 'S.name')).toBe('text n');
    expect(end(python, { 'settings.py': settings }, 'settings', 'S().name')).toBe('text n');
    expect(end(python, { 'settings.py': settings }, 'settings', 's.name')).toBe('text o');
    expect(end(python, { 'settings.py': settings }, 'settings', 's.inner.model')).toBe('text m-1');
    expect(end(python, { 'settings.py': settings }, 'settings', 's.missing')).toBe('code s');
  });

  test('a method that makes an object of its class is passed over', () => {
    const code = 'class S:\n    model = "m-1"\n    @classmethod\n    def load(cls):\n        return cls()';
    expect(end(python, { 'settings.py': code }, 'settings', 'S.load().model')).toBe('text m-1');
  });

  test('a client that an object of another file holds is that of the package', () => {
    const code =
      'from openai import OpenAI\nclass Service:\n    def __init__(self):\n        self.client = OpenAI()\nservice = Service()';
    expect(end(python, { 'service.py': code }, 'service', 'service.client.chat')).toBe('package openai#OpenAI().chat');
    expect(end(python, { 'service.py': code }, 'service', 'service.other.chat')).toBe('code service');
  });

  test('an entry of an object, and of an object in it, is its value', () => {
    const code = "export const models = { small: 'm-1', of: { large: 'm-2' } };\nexport enum Model { Tiny = 'm-0' }";
    expect(end(javascript, { 'models.ts': code }, './models', 'models.small')).toBe('text m-1');
    expect(end(javascript, { 'models.ts': code }, './models', 'models.of.large')).toBe('text m-2');
    expect(end(javascript, { 'models.ts': code }, './models', 'Model.Tiny')).toBe('text m-0');
    expect(end(javascript, { 'models.ts': code }, './models', 'models.none')).toBe('code models');
  });

  test('what a function returns is followed only where it is called', () => {
    const code = "export function model() { return 'm-1' }";
    expect(end(javascript, { 'models.ts': code }, './models', 'model()')).toBe('text m-1');
    expect(end(javascript, { 'models.ts': code }, './models', 'model')).toBe('code model');
  });
});

test.each([
  ['llm/helpers', 'openai/helpers'],
  ['#ai/sdk', 'ollama'],
  ['#ai/sdk/browser', 'ollama/browser'],
])(
  'a package under another name, as %s, is the one that is installed, whatever folder of the tree has its name',
  (module, own) => {
    const modules = {
      files: new Set(['main.ts', 'x/index.ts']),
      packages: new Map([['openai', 'x']]),
      renamed: new Map([
        [
          '',
          new Map([
            ['javascript:llm', 'openai'],
            ['javascript:#ai/sdk', 'ollama'],
          ]),
        ],
      ]),
      mapped: new Map(),
      outline: () => null,
    };
    const ref = { module, path: 'zod' };
    const value = { kind: 'ref', ref, at: { line: 1, column: 1 } } as const;
    const installed = { kind: 'package', value: { ...value, ref: { module: own, path: 'zod' } } };
    expect(follow('main.ts', value, { inspections: new Map(), modules })).toEqual(installed);
  },
);

test.each([
  ['web/src/a.ts', '#client', 'web/src/client.ts'],
  ['web/src/a.ts', '#lib/x/llm', 'web/lib/x/llm.ts'],
  ['web/src/a.ts', 'own/llm', 'own/llm.ts'],
  ['web/src/a.ts', '#none', null],
  ['desk/a.ts', '#client', null],
])('in %s the manifest above says what %s is', (from, module, file) => {
  const modules = {
    files: new Set(['web/src/client.ts', 'web/lib/x/llm.ts', 'own/llm.ts', 'client.ts']),
    packages: new Map(),
    renamed: new Map(),
    mapped: new Map([
      [
        'web/',
        new Map([
          ['#client', './src/client.js'],
          ['#lib', './lib/*.js'],
        ]),
      ],
      ['', new Map([['own', './own']])],
    ]),
    outline: () => null,
  };
  expect(resolveModule(from, 'javascript', { module, path: '' }, modules)?.file ?? null).toBe(file);
});
