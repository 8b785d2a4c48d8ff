import { describe, expect, test } from 'vitest';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

/** Scans a tree; what was found, as `path level`, an example with a star behind it, a library in brackets. */
async function roll(files: Record<string, string>): Promise<string[]> {
  const { assessments, components } = await scanAt([makeTree(files)]);
  return [
    ...assessments.map(({ agent }) => `${agent.path} ${agent.level}${agent.example ? ' *' : ''}`),
    ...components.flatMap(({ kind, path }) => (kind === 'library' ? `[${path}]` : [])),
  ];
}

const asks = (name: string) =>
  `import { generateText } from 'ai';\nexport async function ${name}() { return generateText({ model: 'openai/gpt-4o' }); }\n`;
const manifest = (name: string) => JSON.stringify({ name });
const user = (name: string) => JSON.stringify({ name, dependencies: { '@acme/ai': 'workspace:*' } });

describe('agents by way of another unit', () => {
  const library = {
    'packages/ai/package.json': manifest('@acme/ai'),
    'packages/ai/src/index.ts': `${asks('ask')}export function shout(text: string) { return text.toUpperCase(); }\n`,
  };

  test('who calls what asks a model is one, and what it calls is a library', async () => {
    const app = {
      'apps/web/package.json': user('web'),
      'apps/web/main.ts': "import { ask } from '@acme/ai';\nawait ask();\n",
    };
    expect(await roll({ ...library, ...app })).toEqual(['apps/web caller', '[packages/ai]']);
  });

  test('who calls something else of the same file is none', async () => {
    const app = {
      'apps/web/package.json': user('web'),
      'apps/web/main.ts': "import { shout } from '@acme/ai';\nshout('a');\n",
    };
    expect(await roll({ ...library, ...app })).toEqual(['packages/ai caller']);
  });

  test('a declaration leads on to those that it mentions, in its file and in others', async () => {
    const files = {
      'packages/ai/src/index.ts':
        "import { ask } from './ask';\nconst routes = { ask };\nexport function route() { return routes; }\nexport function health() { return 'ok'; }\n",
      'packages/ai/src/ask.ts': asks('ask'),
      'packages/ai/package.json': manifest('@acme/ai'),
      'apps/a/package.json': user('a'),
      'apps/a/main.ts': "import { route } from '@acme/ai';\nroute();\n",
      'apps/b/package.json': user('b'),
      'apps/b/main.ts': "import { health } from '@acme/ai';\nhealth();\n",
    };
    expect(await roll(files)).toEqual(['apps/a caller', '[packages/ai]']);
  });

  test('a script beside a library does not make it start', async () => {
    const app = {
      'apps/web/package.json': user('web'),
      'apps/web/main.ts': "import { ask } from '@acme/ai';\nawait ask();\n",
    };
    const script = (text: string) => ({ 'packages/ai/scripts/run.ts': text });
    const aside = script("import 'openai';\nfunction run() {}\nrun();\n");
    const start = script(
      "import 'openai';\nimport { ask } from '../src/index';\nasync function run() { await ask(); }\nrun();\n",
    );
    expect(await roll({ ...library, ...app, ...aside })).toEqual(['apps/web caller', '[packages/ai]']);
    expect(await roll({ ...library, ...app, ...start })).toEqual(['apps/web caller', 'packages/ai caller']);
  });

  test('an example that calls another unit is an example', async () => {
    const app = {
      'examples/package.json': user('shown'),
      'examples/main.ts': "import { ask } from '@acme/ai';\nawait ask();\n",
    };
    expect(await roll({ ...library, ...app })).toEqual(['examples caller *', '[packages/ai]']);
  });
});

describe('examples of a package', () => {
  const call =
    'from openai import OpenAI\nimport acme\n\nOpenAI().chat.completions.create(model="gpt-4o")\nprint("done")\n';
  const files = {
    'pyproject.toml': '[project]\nname = "acme"\n',
    'acme/__init__.py':
      'from openai import OpenAI\n\ndef ask():\n    return OpenAI().responses.create(model="gpt-4o")\n',
  };

  test('are no part of it, although they import it', async () => {
    expect(await roll({ ...files, 'examples/a.py': call })).toEqual(['. caller', 'examples caller *']);
  });

  test('are units by themselves where several share the folder', async () => {
    const found = await roll({ ...files, 'examples/a.py': call, 'examples/b.py': call });
    expect(found).toEqual(['. caller', 'examples/a.py caller *', 'examples/b.py caller *']);
  });
});

test('a folder whose name ends in -tests holds tests', async () => {
  const files = { 'package.json': manifest('shop') };
  expect(await roll({ ...files, 'ecosystem-tests/a.ts': asks('a') })).toEqual([]);
  expect(await roll({ ...files, 'latest/a.ts': asks('a') })).toEqual(['. caller']);
});

describe('examples of a library', () => {
  const library = {
    'pyproject.toml': '[project]\nname = "graph"\n',
    'graph/__init__.py': 'from graph.main import Graph\n',
    'graph/main.py':
      'from openai import OpenAI\n\nclass Graph:\n    def add(self, text):\n        return OpenAI().responses.create(model="gpt-4.1", input=text)\n',
  };
  const script = (call: string) =>
    `from graph import Graph\n\ndef main():\n    ${call}\n\nif __name__ == "__main__":\n    main()\n`;

  test('a script that calls the library it lies beside is an agent by way of it', async () => {
    const files = { ...library, 'examples/podcast/run.py': script('Graph().add("a")') };
    expect(await roll(files)).toEqual(['examples/podcast caller *', '[.]']);
  });

  test('a script that calls nothing of it is none', async () => {
    const files = { ...library, 'examples/podcast/run.py': script('print("none")') };
    expect(await roll(files)).toEqual(['. caller']);
  });
});
