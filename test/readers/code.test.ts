import { describe, expect, test } from 'vitest';
import type { CallFact, Reading, Value } from '../../src/model/fact.ts';
import { javascript } from '../../src/readers/languages/javascript/reader.ts';
import { grammar } from '../../src/readers/languages/python/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';

const python = await loadReader(grammar);

function py(code: string): Reading {
  return python.read(code, 'main.py');
}

function ts(code: string): Reading {
  return javascript.read(code, 'main.ts');
}

/** What the call of `ask` is given by a name, in words: each text, `$NAME` for a variable, `?` for what is not known. */
function given({ facts }: Reading, name = 'model'): string[] {
  const call = facts.find((fact): fact is CallFact => fact.kind === 'call' && /(?:^|\.)ask$/.test(fact.ref.path));
  const options = call?.args.flatMap(({ name: key, value }) =>
    key === null && value.kind === 'map' ? value.entries : [{ name: key, value }],
  );
  const found = options?.find((argument) => argument.name === name)?.value;
  return found ? inWords(found) : [];
}

function inWords(value: Value): string[] {
  switch (value.kind) {
    case 'text':
      return [value.text];
    case 'env':
      return [`$${value.name}`, ...(value.fallback === null ? [] : [value.fallback])];
    case 'choice':
      return value.options.flatMap(inWords);
    case 'list':
      return value.items.flatMap(inWords);
    default:
      return ['?'];
  }
}

describe('constants', () => {
  test('an attribute of a class is read through an object of it', () => {
    expect(given(py('import ai\nclass C:\n    model = "m-1"\nc = C()\nai.ask(model=c.model)'))).toEqual(['m-1']);
  });

  test('a field stands for its default, or for what its factory makes', () => {
    const settings = (field: string) =>
      `import ai, os\nfrom pydantic import BaseModel, Field\nclass S(BaseModel):\n    model: str = ${field}\nai.ask(model=S().model)`;
    expect(given(py(settings('Field(default="m-1", description="x")')))).toEqual(['m-1']);
    expect(given(py(settings('Field("m-1")')))).toEqual(['m-1']);
    expect(given(py(settings('Field(default_factory=lambda: os.getenv("MODEL", "m-1"))')))).toEqual(['$MODEL', 'm-1']);
    expect(given(py(settings('Form(default="m-1")')))).toEqual(['?']);
  });

  test('what an object is made with goes before the default of its class', () => {
    const code = (made: string) => `import ai\nclass C:\n    model = "m-1"\nai.ask(model=${made}.model)`;
    expect(given(py(code('C(model="m-2")')))).toEqual(['m-2']);
    expect(given(py(code('C(other="m-2")')))).toEqual(['m-1']);
  });

  test('a class method that returns cls(…) makes an object of its class', () => {
    const code =
      'import ai\nclass C:\n    model = "m-1"\n    @classmethod\n    def load(cls):\n        return cls()\nai.ask(model=C.load().model)';
    expect(given(py(code))).toEqual(['m-1']);
  });

  test('a property is what its function returns', () => {
    const code = (decorator: string) =>
      `import ai\nclass C:\n    ${decorator}\n    def model(self):\n        return "m-1"\nai.ask(model=C().model)`;
    expect(given(py(code('@property')))).toEqual(['m-1']);
    expect(given(py(code('@staticmethod')))).toEqual(['?']);
    expect(
      given(ts('import { ask } from "ai";\nclass C { get model() { return "m-1" } }\nask({ model: new C().model })')),
    ).toEqual(['m-1']);
  });

  test('a member of an enum is its value', () => {
    expect(given(ts('import { ask } from "ai";\nenum Model { Small = "m-1" }\nask({ model: Model.Small })'))).toEqual([
      'm-1',
    ]);
    expect(
      given(py('import ai\nfrom enum import Enum\nclass M(Enum):\n    SMALL = "m-1"\nai.ask(model=M.SMALL.value)')),
    ).toEqual(['m-1']);
  });
});

