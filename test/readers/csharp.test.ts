import { describe, expect, test } from 'vitest';
import type { CallFact, Reading, Value } from '../../src/model/fact.ts';
import { grammar } from '../../src/readers/languages/csharp/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';

const csharp = await loadReader(grammar);

function read(code: string): Reading {
  return csharp.read(code, 'Program.cs');
}

function calls(code: string): readonly CallFact[] {
  return read(code).facts.filter((fact): fact is CallFact => fact.kind === 'call');
}

/** What is called, by the end of its name. */
function called(code: string, end: string): CallFact | undefined {
  return calls(code).find(({ ref }) => ref.path === end || ref.path.endsWith(`.${end}`));
}

/** The first argument of `Ask`, in words. */
function asked(code: string): string {
  const value = called(code, 'Ask')?.args[0]?.value;
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
  test('an undeclared name may come from each namespace that is imported, from that of the file, and from those around it', () => {
    const module = calls('using A.B;\nnamespace C.D;\nclass X { void M() { new Client(); } }')[0]?.ref.module.split(
      '|',
    );
    expect(module).toEqual(expect.arrayContaining(['A.B', 'C.D', 'C', '']));
    expect(module).not.toContain('A');
  });

  test('an alias is what it stands for', () => {
    expect(calls('using K = A.B.Client;\nnew K();')[0]?.ref).toEqual({ module: 'A.B', path: 'Client' });
  });

  test('global usings are handed on to the other files of the project', () => {
    const offers = (code: string) =>
      read(code).exports.map(({ name, value }) => [name, value.kind === 'ref' && value.ref.module]);
    expect(offers('global using A.B;')).toEqual([['*', 'A.B']]);
    expect(offers('using A.B;')).toEqual([]);
  });

  test('methods that extend others are offered under names of their own', () => {
    const names = (parameter: string) =>
      read(`static class X { public static void Add(${parameter} services) {} }`).exports.map(({ name }) => name);
    expect(names('this IServices')).toEqual(['X', 'Add']);
    expect(names('IServices')).toEqual(['X']);
  });
});

describe('what a thing is', () => {
  test('an injected parameter is of its type: of a constructor, of the class itself, of a function', () => {
    expect(
      called('class X { private readonly IChat _c; X(IChat c) { _c = c; } void M() => _c.Ask("a"); }', 'Ask')?.ref.path,
    ).toBe('IChat().Ask');
    expect(called('class X(IChat chat) { void M() => chat.Ask("a"); }', 'Ask')?.ref.path).toBe('IChat().Ask');
    expect(called('app.MapPost("/", (IChat chat) => chat.Ask("a"));', 'Ask')?.ref.path).toBe('IChat().Ask');
  });

  test('a service that is asked for is of the type in brackets', () => {
    expect(called('var c = services.GetRequiredService<IChat>();\nc.Ask("a");', 'Ask')?.ref.path).toBe('IChat().Ask');
    expect(calls('var c = services.GetRequiredService<IChat>();')).toEqual([]);
  });

  test('new() makes what is declared, with what its initializer sets', () => {
    const call = calls('Client c = new("key") { Model = "m-1" };')[0];
    expect(call?.ref.path).toBe('Client');
    expect(call?.args.map(({ name }) => name)).toEqual([null, 'Model']);
  });

  test('a method of something unknown is told by its name alone', () => {
    expect(called('Run(x => x.Ask("a"));', 'Ask')?.ref.path).toBe('().Ask');
  });

  test('what a wrapper holds, and what is waited for, is the thing itself', () => {
    const path = (code: string) => called(code, 'Ask')?.ref.path;
    expect(path('class X(Lazy<IChat> chat) { void M() => chat.Value.Ask("a"); }')).toBe('IChat().Ask');
    expect(path('class X(IChat chat) { async Task M() => (await chat.Find().ConfigureAwait(false)).Ask("a"); }')).toBe(
      'IChat().Find().Ask',
    );
    expect(path('class X(IChat? chat) { void M() => chat?.Ask("a"); }')).toBe('IChat().Ask');
  });

  test('attributes are calls that decorate', () => {
    const facts = read('class X { [Tool("find"), Obsolete] void Find() {} }').facts;
    expect(
      facts.flatMap((fact) => (fact.kind === 'decorator' ? [[fact.ref.path, fact.target, fact.args.length]] : [])),
    ).toEqual([
      ['Tool', 'Find', 1],
      ['Obsolete', 'Find', 0],
    ]);
  });
});

describe('values', () => {
  test('texts of every kind', () => {
    expect(asked('x.Ask("a\\tb");')).toBe('a\tb');
    expect(asked('x.Ask(@"a\\b""c");')).toBe('a\\b"c');
    expect(asked('x.Ask("""\nraw "a"\n""");')).toContain('raw "a"');
    expect(asked('const string Root = "https://a";\nx.Ask($"{Root}/v1/{id}");')).toBe('https://a/v1/{}');
    expect(asked('x.Ask(string.Format("{0}/b/{1:N0}", "a", n));')).toBe('a/b/{}');
    expect(asked('x.Ask("a" + "/" + "b");')).toBe('a/b');
    expect(asked('x.Ask(new Uri(new Uri("https://a"), "b"));')).toBe('https://a/b');
    expect(asked('x.Ask(nameof(A.B));')).toBe('B');
  });

  test('environment variables and configuration, with what stands in for them', () => {
    expect(asked('x.Ask(Environment.GetEnvironmentVariable("MODEL") ?? "m-1");')).toBe('$MODEL=m-1');
    expect(asked('class X(IConfiguration config) { void M() => x.Ask(config["OpenAI:Model"]); }')).toBe(
      '$OpenAI:Model',
    );
    expect(asked('class X(ITable table) { void M() => x.Ask(table["OpenAI:Model"]); }')).toBe('ref');
  });

  test('a property is what it was given, or what it works out', () => {
    expect(asked('class X { string Model { get; } = "m-1"; void M() => x.Ask(Model); }')).toBe('m-1');
    expect(asked('class X { string Model => "m-1"; void M() => x.Ask(this.Model); }')).toBe('m-1');
    expect(asked('class X { string Model { get { return "m-1"; } } void M() => x.Ask(Model); }')).toBe('m-1');
  });

  test('tables, lists and objects without a class', () => {
    const kinds = (code: string) => called(code, 'Ask')?.args[0]?.value.kind;
    expect(kinds('x.Ask(new { model = "m-1" });')).toBe('map');
    expect(kinds('x.Ask(new Dictionary<string, object> { ["model"] = "m-1" });')).toBe('map');
    expect(kinds('x.Ask(new List<string> { "a" });')).toBe('list');
    expect(kinds('x.Ask([]);')).toBe('list');
    expect(kinds('x.Ask(JsonSerializer.Serialize(new { model = "m-1" }));')).toBe('map');
  });

  test('an empty list moves nothing, and texts keep theirs', () => {
    const [list, text] = calls('A(x = [], "= []");\nB("= []");');
    expect(list?.at.line).toBe(1);
    expect(text?.at).toEqual({ line: 2, column: 1 });
    expect(text?.args[0]?.value).toMatchObject({ kind: 'text', text: '= []' });
  });
});

test('statements outside of a class start a program, and so does Main', () => {
  expect(read('var builder = WebApplication.CreateBuilder(args);').entry).toBe(true);
  expect(read('#:package OpenAI@2.0.0\nusing OpenAI;\n').entry).toBe(true);
  expect(read('class X { static async Task Main(string[] args) { } }').entry).toBe(true);
  expect(read('class X { async Task Main2() { } }').entry).toBe(false);
});
