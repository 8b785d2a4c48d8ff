import { describe, expect, test } from 'vitest';
import type { CallFact, Fact, Value } from '../../src/model/fact.ts';
import { readerFor } from '../../src/scan/reader.ts';

async function factsOf(text: string, file = 'App.kt'): Promise<readonly Fact[]> {
  return (await readerFor(file, text, { skim: false })).read(text, file).facts;
}

/** The call of a path, by the end of it. */
async function call(text: string, path: string): Promise<CallFact | undefined> {
  const facts = await factsOf(text);
  return facts.find((fact): fact is CallFact => fact.kind === 'call' && fact.ref.path.endsWith(path));
}

/** What a body hands to `sdk.Client.ask`. */
async function asked(body: string, top = ''): Promise<Value | undefined> {
  const text = `package shop
import sdk.Client
import sdk.Params
${top}
class App(private val model: String = "default") {
    fun go(client: Client) {
        ${body}
    }
    companion object {
        const val MODEL = "gpt" + "-4o"
    }
}`;
  return (await call(text, 'Client().ask'))?.args[0]?.value;
}

describe('names', () => {
  test('imports, with another name and of all names', async () => {
    const facts = await factsOf(
      'package p\nimport a.b.Client\nimport a.b.make as build\nimport a.c.*\nval x = build()',
    );
    expect(facts.flatMap((fact) => (fact.kind === 'import' ? `${fact.module}#${fact.symbol}` : []))).toEqual([
      'a.b#Client',
      'a.b#make',
      'a.c#',
    ]);
    expect(facts.find(({ kind }) => kind === 'call')).toMatchObject({ ref: { module: 'a.b', path: 'make' } });
  });

  test('a function that is not imported may be of the own package', async () => {
    expect((await call('package shop\nval x = make()', 'make'))?.ref.module).toBe('shop|');
    expect((await call('package shop\nval x = println()', 'println'))?.ref.module).toBe('');
  });

  test('a function that is imported may be called on anything', async () => {
    const text = 'import io.ktor.client.request.post\nfun go(x: Any) = x.client().post("u")';
    expect((await call(text, 'post'))?.ref).toEqual({ module: 'io.ktor.client.request', path: 'post' });
    expect(await call('import a.Post\nfun go(x: Any) = x.Post("u")', 'Post')).toBeUndefined();
  });

  test('an alias of a type', async () => {
    const text = 'import a.Client\ntypealias C = Client\nfun go(c: C) { c.ask() }';
    expect((await call(text, 'ask'))?.ref).toEqual({ module: 'a', path: 'Client().ask' });
  });
});

describe('objects', () => {
  test.each([
    ['a property of the constructor', 'class A(private val c: Client) { fun f() = c.ask() }'],
    ['a parameter of the constructor', 'class A(c: Client) { val d = c\n fun f() = d.ask() }'],
    ['a property that is made late', 'class A { lateinit var c: Client; fun f() { c.ask() } }'],
    ['a property that is made lazily', 'class A { val c by lazy { Client() }\n fun f() = c.ask() }'],
    ['a property that is injected', 'class A { val c: Client by inject()\n fun f() = c.ask() }'],
    ['a getter', 'class A { val c get() = Client()\n fun f() = c.ask() }'],
    ['a property of a companion', 'class A { companion object { val c = Client() }\n fun f() = c.ask() }'],
    ['an object', 'object O { val c = Client() }\nfun f() = O.c.ask()'],
    ['what is not null', 'fun f(c: Client?) = c!!.ask()'],
    ['a call that is left out where there is nothing', 'fun f(c: Client?) = c?.ask()'],
    ['what a scope function hands on', 'fun f() = Client().let { it.ask() }'],
    ['a name for what a scope function hands on', 'fun f() = Client().use { c -> c.ask() }'],
    ['what a container is asked for', 'fun f() = context.getBean<Client>().ask()'],
    ['an item of a list', 'fun f() { for (c in listOf(Client())) c.ask() }'],
    ['a cast', 'fun f(x: Any) = (x as Any).let { Client() }.ask()'],
  ])('%s', async (_name, text) => {
    expect((await call(`import a.Client\n${text}`, 'Client().ask'))?.ref.module).toBe('a');
  });
});

