import { describe, expect, test } from 'vitest';
import type { CallFact, Reading, Value } from '../../src/model/fact.ts';
import { grammar } from '../../src/readers/languages/php/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';

const php = await loadReader(grammar);

function read(code: string): Reading {
  return php.read(`<?php\n${code}`, 'index.php');
}

/** What is called, by the end of its name. */
function called(code: string, end = 'ask'): CallFact | undefined {
  return read(code).facts.find(
    (fact): fact is CallFact => fact.kind === 'call' && (fact.ref.path === end || fact.ref.path.endsWith(`.${end}`)),
  );
}

/** The first argument of `ask`, in words. */
function asked(code: string): string {
  const value = called(code)?.args[0]?.value;
  return value ? inWords(value) : 'nothing';
}

function inWords(value: Value): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'env') return `$${value.name}${value.fallback === null ? '' : `=${value.fallback}`}`;
  if (value.kind === 'choice') return value.options.map(inWords).join('|');
  if (value.kind === 'parts') return value.parts.map((part) => (typeof part === 'string' ? part : '{}')).join('');
  return value.kind;
}

describe('names', () => {
  test('an imported class, by its own name or another, alone or in a group', () => {
    expect(called('use A\\B\\Client;\n(new Client)->ask();')?.ref).toEqual({ module: 'A.B', path: 'Client().ask' });
    expect(called('use A\\B\\Client as C;\n(new C)->ask();')?.ref).toEqual({ module: 'A.B', path: 'Client().ask' });
    expect(called('use A\\{B\\Client, D};\n(new Client)->ask();')?.ref).toEqual({
      module: 'A.B',
      path: 'Client().ask',
    });
    expect(called('use function A\\B\\ask;\nask();')?.ref).toEqual({ module: 'A.B', path: 'ask' });
  });

  test('a name that is written from the top', () => {
    expect(called('namespace X;\n\\A\\B::ask();')?.ref).toEqual({ module: 'A', path: 'B.ask' });
  });

  test('a class is of the file’s namespace and nowhere else, a function may be of the top', () => {
    expect(called('namespace X\\Y;\nClient::ask();')?.ref.module).toBe('X.Y');
    expect(called('namespace X\\Y;\nask();')?.ref.module).toBe('X.Y|');
  });

  test('a variable is no function of its name', () => {
    expect(asked('$model = "m-1";\nask(model());')).toBe('ref');
    expect(asked('$model = "m-1";\nask($model);')).toBe('m-1');
  });
});

describe('what a thing is', () => {
  test('a parameter, a field and a promoted parameter are of their type', () => {
    expect(called('use A\\Client;\nfunction f(?Client $c) { $c->ask(); }')?.ref.path).toBe('Client().ask');
    expect(called('use A\\Client;\nclass X { private Client $c; function f() { $this->c->ask(); } }')?.ref.path).toBe(
      'Client().ask',
    );
    expect(
      called('use A\\Client;\nclass X { function __construct(private Client $c) {} function f() { $this->c->ask(); } }')
        ?.ref.path,
    ).toBe('Client().ask');
  });

  test('closures see what they use', () => {
    expect(called('use A\\Client;\n$c = new Client;\n$f = function () use ($c) { return $c->ask(); };')?.ref.path).toBe(
      'Client().ask',
    );
    expect(called('use A\\Client;\n$c = new Client;\n$f = fn () => $c?->ask();')?.ref.path).toBe('Client().ask');
  });

  test('interfaces and traits are among what a class is made of', () => {
    const facts = read(
      'use A\\{Agent, Base, Promptable};\nclass X extends Base implements Agent { use Promptable; }',
    ).facts;
    const bases = facts.flatMap((fact) => (fact.kind === 'class' ? fact.bases.map(({ path }) => path) : []));
    expect(bases).toEqual(['Base', 'Agent', 'Promptable']);
  });

  test('attributes decorate', () => {
    const facts = read("use A\\Tool;\nclass X { #[Tool('find')] function find() {} }").facts;
    expect(facts.find(({ kind }) => kind === 'decorator')).toMatchObject({
      ref: { module: 'A', path: 'Tool' },
      target: 'find',
    });
  });
});

describe('values', () => {
  test('texts of every kind', () => {
    expect(asked("ask('a\\nb');")).toBe('a\\nb');
    expect(asked('ask("a\\tb");')).toBe('a\tb');
    expect(asked('$root = "https://a";\nask("{$root}/v1/$id");')).toBe('https://a/v1/{}');
    expect(asked("ask('a' . '/' . 'b');")).toBe('a/b');
    expect(asked("ask(sprintf('%s/b/%2$s', 'a', 'c'));")).toBe('a/b/c');
    expect(asked('ask(<<<EOT\n  a\n  EOT);')).toContain('a');
    expect(asked("ask(rtrim('https://a'));")).toBe('https://a');
  });

  test('constants of a file, of a class, and defined ones', () => {
    expect(asked("const MODEL = 'm-1';\nask(MODEL);")).toBe('m-1');
    expect(asked("define('MODEL', 'm-1');\nask(MODEL);")).toBe('m-1');
    expect(asked("class X { const MODEL = 'm-1'; function f() { ask(self::MODEL); } }")).toBe('m-1');
    expect(asked("class X { protected string $model = 'm-1'; function f() { ask($this->model); } }")).toBe('m-1');
    expect(asked("enum M: string { case Large = 'm-1'; }\nask(M::Large->value);")).toBe('m-1');
  });

  test('environment variables and configuration, with what stands in for them', () => {
    expect(asked("ask(env('MODEL', 'm-1'));")).toBe('$MODEL=m-1');
    expect(asked("ask(getenv('MODEL') ?: 'm-1');")).toBe('$MODEL=m-1');
    expect(asked("ask($_ENV['MODEL'] ?? 'm-1');")).toBe('$MODEL=m-1');
    expect(asked("ask(config('services.ai.model'));")).toBe('$services.ai.model');
  });

  test('an array with keys is a table, and one without a list', () => {
    const kind = (code: string) => called(code)?.args[0]?.value.kind;
    expect(kind("ask(['model' => 'm-1']);")).toBe('map');
    expect(kind("ask(array('a', 'b'));")).toBe('list');
    expect(kind("ask(json_encode(['model' => 'm-1']));")).toBe('map');
    expect(kind("$options = ['a' => 1];\nask(array_merge($options, ['model' => 'm-1']));")).toBe('map');
    expect(kind("$model = 'm-1';\nask(compact('model'));")).toBe('map');
  });

  test('what is set on a table later counts', () => {
    const args = called("$body = ['a' => 1];\n$body['model'] = 'm-1';\nask($body);")?.args[0]?.value;
    expect(args).toMatchObject({
      kind: 'map',
      entries: expect.arrayContaining([expect.objectContaining({ name: 'model' })]),
    });
  });
});

test('markup around the code is left out, and its lines count', () => {
  const { facts } = php.read("<p>don't ask()</p>\n<?php ask('a'); ?>\n<b><?= ask('b') ?></b>\n", 'page.php');
  expect(facts.flatMap((fact) => (fact.kind === 'call' ? fact.at.line : []))).toEqual([2, 3]);
});

test('a plugin of WordPress and a command can be started, a class cannot', () => {
  expect(read('/*\n * Plugin Name: Acme\n */').entry).toBe(true);
  expect(php.read('#!/usr/bin/env php\n<?php\n', 'run').entry).toBe(true);
  expect(read('class Plugin { public string $name; }').entry).toBe(false);
});
