import { describe, expect, test } from 'vitest';
import type { Reader } from '../../src/model/document.ts';
import type { Fact } from '../../src/model/fact.ts';
import { notebookReader } from '../../src/readers/notebook.ts';
import { Lines } from '../../src/text/position.ts';

/** Reads every word `openai` as an import, and keeps what it was given. */
class Words implements Reader {
  readonly id = 'words';
  given = '';

  read(text: string) {
    this.given = text;
    const lines = new Lines(text);
    const facts = [...text.matchAll(/openai/g)].map(({ index }): Fact => {
      const at = lines.at(index);
      const value = { kind: 'list', items: [{ kind: 'text', text: 'x', at }] } as const;
      return {
        kind: 'call',
        ref: { module: 'openai', path: '' },
        args: [{ name: null, value }],
        maker: [],
        target: null,
        at,
        within: null,
      };
    });
    return { facts, exports: [], manifest: null, language: 'python' as const, entry: false, trouble: '' };
  }
}

function read(notebook: string, language = 'python') {
  const words = new Words();
  const reading = notebookReader((asked) => (asked === language ? words : null)).read(notebook, 'a.ipynb');
  return { reading, given: words.given };
}

/** What stands in the notebook at the place of each fact. */
function placed(notebook: string, facts: readonly Fact[]): string[] {
  const lines = notebook.split('\n');
  return facts.map(({ at }) => lines[at.line - 1]?.slice(at.column - 1, at.column + 5) ?? '');
}

const cell = (source: unknown, kind = 'code') => ({ cell_type: kind, source });
const notebook = (cells: unknown, metadata: unknown = {}) => JSON.stringify({ cells, metadata }, null, 1);

test('facts stand in the JSON of the notebook, behind escapes and over cells', () => {
  const text = notebook([
    cell('import openai_no', 'markdown'),
    cell(['x = "\\t\\\\é\u0001"; import openai\n', '\n', 'openai.x = "\\n"; openai\n']),
    cell('y = 1\nopenai.z'),
  ]);
  const { reading, given } = read(text);
  expect(given).toBe('x = "\\t\\\\é\u0001"; import openai\n\nopenai.x = "\\n"; openai\n\ny = 1\nopenai.z\n');
  expect(reading.facts).toHaveLength(4);
  expect(placed(text, reading.facts)).toEqual(['openai', 'openai', 'openai', 'openai']);
});

test('positions inside values move as their facts do', () => {
  const { reading } = read(notebook([cell(['\n', 'openai'])]));
  const [fact] = reading.facts;
  if (fact?.kind !== 'call') throw new Error('a call was expected');
  expect(fact.args).toEqual([
    { name: null, value: { kind: 'list', items: [{ kind: 'text', text: 'x', at: fact.at }] } },
  ]);
  expect(fact.at.line).toBeGreaterThan(2);
});

test('magics are silenced and keep their length', () => {
  const { given } = read(
    notebook([cell('!pip install \\\n  x\n%cd y\nif a:\n    !ls\nb = !ls\nc?\nd = 5 % e'), cell('%%time\nf()')]),
  );
  expect(given).toBe('0#ip install \\\n0#x\n0#d y\nif a:\n    0#s\nb = 0#s\n0#\nd = 5 % e\n0#time\nf()\n');
});

test('a cell that is written to a Python file is read, one that is written to another file is left out', () => {
  const written = read(
    notebook([cell('%%writefile agent.py\nopenai.x'), cell('%%writefile notes.txt\nopenai.y')]),
  ).given;
  expect(written).toContain('openai.x');
  expect(written).not.toContain('openai.y');
});

test('a cell of another language is left out', () => {
  expect(read(notebook([cell('%%bash\nopenai'), cell('a')])).given).toBe('a\n');
});

