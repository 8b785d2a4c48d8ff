import { describe, expect, test } from 'vitest';
import type { CallFact, Fact, Reading, Value } from '../../src/model/fact.ts';
import { readerFor } from '../../src/scan/reader.ts';

async function read(text: string): Promise<Reading> {
  return (await readerFor('main.rs', text, { skim: false })).read(text, 'main.rs');
}

async function factsOf(text: string): Promise<readonly Fact[]> {
  return (await read(text)).facts;
}

/** Calls by the end of their path. */
async function calls(text: string, end: string): Promise<readonly CallFact[]> {
  return (await factsOf(text)).flatMap((fact) => (fact.kind === 'call' && fact.ref.path.endsWith(end) ? [fact] : []));
}

/** What the body of a function hands to `sdk::ask`. */
async function asked(body: string, top = ''): Promise<Value | undefined> {
  return (await calls(`${top}\nfn go() {\n${body}\n}\n`, 'ask'))[0]?.args[0]?.value;
}

/** A text without its place. */
function plain(value: Value | undefined): unknown {
  if (value?.kind === 'text') return value.text;
  if (value?.kind === 'parts') return value.parts.map((part) => (typeof part === 'string' ? part : '?'));
  if (value?.kind === 'choice') return value.options.map(plain);
  if (value?.kind === 'list') return value.items.map(plain);
  if (value?.kind === 'map') return Object.fromEntries(value.entries.map((one) => [one.name, plain(one.value)]));
  if (value?.kind === 'env') return { env: value.name, fallback: value.fallback };
  return value?.kind;
}

describe('names', () => {
  test('a list of names in lists is read as what it spells', async () => {
    const facts = await factsOf('use a::{self, b::{C, D as E, self as f}, g::*};\nuse h;');
    expect(facts.flatMap((fact) => (fact.kind === 'import' ? `${fact.module}#${fact.symbol}` : []))).toEqual([
      'a#',
      'a.b#C',
      'a.b#D',
      'a#b',
      'a.g#',
      'h#',
    ]);
  });

  test.each([
    ['a crate that is not brought in', 'sdk::Client::new().ask();', 'sdk#Client.new().ask'],
    ['a module of a crate', 'sdk::chat::ask();', 'sdk.chat#ask'],
    ['a module of this crate', 'crate::llm::ask();', 'crate.llm#ask'],
    ['type arguments', 'sdk::Client::<Config>::new().ask::<Answer>();', 'sdk#Client.new().ask'],
  ])('%s', async (_name, body, ref) => {
    const found = await calls(`fn go() { ${body} }`, 'ask');
    expect(found.map(({ ref: { module, path } }) => `${module}#${path}`)).toEqual([ref]);
  });

  test('a module that the file declares is its own, whatever crate has the name too', async () => {
    const [call] = await calls('mod config;\nuse config::Config;\nfn go() { Config::load().ask(); }', 'ask');
    expect(call?.ref).toEqual({ module: 'self.config', path: 'Config.load().ask' });
  });

  test('a crate whose names are all brought in may have any name', async () => {
    const [call] = await calls('use sdk::prelude::*;\nfn go() { Client::new().ask(); }', 'ask');
    expect(call?.ref).toEqual({ module: 'sdk.prelude', path: 'Client.new().ask' });
  });
});

