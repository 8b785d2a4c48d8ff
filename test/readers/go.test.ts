import { describe, expect, test } from 'vitest';
import type { CallFact, Reading, Value } from '../../src/model/fact.ts';
import { readerFor } from '../../src/scan/reader.ts';

async function read(text: string): Promise<Reading> {
  return (await readerFor('main.go', text, { skim: false })).read(text, 'main.go');
}

/** Calls by the end of their path. */
async function calls(text: string, end: string): Promise<readonly CallFact[]> {
  const { facts } = await read(text);
  return facts.flatMap((fact) => (fact.kind === 'call' && fact.ref.path.endsWith(end) ? [fact] : []));
}

/** What the body of a function hands to `sdk.Ask`. */
async function asked(body: string, top = ''): Promise<Value | undefined> {
  const text = `package shop
import (
	"cmp"
	"flag"
	"fmt"
	"net/url"
	"os"
	"acme.com/sdk"
)
${top}
func ask() {
${body}
}
`;
  return (await calls(text, 'Ask'))[0]?.args[0]?.value;
}

/** A text without its place. */
function plain(value: Value | undefined): unknown {
  if (value?.kind === 'text') return value.text;
  if (value?.kind === 'parts') return value.parts.map((part) => (typeof part === 'string' ? part : '?'));
  if (value?.kind === 'choice') return value.options.map(plain);
  if (value?.kind === 'list') return value.items.map(plain);
  if (value?.kind === 'env') return { env: value.name, fallback: value.fallback };
  return value?.kind;
}

describe('packages', () => {
  test.each([
    ['"github.com/acme/go-sdk"', 'github.com/acme/go-sdk'],
    ['"github.com/acme/sdk-go/v3"', 'github.com/acme/sdk-go/v3'],
    ['"gopkg.in/sdk.v2"', 'gopkg.in/sdk.v2'],
    ['sdk "github.com/acme/other"', 'github.com/acme/other'],
  ])('%s may be called sdk', async (spec, module) => {
    const [call] = await calls(`package a\nimport ${spec}\nfunc f() { sdk.Ask() }`, 'Ask');
    expect(call?.ref).toEqual({ module, path: 'Ask' });
  });

  test('a name that is certain goes before one that is guessed', async () => {
    const text = 'package a\nimport (\n"x.com/go-sdk"\n"y.com/sdk"\n)\nfunc f() { sdk.Ask() }';
    expect((await calls(text, 'Ask')).map(({ ref }) => ref.module)).toEqual(['y.com/sdk']);
  });

  test('what a file does not declare is of its own package', async () => {
    const [call] = await calls('package a\nfunc f() { helper().Ask() }', 'Ask');
    expect(call?.ref).toEqual({ module: '.', path: 'helper().Ask' });
  });

  test('what the language has by itself is of none', async () => {
    expect((await calls('package a\nfunc f(x []int) { len(x) }', 'len')).map(({ ref }) => ref.module)).toEqual(['']);
  });

  test('a package is told, and each import once', async () => {
    const reading = await read('package shop\nimport "acme.com/go-sdk"\n');
    expect(reading.package).toBe('shop');
    expect(reading.facts.map(({ kind }) => kind)).toEqual(['import']);
  });
});

describe('values', () => {
  test.each([
    ['a constant', 'sdk.Ask(model)', 'small', 'const model = "small"'],
    ['a pointer to it', 'sdk.Ask(sdk.String(model))', 'small', 'const model = "small"'],
    ['a conversion to a type of the file', 'sdk.Ask(Model("small"))', 'small', 'type Model string'],
    [
      'a format',
      'sdk.Ask(fmt.Sprintf("%s/v1/%d%%/%[1]s", "https://a.com", 2))',
      'https://a.com/v1/2%/https://a.com',
      '',
    ],
    ['a path that is joined', 'sdk.Ask(url.JoinPath("https://a.com/", "/v1", "chat"))', 'https://a.com/v1/chat', ''],
    ['a sum', 'sdk.Ask("https://a.com" + "/v1" + `/chat`)', 'https://a.com/v1/chat', ''],
    ['a default of the command line', 'sdk.Ask(*flag.String("model", "small", "which"))', 'small', ''],
    ['a default that is bound', 'var m string\nflag.StringVar(&m, "model", "small", "which")\nsdk.Ask(m)', 'small', ''],
    ['the first of two that is set', 'sdk.Ask(cmp.Or(os.Getenv("M"), "small"))', { env: 'M', fallback: 'small' }, ''],
    ['an item of a list', 'for _, m := range []string{"a", "b"} { sdk.Ask(m) }', ['a', 'b'], ''],
    ['an entry of a map', 'sdk.Ask(map[string]string{"a": "small"}["a"])', 'small', ''],
    ['a result', 'm, err := name()\nsdk.Ask(m)', 'small', 'func name() (string, error) { return "small", nil }'],
    [
      'the second result',
      '_, m, err := two()\nsdk.Ask(m)',
      'small',
      'func two() (string, string, error) { return "a", "small", nil }',
    ],
    ['a named result', 'sdk.Ask(name())', 'small', 'func name() (m string) { m = "small"; return }'],
    [
      'a field that its tag fills',
      'var c Config\nsdk.Ask(c.Model)',
      { env: 'M', fallback: 'small' },
      'type Config struct { Model string `env:"M" envDefault:"small"` }',
    ],
  ])('%s', async (_name, body, expected, top) => {
    expect(plain(await asked(body, top))).toEqual(expected);
  });

  test('what is appended to a list is in it', async () => {
    const value = await asked('var xs []string\nxs = append(xs, "a", "b")\nsdk.Ask(xs)');
    expect(plain(value)).toEqual(['a', 'b']);
  });

  test('a list that is made empty is filled by nobody knows whom', async () => {
    expect(plain(await asked('xs := make([]string, 0)\nsdk.Ask(xs)'))).toBe('dynamic');
  });
});

