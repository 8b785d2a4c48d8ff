import { describe, expect, test } from 'vitest';
import type { CallFact, Fact, Value } from '../../src/model/fact.ts';
import { readerFor } from '../../src/scan/reader.ts';

async function factsOf(text: string, file = 'App.java'): Promise<readonly Fact[]> {
  return (await readerFor(file, text, { skim: false })).read(text, file).facts;
}

/** The call of a path, by the end of it. */
async function call(text: string, path: string): Promise<CallFact | undefined> {
  const facts = await factsOf(text);
  return facts.find((fact): fact is CallFact => fact.kind === 'call' && fact.ref.path.endsWith(path));
}

/** What a body of a method hands to `sdk.Client.ask`. */
async function asked(body: string, members = ''): Promise<Value | undefined> {
  const text = `package shop;
import sdk.Client;
class App {
${members}
  void go(Client client) throws Exception {
${body}
  }
}`;
  return (await call(text, 'Client().ask'))?.args[0]?.value;
}

describe('names', () => {
  test('a type is imported from its package, a nested one with the type around it', async () => {
    const facts = await factsOf(
      'import a.b.Client;\nimport a.b.Client.Builder;\nimport static a.b.Tools.make;\nimport a.c.*;',
    );
    expect(facts.flatMap((fact) => (fact.kind === 'import' ? `${fact.module}#${fact.symbol}` : []))).toEqual([
      'a.b#Client',
      'a.b#Client.Builder',
      'a.b#Tools.make',
      'a.c#',
    ]);
  });

  test('a type that is written out with its package is known without an import', async () => {
    const found = await call('class A { Object x = new com.acme.sdk.Client("m").ask(); }', 'ask');
    expect(found?.ref).toEqual({ module: 'com.acme.sdk', path: 'Client().ask' });
  });

  test('a type that is not imported may be of the own package, of one that is imported whole, or of none', async () => {
    const found = await call('package shop;\nimport a.b.*;\nclass A { Object x = new Client(); }', 'Client');
    expect(found?.ref.module).toBe('shop|a.b|');
  });

  test('a type of the platform is of no package', async () => {
    expect(
      (
        await call(
          'package shop;\nclass A { Process x() { return new ProcessBuilder("x").start(); } }',
          'ProcessBuilder',
        )
      )?.ref.module,
    ).toBe('');
  });
});

describe('objects', () => {
  test('fields, constructors and parameters say what a thing is', async () => {
    const text = `import a.Client;
class App {
  private final Client field;
  App(Client.Builder builder) { this.field = builder.build(); }
  void go(java.util.Optional<Client> maybe) { field.one(); maybe.get().two(); }
}`;
    expect((await call(text, '.one'))?.ref).toEqual({ module: 'a', path: 'Client.Builder().one' });
    expect((await call(text, 'two'))?.ref.path).toMatch(/Optional\(\)|Client\(\)/);
  });

  test('a declared type tells what a container held', async () => {
    const text = `import a.Client;
import java.util.Map;
class App { void go(Map<String, Client> all) { Client one = all.get("x"); one.ask(); } }`;
    expect((await call(text, '.ask'))?.ref).toEqual({ module: 'a', path: 'Client().ask' });
  });

  test('a loop, a resource and a pattern declare names', async () => {
    const text = `import a.Client;
class App { void go(Object o, Client[] all) throws Exception {
  for (Client one : all) one.loop();
  try (Client two = open()) { two.resource(); }
  if (o instanceof Client three) three.pattern();
} }`;
    for (const name of ['loop', 'resource', 'pattern'])
      expect((await call(text, `().${name}`))?.ref).toEqual({ module: 'a', path: `Client().${name}` });
  });

  test('super(…) makes an object of the class that is extended', async () => {
    const text = 'import a.Base;\nclass App extends Base { App() { super("m"); } }';
    expect((await call(text, 'Base'))?.args).toMatchObject([{ value: { kind: 'text', text: 'm' } }]);
  });
});