describe('values', () => {
  test.each([
    ['a constant', 'sdk::ask(MODEL)', 'small', 'const MODEL: &str = "small";'],
    ['owned', 'sdk::ask(String::from("small"))', 'small', ''],
    ['wrapped', 'sdk::ask(Some(Arc::new("small".to_string())))', 'small', ''],
    ['lazy', 'sdk::ask(&*MODEL)', 'small', 'static MODEL: LazyLock<String> = LazyLock::new(|| "small".into());'],
    [
      'a format',
      'let base = "https://a.com"; sdk::ask(format!("{base}/{{v1}}/{}/{0}/{x}", 2, x = "y"))',
      'https://a.com/{v1}/2/2/y',
      '',
    ],
    [
      'a variable',
      'sdk::ask(std::env::var("M").unwrap_or_else(|_| "small".to_string()))',
      { env: 'M', fallback: 'small' },
      '',
    ],
    [
      'a match',
      'sdk::ask(match std::env::var("M") { Ok(m) => m, Err(_) => "small".into() })',
      { env: 'M', fallback: 'small' },
      '',
    ],
    ['an if', 'sdk::ask(if x { "a" } else { "b" })', ['a', 'b'], ''],
    ['a block', 'sdk::ask({ log(); "small" })', 'small', ''],
    ['a function', 'sdk::ask(model())', 'small', 'fn model() -> String { let x = 1; "small".to_string() }'],
    ['an early return', 'sdk::ask(model(1))', ['a', 'b'], 'fn model(x: i32) -> &str { if x > 1 { return "a"; } "b" }'],
    ['a vector', 'sdk::ask(vec!["a", "b".into()])', ['a', 'b'], ''],
    [
      'JSON',
      'sdk::ask(serde_json::json!({"model": "small", "tools": ["a"], "n": {"x": f(1)}}))',
      { model: 'small', tools: ['a'], n: { x: 'ref' } },
      '',
    ],
    [
      'an option of the command line',
      'let cli = Cli {}; sdk::ask(cli.model)',
      { env: 'M', fallback: 'small' },
      'struct Cli { #[arg(env = "M", default_value = "small")] model: String }',
    ],
    [
      'a default that a function makes',
      'let c = C {}; sdk::ask(c.model)',
      'small',
      'struct C { #[serde(default = "model")] model: String }\nfn model() -> String { "small".into() }',
    ],
  ])('%s', async (_name, body, expected, top) => {
    expect(plain(await asked(`${body};`, top))).toEqual(expected);
  });

  test('a step of a builder names what it sets', async () => {
    const value = await asked('let r = sdk::Request::builder().model("small").tools(list).build()?; sdk::ask(r);');
    expect(value?.kind === 'ref' ? value.maker?.map(({ name }) => name) : []).toEqual(['model', 'tools']);
  });
});

describe('types', () => {
  const bot = 'use sdk::Client;\nstruct Bot { client: Arc<Client> }\n';

  test('a field of self is what its type says', async () => {
    const [call] = await calls(`${bot}impl Bot { fn go(&self) { self.client.ask(); } }`, 'ask');
    expect(call?.ref.path).toBe('Client().ask');
  });

  test('or better, what it is made with', async () => {
    const made = 'fn new() -> Self { Self { client: Arc::new(Client::new("key")) } }';
    const [call] = await calls(`${bot}impl Bot { ${made} fn go(&self) { self.client.ask(); } }`, 'ask');
    expect(call?.ref.path).toBe('Client.new().ask');
  });

  test('what is made elsewhere in the file keeps its fields', async () => {
    const made = 'impl Bot { fn new() -> Result<Self, E> { Ok(Self { client: Client::new() }) } }';
    const [call] = await calls(`${bot}${made}\nfn main() { Bot::new().unwrap().client.ask(); }`, 'ask');
    expect(call?.ref.path).toBe('Client.new().ask');
  });

  test('what is handed over behind a pattern is known by its type', async () => {
    const [call] = await calls(
      'use sdk::Client;\nasync fn go(State(client): State<Arc<Client>>) { client.ask(); }',
      'ask',
    );
    expect(call?.ref.path).toBe('Client().ask');
  });

  test('a trait that is implemented is a base', async () => {
    const facts = await factsOf('use sdk::Tool;\nstruct Add;\nimpl Tool for Add { const NAME: &str = "add"; }');
    expect(facts.find(({ kind }) => kind === 'class')).toMatchObject({
      name: 'Add',
      bases: [{ module: 'sdk', path: 'Tool' }],
    });
  });

  test('an attribute is a decorator, with its arguments', async () => {
    const facts = await factsOf('use sdk::tool;\nimpl A { #[tool(description = "Adds")] async fn add(&self) {} }');
    expect(facts.find(({ kind }) => kind === 'decorator')).toMatchObject({
      ref: { module: 'sdk', path: 'tool' },
      target: 'add',
      args: [{ name: 'description', value: { kind: 'text', text: 'Adds' } }],
    });
  });
});