describe('tables', () => {
  const table = '{"a": "m-1", "b": "m-2"}';

  test('a literal key takes its entry, any other key all of them', () => {
    expect(given(py(`import ai\nt = ${table}\nai.ask(model=t["a"])`))).toEqual(['m-1']);
    expect(given(py(`import ai\nt = ${table}\ndef f(k):\n    ai.ask(model=t[k])`))).toEqual(['m-1', 'm-2']);
    expect(given(ts(`import { ask } from 'ai';\nconst t = ${table};\nconst k = 'b';\nask({ model: t[k] })`))).toEqual([
      'm-2',
    ]);
  });

  test('get takes the entry, or what stands in for it', () => {
    expect(given(py(`import ai\nt = ${table}\nai.ask(model=t.get("b", "m-3"))`))).toEqual(['m-2', 'm-3']);
  });

  test('a loop goes over all items', () => {
    expect(given(py('import ai\nfor m in ["m-1", "m-2"]:\n    ai.ask(model=m)'))).toEqual(['m-1', 'm-2']);
    expect(given(py('import ai\nx = [ai.ask(model=m) for m in ["m-1", "m-2"]]'))).toEqual(['m-1', 'm-2']);
    expect(given(ts('import { ask } from "ai";\nfor (const m of ["m-1", "m-2"]) ask({ model: m })'))).toEqual([
      'm-1',
      'm-2',
    ]);
    expect(given(ts('import { ask } from "ai";\n["m-1", "m-2"].map((m) => ask({ model: m }))'))).toEqual([
      'm-1',
      'm-2',
    ]);
  });

  test('a generic class is the class', () => {
    const { facts } = py('from ai import Agent\nAgent[Context](name="x")');
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'call', ref: { module: 'ai', path: 'Agent' } }));
  });
});

describe('arguments put together', () => {
  test('what is added to a dictionary is handed over with it', () => {
    const code = 'import ai\nkwargs = {"model": "m-1"}\nif x:\n    kwargs["tools"] = ["search"]\nai.ask(**kwargs)';
    expect(given(py(code), 'tools')).toEqual(['search']);
    expect(given(py(code.replace('**kwargs', '**other')), 'tools')).toEqual([]);
    expect(given(py('import ai\nkwargs = dict(model="m-1")\nai.ask(**kwargs)'))).toEqual(['m-1']);
  });

  test('what is written out goes before what is spread', () => {
    const code = 'import ai\nkwargs = {}\nkwargs["model"] = "m-1"\nai.ask(model="m-2", **kwargs)';
    expect(py(code).facts).toContainEqual(
      expect.objectContaining({
        kind: 'call',
        args: [
          expect.objectContaining({ value: expect.objectContaining({ text: 'm-1' }) }),
          expect.objectContaining({ value: expect.objectContaining({ text: 'm-2' }) }),
        ],
      }),
    );
  });

  test('what is added to something unknown is known', () => {
    const code =
      'import ai\ndef f(options):\n    kwargs = dict(options)\n    kwargs["tools"] = ["search"]\n    ai.ask(**kwargs)';
    expect(given(py(code), 'tools')).toEqual(['search']);
    expect(given(py(code), 'model')).toEqual([]);
  });

  test('what is added to an object is handed over with it', () => {
    const code = 'import { ask } from "ai";\nfunction f() { const p = { model: "m-1" }; p.tools = ["search"]; ask(p) }';
    expect(given(ts(code), 'tools')).toEqual(['search']);
  });

  test('a spread that may be empty is laid open', () => {
    const code = (spread: string) => `import { ask } from 'ai';\nask({ model: 'm-1', ...(${spread}) })`;
    expect(given(ts(code('x && { tools: ["search"] }')), 'tools')).toEqual(['search']);
    expect(given(ts(code('x ? { tools: ["search"] } : {}')), 'tools')).toEqual(['search']);
  });
});

