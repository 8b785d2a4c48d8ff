import { expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

const model = `import OpenAI from 'openai';
export const ask = (x) => new OpenAI().chat.completions.create({ model: 'gpt-5', messages: [x] });
`;
const python = `from openai import OpenAI

def ask(x):
    return OpenAI().chat.completions.create(model="gpt-5", messages=[x])
`;
const manifest = { 'package.json': '{ "name": "shop" }' };

/** The files by which agents are told, where nothing in the tree keeps a file from being read. */
async function told(files: Record<string, string>, trustTree = false): Promise<string[]> {
  const { assessments } = await scanAt([makeTree(files)], { trustTree });
  return assessments.flatMap(({ agent }) =>
    agent.example
      ? [`${agent.path}, an example`]
      : agent.evidence.filter(({ weight }) => weight === 'use').map(({ file }) => file),
  );
}

test.each([
  ['a test', 'test/agent.js'],
  ['documentation', 'docs/agent.js'],
  ['an example', 'examples/agent.js'],
  ['vendored code', 'vendor/agent.js'],
  ['what was built', 'dist/agent.js'],
])('what production imports is production, though it stands in the folder of %s', async (_what, file) => {
  const files = { ...manifest, [file]: model, 'main.js': `import { ask } from './${file}';\nawait ask('x');\n` };
  expect(new Set(await told(files))).toEqual(new Set([file]));
});

test('so it is behind files that use no model, and in Python', async () => {
  const hops = {
    ...manifest,
    'test/agent.js': model,
    'test/a.js': "export * from './agent.js';\n",
    'test/b.js': "export * from './a.js';\n",
    'src/main.js': "import { ask } from '../test/b.js';\nawait ask('x');\n",
  };
  expect(await told(hops)).toContain('test/agent.js');
  const modules = {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'docs/__init__.py': '',
    'docs/agent.py': python,
    'main.py': 'from docs.agent import ask\n\nask("x")\n',
  };
  expect(await told(modules)).toContain('docs/agent.py');
});

test('what sets up tests is no production, unless production imports that', async () => {
  const setUp = {
    ...manifest,
    'test/agent.js': model,
    'jest.setup.js': "import { ask } from './test/agent.js';\nglobal.ask = ask;\n",
  };
  expect(await told(setUp)).toEqual([]);
  expect(await told({ ...setUp, 'main.js': "import './jest.setup.js';\n" })).toContain('test/agent.js');
});

test('what only tests and examples import stays what it is', async () => {
  const files = {
    ...manifest,
    'test/agent.js': model,
    'test/agent.test.js': "import { ask } from './agent.js';\nawait ask('x');\n",
    'src/main.js': "console.log('agent');\n",
  };
  expect(await told(files)).toEqual([]);
});

test('where the tree is trusted a folder is what its name says', async () => {
  const files = {
    ...manifest,
    'test/agent.js': model,
    'main.js': "import { ask } from './test/agent.js';\nawait ask('x');\n",
  };
  expect(await told(files, true)).toEqual([]);
});