describe('structs', () => {
  const client = 'package a\nimport "acme.com/sdk"\n';

  test('a field of the receiver is what its type says', async () => {
    const [call] = await calls(`${client}type A struct { c *sdk.Client }\nfunc (a *A) f() { a.c.Ask() }`, 'Ask');
    expect(call?.ref.path).toBe('Client().Ask');
  });

  test('or better, what it is made with', async () => {
    const made = 'func New() *A { return &A{c: sdk.New("key")} }';
    const [call] = await calls(
      `${client}type A struct { c *sdk.Client }\n${made}\nfunc (a *A) f() { a.c.Ask() }`,
      'Ask',
    );
    expect(call?.ref.path).toBe('New().Ask');
  });

  test('a method of a type in another file looks for its fields there', async () => {
    const [call] = await calls(`${client}func (a *A) f() { a.c.Ask() }`, 'Ask');
    expect(call?.ref).toEqual({ module: '.', path: 'A().c.Ask' });
  });

  test('what is embedded lends its methods', async () => {
    const found = await calls(`${client}type A struct { *sdk.Client }\nfunc (a *A) f() { a.Ask() }`, 'Ask');
    expect(found.map(({ ref }) => `${ref.module}#${ref.path}`)).toContain('acme.com/sdk#Client().Ask');
  });

  test('a request that is filled in later holds both', async () => {
    const body = 'r := sdk.Request{Model: "small"}\nr.Tools = list\nc.Ask(r)';
    const [call] = await calls(`${client}func f(c *sdk.Client) {\n${body}\n}`, 'Ask');
    const [request] = call?.args ?? [];
    const names = request?.value.kind === 'ref' ? request.value.maker?.map(({ name }) => name) : [];
    expect(names).toEqual(['Model', 'Tools']);
  });

  test('literals within a list may leave their type out', async () => {
    const [call] = await calls(`${client}func f() { sdk.Ask([]sdk.Tool{{Name: "a"}, {Name: "b"}}) }`, 'Ask');
    const list = call?.args[0]?.value;
    const paths = list?.kind === 'list' ? list.items.map((item) => (item.kind === 'ref' ? item.ref.path : '')) : [];
    expect(paths).toEqual(['Tool()', 'Tool()']);
  });

  test.each(['sdk.New[Answer]("key")', 'sdk.New[Answer, Error]("key", 1)', 'own[Answer]("key")'])(
    'type arguments are passed over: %s',
    async (made) => {
      const text = `${client}func own[T any](key string) *sdk.Client { return sdk.New(key) }\nfunc f() { c := ${made}; c.Ask() }`;
      expect((await calls(text, 'Ask')).map(({ ref }) => ref.path)).toContain('New().Ask');
    },
  );

  test('a name of one function means nothing in another', async () => {
    const text = `${client}func f() { c := sdk.New(); c.Ask() }\nfunc g(c other) { c.Ask() }`;
    expect((await calls(text, 'Ask')).map(({ ref }) => ref.module)).toEqual(['acme.com/sdk', '.']);
  });
});

describe('a file', () => {
  test.each([
    ['package main\n\nfunc main() {\n}\n', true],
    ['package shop\n\nfunc main() {\n}\n', false],
    ['package main\n\nfunc mainLoop() {\n}\n', false],
  ])('%j can be started: %s', async (text, entry) => expect((await read(text)).entry).toBe(entry));

  test('offers what it declares', async () => {
    const text = 'package a\nconst Model = "small"\ntype A struct{}\nfunc New() *A { return &A{} }\nvar x, y = 1, 2\n';
    expect((await read(text)).exports.map(({ name }) => name)).toEqual(['Model', 'A', 'New', 'x', 'y']);
  });
});

describe('hostile text', () => {
  test.each([
    ['brackets', `package a\nvar x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n`],
    ['literals', `package a\nvar x = ${'T{'.repeat(20_000)}${'}'.repeat(20_000)}\n`],
    ['a sum', `package a\nvar x = "a"${' + "a"'.repeat(20_000)}\n`],
    ['a chain', `package a\nvar x = y${'.Z()'.repeat(20_000)}\n`],
    ['blocks', `package a\nfunc f() ${'{'.repeat(20_000)}`],
    [
      'a struct of itself',
      'package a\ntype A struct { *A; *B }\ntype B struct { *A }\nfunc (a *A) f() { a.x.y.Ask() }\n',
    ],
    ['a format', `package a\nimport "fmt"\nvar x = fmt.Sprintf("${'%'.repeat(50_000)}")\n`],
  ])('%s end', async (_name, text) => {
    expect((await read(text)).language).toBe('go');
  });
});