describe('a file', () => {
  test.each([
    ['#[cfg(test)]\nmod tests { fn f() { sdk::ask(); } }'],
    ['#[test]\nfn f() { sdk::ask(); }'],
    ['#[tokio::test(flavor = "multi_thread")]\nasync fn f() { sdk::ask(); }'],
    ['#[cfg(all(test, feature = "x"))]\nfn f() { sdk::ask(); }'],
  ])('what is there for tests alone is left out: %j', async (text) => {
    expect(await calls(text, 'ask')).toEqual([]);
  });

  test('what has a test in its name is not', async () => {
    expect(await calls('#[cfg(feature = "test")]\nfn latest() { sdk::ask(); }', 'ask')).toHaveLength(1);
  });

  test.each([
    ['fn main() {}', true],
    ['#[tokio::main]\npub async fn main() -> Result<()> {}', true],
    ['fn main_loop() {}', false],
    ['// fn main() {}', false],
  ])('%j can be started: %s', async (text, entry) => expect((await read(text)).entry).toBe(entry));

  test('what is brought in with pub is handed on', async () => {
    const { exports, facts } = await read(
      'pub use self::llm::{ask, Client as Llm};\npub(crate) use tools::*;\nuse own::x;',
    );
    expect(exports.map(({ name, value }) => [name, value.kind === 'ref' ? value.ref : null])).toEqual([
      ['ask', { module: 'self.llm', path: 'ask' }],
      ['Llm', { module: 'self.llm', path: 'Client' }],
      ['*', { module: 'tools', path: '' }],
    ]);
    expect(facts.filter(({ kind }) => kind === 'import')).toHaveLength(4);
  });

  test('commands of a notebook are passed over', async () => {
    const { facts, trouble } = await read(
      ':dep acme-sdk = "1"\nuse sdk::Client;\nlet c = Client::new();\nc.ask("x");\n',
    );
    expect(trouble).toBe('');
    expect(facts.flatMap((fact) => (fact.kind === 'call' ? `${fact.ref.path}:${fact.at.line}` : []))).toEqual([
      'Client.new:3',
      'Client.new().ask:4',
    ]);
  });

  test('calls in a macro are read', async () => {
    const text = 'fn go() { tokio::select! { x = sdk::ask("a") => { sdk::tell(x) } } }';
    expect((await calls(text, '')).map(({ ref }) => `${ref.module}#${ref.path}`)).toEqual(['sdk#ask', 'sdk#tell']);
  });
});

describe('hostile text', () => {
  test.each([
    ['brackets', `fn f() { let x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}; }`],
    ['macros', `fn f() { ${'json!('.repeat(20_000)}1${')'.repeat(20_000)}; }`],
    ['blocks', `fn f() ${'{'.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['matches', `fn f() { ${'match x { _ => '.repeat(500)}1${' }'.repeat(500)} }`],
    ['ifs', `fn f() { let x = ${'if a { b } else { '.repeat(2_000)}c${' }'.repeat(2_000)}; }`],
    ['a sum', `const X: &str = "a"${' + "a"'.repeat(20_000)};`],
    ['a chain', `fn f() { x${'.y()'.repeat(20_000)}; }`],
    ['lists of names', `use ${'a::{'.repeat(5_000)}b${'}'.repeat(5_000)};`],
    ['types', `fn f(x: ${'Option<'.repeat(5_000)}A${'>'.repeat(5_000)}) {}`],
    ['a format', `fn f() { format!("${'{'.repeat(50_001)}"); }`],
  ])('%s end', async (_name, text) => {
    expect((await read(text)).language).toBe('rust');
  });
});