describe('another language', () => {
  const others = (text: string, language: string) => {
    const { reading, given } = read(text, language);
    const facts = reading.others?.flatMap((other) => other.facts) ?? [];
    return { given, places: placed(text, facts) };
  };

  test.each([
    ['a magic', cell('%%bash\nopenai x'), 'shell', '      \nopenai x\n'],
    ['a switch', cell('#!csharp\nopenai'), 'csharp', '        \nopenai\n'],
    ['the file that it is written to', cell('%%writefile a.sh\nopenai'), 'shell', '                \nopenai\n'],
    ['what its editor says', { ...cell('openai'), metadata: { vscode: { languageId: 'sql' } } }, 'sql', 'openai\n'],
  ])('of a cell is told by %s', (_title, one, language, given) => {
    expect(others(notebook([cell('a'), one]), language)).toEqual({ given, places: ['openai'] });
  });

  test('stands in lines for a shell and for a database', () => {
    const text = notebook([cell('x = 1\n!openai \\\n  y\nz = !openai\n%sql openai')]);
    expect(others(text, 'shell')).toEqual({
      given: '     \n openai \\\n  y\n     openai\n           \n',
      places: ['openai', 'openai'],
    });
    expect(others(text, 'sql').given.trim()).toBe('openai');
  });
});

test('a magic that sets a variable names it', () => {
  const text = notebook([cell('%env OPENAI_API_KEY=x\n%set_env B y')]);
  const found = read(text).reading.facts.map((fact) =>
    fact.kind === 'variable' ? [fact.name, placed(text, [fact])] : [],
  );
  expect(found).toEqual([
    ['OPENAI_API_KEY', ['OPENAI']],
    ['B', ['B y"']],
  ]);
});

test('what cells print are strings, pictures are nothing', () => {
  const outputs = [{ text: ['https://api.acme.dev\n'] }, { data: { 'text/plain': 'plain', 'image/png': 'abc' } }];
  const { facts } = read(notebook([{ ...cell('a'), outputs }])).reading;
  expect(facts.map((fact) => (fact.kind === 'string' ? fact.value : ''))).toEqual(['https://api.acme.dev', 'plain']);
});

describe('the language', () => {
  const typescript = notebook([cell('import "openai"; !x')], { kernelspec: { language: 'TypeScript' } });

  test('of the kernel chooses the reader', () => {
    expect(read(typescript, 'javascript').given).toBe('import "openai"; !x\n');
  });

  test('without a reader leaves the strings', () => {
    const { facts } = read(typescript).reading;
    expect(facts.map((fact) => (fact.kind === 'string' ? fact.value : ''))).toEqual(['openai']);
    expect(placed(typescript, facts)).toEqual(['openai']);
  });
});

describe('a broken notebook', () => {
  test('is read up to where it is cut off', () => {
    const text = '{"cells":[{"cell_type":"code","source":["import openai\\n","x = \\"openai';
    const { reading, given } = read(text);
    expect(given).toBe('import openai\nx = "openai\n');
    expect(placed(text, reading.facts)).toEqual(['openai', 'openai']);
    expect(reading.trouble).not.toBe('');
  });

  test('without cells gives its strings', () => {
    const { reading } = read('"https://api.acme.dev/v1", {');
    expect(reading.facts.map((fact) => (fact.kind === 'string' ? fact.value : ''))).toEqual([
      'https://api.acme.dev/v1',
    ]);
    expect(reading.trouble).not.toBe('');
  });

  test.each(['', 'null', '[]', '{"cells":{"0":1}}', '{"cells":[null,1,"x",{"cell_type":7,"source":null}]}'])(
    '%s has no code',
    (text) => {
      expect(read(text).reading.facts).toEqual([]);
    },
  );
});

test('cells of format 3 are found in their worksheets', () => {
  const text = JSON.stringify({ worksheets: [{ cells: [{ cell_type: 'code', input: ['openai'] }] }] });
  expect(placed(text, read(text).reading.facts)).toEqual(['openai']);
});