test('objects that hold one another many times over cost little', () => {
  const names = Array.from({ length: 12 }, (_, index) => `o${index}`);
  const bindings = names.map((name) => `const ${name} = make();`).join('\n');
  const additions = names.flatMap((name) => names.map((other) => `${name}.${other} = ${other};`)).join('\n');
  const started = performance.now();
  ts(`import { ask } from 'ai';\n${bindings}\n${additions}\nask({ ${names.join(', ')} });`);
  expect(performance.now() - started).toBeLessThan(8000);
});

describe('values that hold themselves', () => {
  test.each([
    'let o = { model: "m-1" }; o = { ...o, other: 1 }; ask({ model: o.model, none: o.none })',
    'const a = { ...b }, b = { ...a, model: "m-1" }; ask({ model: b.model, none: a.none })',
    'const o = { model: "m-1" }; o.self = o; ask({ model: o.model, none: o.self.none })',
    'const o = { model: "m-1", again: () => o.again() }; ask({ model: o.model, none: o.again().none })',
  ])('%s', (code) => {
    const reading = ts(`import { ask } from 'ai';\n${code}`);
    expect(reading.trouble).toBe('');
    expect(given(reading)).toEqual(['m-1']);
  });

  test('self and cls', () => {
    const code =
      'import ai\nclass C:\n    model = "m-1"\n    def me(self):\n        return self.me()\nai.ask(model=C().model, none=C().me().none)';
    expect(py(code).trouble).toBe('');
    expect(given(py(code))).toEqual(['m-1']);
  });
});

describe('command lines', () => {
  test('an option of argparse has its default', () => {
    const code = (option: string) =>
      `import ai, argparse\np = argparse.ArgumentParser()\np.add_argument("${option}", default="m-1")\nargs = p.parse_args()\nai.ask(model=args.model)`;
    expect(given(py(code('--model')))).toEqual(['m-1']);
    expect(given(py(code('--name')))).toEqual(['?']);
  });

  test('an option of click has its default', () => {
    const code = (option: string) =>
      `import ai, click\n@click.command()\n@click.option("${option}", default="m-1")\ndef main(model):\n    ai.ask(model=model)`;
    expect(given(py(code('--model')))).toEqual(['m-1']);
    expect(given(py(code('--name')))).toEqual(['?']);
  });
});

describe('modules that are loaded late', () => {
  function called({ facts }: Reading): string[] {
    return facts.flatMap((fact) => (fact.kind === 'call' ? `${fact.ref.module}:${fact.ref.path}` : []));
  }

  test('import_module and getattr with a literal are an import and a member', () => {
    expect(called(py('import importlib\nm = importlib.import_module("ai")\nm.ask()'))).toContain('ai:ask');
    expect(called(py('import ai\ngetattr(ai, "ask")()'))).toContain('ai:ask');
    expect(called(py('import ai\ngetattr(ai, name)()'))).not.toContain('ai:ask');
  });

  test('a class that hands every attribute on stands for what is behind it', () => {
    const lazy = (handed: string) =>
      `import importlib\nclass Lazy:\n    def __init__(self):\n        self.m = importlib.import_module("ai")\n    def __getattr__(self, name):\n        return ${handed}\nai = Lazy()\nai.ask()`;
    expect(called(py(lazy('getattr(self.m, name)')))).toContain('ai:ask');
    expect(called(py(lazy('None')))).not.toContain('ai:ask');
  });
});

describe('what a module offers', () => {
  test('a class offers its fields and the methods whose result is known', () => {
    const { exports } = py(
      'class C:\n    model = "m-1"\n    def name(self):\n        return "n"\n    def other(self, x):\n        return x',
    );
    const members = exports.find(({ name }) => name === 'C')?.members ?? [];
    expect(members.map(({ name }) => name)).toEqual(['model', 'name']);
  });

  test('an object offers what it was made with', () => {
    const { exports } = py('class C:\n    model: str\nc = C(model="m-1")');
    expect(exports.find(({ name }) => name === 'c')?.members).toMatchObject([
      { name: 'model', value: { text: 'm-1' } },
    ]);
  });
});