describe('values', () => {
  test('constants of the companion, of the file and of another object', async () => {
    expect(await asked('client.ask(MODEL)')).toMatchObject({ text: 'gpt-4o' });
    expect(await asked('client.ask(TOP)', 'const val TOP = "mini"')).toMatchObject({ text: 'mini' });
    expect(await asked('client.ask(Models.FAST)', 'object Models { const val FAST = "fast" }')).toMatchObject({
      text: 'fast',
    });
    expect(await asked('client.ask(model)')).toMatchObject({ text: 'default' });
  });

  test('the environment, with a fallback', async () => {
    expect(await asked('client.ask(System.getenv("MODEL") ?: "gpt-4o")')).toEqual({
      kind: 'env',
      name: 'MODEL',
      fallback: 'gpt-4o',
    });
    expect(await asked('client.ask(System.getenv()["MODEL"])')).toMatchObject({ name: 'MODEL' });
  });

  test('templates', async () => {
    expect(await asked('client.ask("https://$HOST/v1/$' + '{MODEL}")', 'const val HOST = "a.b"')).toMatchObject({
      text: 'https://a.b/v1/gpt-4o',
    });
    expect(await asked('client.ask("$unknown/v1")')).toMatchObject({
      kind: 'parts',
      parts: [expect.anything(), '/v1'],
    });
  });

  test('either of several', async () => {
    const options = { options: [{ text: 'a' }, { text: 'b' }] };
    expect(await asked('client.ask(if (x) "a" else "b")')).toMatchObject(options);
    expect(await asked('client.ask(when { x -> "a"; else -> "b" })')).toMatchObject(options);
    expect(await asked('client.ask(try { "a" } catch (e: Exception) { "b" })')).toMatchObject(options);
  });

  test('lists and maps', async () => {
    expect(await asked('client.ask(listOf("a", "b"))')).toMatchObject({ items: [{ text: 'a' }, { text: 'b' }] });
    expect(await asked('client.ask(mapOf("a" to "b"))')).toMatchObject({
      entries: [{ name: 'a', value: { text: 'b' } }],
    });
  });
});

describe('lambdas', () => {
  test('what a lambda assigns is an argument by name', async () => {
    expect(await asked('client.ask(Params { model = "m"; tools(client) })')).toMatchObject({
      maker: [{ name: 'model', value: { text: 'm' } }, { name: null }],
    });
  });

  test('what apply sets belongs to the object', async () => {
    expect(await asked('client.ask(Params("x").apply { model = "m" })')).toMatchObject({
      maker: [{ name: null }, { name: 'model', value: { text: 'm' } }],
    });
  });

  test('what runs in a lambda is seen', async () => {
    expect(await asked('launch { val m = "m"; client.ask(m) }')).toMatchObject({ text: 'm' });
  });

  test('arguments stand before the lambda behind them', async () => {
    const found = await call('val x = agent("a", model = "m") { it.go() }', 'agent');
    expect(found?.args).toMatchObject([
      { name: null, value: { text: 'a' } },
      { name: 'model', value: { text: 'm' } },
      { name: null, value: { kind: 'local' } },
    ]);
  });
});

describe('hostile input', () => {
  test('deep nesting and long chains end', async () => {
    const deep = `val x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`;
    const long = `val x = b${'.c()'.repeat(20_000)}`;
    const sum = `val x = "a"${' + "b"'.repeat(20_000)}`;
    const lambdas = `val x = ${'a { '.repeat(5_000)}${'}'.repeat(5_000)}`;
    const scopes = `val x = ${'a.apply { b.map { c.let { '.repeat(200)}${'} } }'.repeat(200)}`;
    const objects = `val x = ${'object : A(1) { val y = '.repeat(200)}1${' }'.repeat(200)}`;
    for (const text of [deep, long, sum, lambdas, scopes, objects])
      expect(Array.isArray(await factsOf(text))).toBe(true);
  });
});