describe('values', () => {
  test('a constant of the class, and one of another class of the file', async () => {
    expect(await asked('client.ask(MODEL);', 'static final String MODEL = "gpt" + "-4o";')).toMatchObject({
      text: 'gpt-4o',
    });
    expect(
      await asked('client.ask(Models.FAST);', 'static class Models { static final String FAST = "mini"; }'),
    ).toMatchObject({
      text: 'mini',
    });
  });

  test('a setting with a fallback, from the environment and by annotation', async () => {
    const value = '@org.springframework.beans.factory.annotation.Value("$' + '{openai.model:gpt-4o}") String model;';
    expect(await asked('client.ask(model);', value)).toEqual({ kind: 'env', name: 'openai.model', fallback: 'gpt-4o' });
    expect(await asked('client.ask(System.getenv().getOrDefault("MODEL", "gpt-4o"));')).toEqual({
      kind: 'env',
      name: 'MODEL',
      fallback: 'gpt-4o',
    });
    expect(await asked('client.ask(java.util.Optional.ofNullable(System.getenv("MODEL")).orElse("x"));')).toMatchObject(
      {
        name: 'MODEL',
        fallback: 'x',
      },
    );
  });

  test('texts that are put together', async () => {
    const host = 'static final String HOST = "api.acme.example";';
    expect(await asked('client.ask("https://" + HOST + "/v1");', host)).toMatchObject({
      text: 'https://api.acme.example/v1',
    });
    expect(await asked('client.ask(String.format("https://%s/v%d/%%", HOST, 1));', host)).toMatchObject({
      text: 'https://api.acme.example/v1/%',
    });
    expect(await asked('client.ask("""\n      a\n        b\n      """);')).toMatchObject({ text: 'a\n  b\n' });
  });

  test('lists, maps and wrappers', async () => {
    expect(await asked('client.ask(java.net.URI.create("x"));')).toMatchObject({ text: 'x' });
    expect(await asked('client.ask(URI.create("x"));')).toMatchObject({ text: 'x' });
    expect(await asked('client.ask(List.of("a", "b"));')).toMatchObject({ items: [{ text: 'a' }, { text: 'b' }] });
    expect(await asked('client.ask(Map.of("a", "b"));')).toMatchObject({
      entries: [{ name: 'a', value: { text: 'b' } }],
    });
  });
});

describe('builders', () => {
  test('the calls of a builder are arguments by name', async () => {
    expect(await asked('client.ask(Params.builder().model("m").tool("a").tool("b").strict().build());')).toMatchObject({
      ref: { path: 'Params.builder()' },
      maker: [
        { name: 'model', value: { text: 'm' } },
        { name: 'tool', value: { items: [{ text: 'a' }, { text: 'b' }] } },
        { name: 'strict', value: { boolean: true } },
      ],
    });
  });

  test('what is called on the thing that was built is no argument of it', async () => {
    const found = await call('class A { Object x = Client.builder().model("m").build().chat("hi"); }', '.chat');
    expect(found?.ref.path).toBe('Client.builder().chat');
    expect(found?.args).toMatchObject([{ value: { text: 'hi' } }]);
    expect(found?.maker).toMatchObject([{ name: 'model' }]);
  });

  test('a function that fills a request is its entries', async () => {
    expect(await asked('client.ask(r -> r.model("m").tools(client));')).toMatchObject({
      entries: [{ name: 'model', value: { text: 'm' } }, { name: 'tools' }],
    });
  });

  test('a function that does one thing is a function', async () => {
    expect(await asked('client.ask(r -> r.model("m"));')).toMatchObject({ kind: 'local' });
  });

  test('setters and what is put by name complete an object', async () => {
    expect(await asked('Params p = new Params("x"); p.setModel("m"); p.put("tools", 1); client.ask(p);')).toMatchObject(
      {
        maker: [{ name: null }, { name: 'model', value: { text: 'm' } }, { name: 'tools' }],
      },
    );
  });
});

describe('hostile input', () => {
  test('deep nesting and long chains end', async () => {
    const deep = `class A { Object x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}; }`;
    const long = `class A { Object x = b${'.c()'.repeat(20_000)}; }`;
    const sum = `class A { String x = "a"${' + "b"'.repeat(20_000)}; }`;
    const lambdas = `class A { Object x = ${'a(y -> y.b(1).c('.repeat(200)}1${'))'.repeat(200)}; }`;
    const classes = `class A { Object x = ${'new B() { Object y = '.repeat(200)}1${'; }'.repeat(200)}; }`;
    for (const text of [deep, long, sum, lambdas, classes]) expect(Array.isArray(await factsOf(text))).toBe(true);
  });
});
