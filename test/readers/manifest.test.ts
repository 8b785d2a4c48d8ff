import { describe, expect, test } from 'vitest';
import type { DependencyFact } from '../../src/model/fact.ts';
import { isManifest, manifest } from '../../src/readers/manifest.ts';

function dependencies(text: string, path: string): string[] {
  return manifest
    .read(text, path)
    .facts.filter((fact): fact is DependencyFact => fact.kind === 'dependency')
    .map(({ ecosystem, name, scope, at }) => `${ecosystem}:${name} ${scope} ${at.line}:${at.column}`);
}

const unit = (text: string, path: string) => manifest.read(text, path).manifest;

describe('package.json', () => {
  const read = (content: object) => unit(JSON.stringify({ name: 'shop', ...content }), 'package.json');

  test('tells dependencies by what they are for', () => {
    const text = `{
  "dependencies": { "openai": "^4", "llm": "npm:@anthropic-ai/sdk@1" },
  "devDependencies": { "vitest": "1" },
  "peerDependencies": { "ai": "*" }
}`;
    expect(dependencies(text, 'apps/web/package.json')).toEqual([
      'npm:openai runtime 2:21',
      'npm:@anthropic-ai/sdk runtime 2:37',
      'npm:ai runtime 4:25',
      'npm:vitest development 3:24',
    ]);
    expect(unit(text, 'package.json')?.dependencies).toEqual(['@anthropic-ai/sdk', 'ai', 'openai']);
  });

  test('says name, author and claim', () => {
    const found = read({ author: { name: 'Ada', email: 'ada@acme.dev' }, rollcall: { agent: 'acme-triage' } });
    expect(found).toMatchObject({ name: 'shop', author: 'Ada <ada@acme.dev>', claim: 'acme-triage' });
    expect(read({ author: 'Ada' })?.author).toBe('Ada');
  });

  test.each([
    ['a command', { bin: './cli.js' }],
    ['commands', { bin: { shop: './cli.js' } }],
    ['a start script', { scripts: { start: 'node server.js' } }],
    ['a script behind a build', { scripts: { 'dev:api': 'tsc && NODE_ENV=x node dist' } }],
    ['a deploy script', { scripts: { deploy: 'wrangler deploy' } }],
    ['a web framework', { dependencies: { next: '15' } }],
    ['an editor extension', { engines: { vscode: '^1' } }],
  ])('%s can be started', (_what, content) => {
    expect(read(content)?.entry).toBe(true);
  });

  test.each([
    ['a main module', { main: 'index.js' }],
    ['a build in watch mode', { scripts: { dev: 'tsc --watch', start: 'vite build --watch' } }],
    ['tests and docs', { scripts: { test: 'node test.js', docs: 'node docs.js' } }],
    ['a hand-over to packages', { scripts: { dev: 'turbo run dev', start: 'pnpm -r start' } }],
  ])('%s is no entry', (_what, content) => {
    expect(read(content)?.entry).toBe(false);
  });

  test('a root that only holds packages together is a workspace, one that runs is not', () => {
    expect(read({ workspaces: ['packages/*'], scripts: { dev: 'turbo dev' } })?.workspace).toBe(true);
    expect(read({ workspaces: { packages: ['packages/*'] } })?.workspace).toBe(true);
    expect(read({ workspaces: ['packages/*'], scripts: { start: 'node server.js' } })?.workspace).toBe(false);
    expect(read({ workspaces: ['packages/*'], main: 'index.js' })?.workspace).toBe(false);
    expect(read({})?.workspace).toBe(false);
  });

  test('a marker of a module format makes no unit', () => {
    expect(unit('{ "type": "module" }', 'dist/package.json')).toBeNull();
  });

  test('what is cut off is told and read as far as it goes', () => {
    const text = '{ "name": "shop", "dependencies": { "openai": "^4", "zod';
    expect(dependencies(text, 'package.json')).toEqual(['npm:openai runtime 1:37']);
    expect(manifest.read(text, 'package.json').trouble).not.toBe('');
  });
});

describe('pyproject.toml', () => {
  test('knows PEP 621 and 735, Poetry and uv', () => {
    const text = `[project]
name = "shop"
authors = [{name = "Ada", email = "ada@acme.dev"}]
dependencies = ["OpenAI>=1", "lang_chain.core[x]==1; python_version>'3'", "foo @ git+https://x/y"]
[project.optional-dependencies]
dev = ["pytest"]
ai = ["anthropic"]
[project.scripts]
shop = "shop:main"
[dependency-groups]
lint = ["ruff", {include-group = "dev"}]
[tool.poetry.dependencies]
python = "^3"
crewai = {version = "1", extras = ["tools"]}
[tool.poetry.group.test.dependencies]
responses = "*"
[tool.uv]
dev-dependencies = ["mypy"]
[tool.rollcall]
agent = "acme-triage"
`;
    expect(dependencies(text, 'pyproject.toml')).toEqual([
      'pypi:openai runtime 4:18',
      'pypi:lang-chain-core runtime 4:31',
      'pypi:foo runtime 4:76',
      'pypi:pytest development 6:9',
      'pypi:anthropic runtime 7:8',
      'pypi:ruff development 11:10',
      'pypi:crewai runtime 14:11',
      'pypi:responses development 16:1',
      'pypi:mypy development 18:22',
    ]);
    expect(unit(text, 'pyproject.toml')).toEqual({
      name: 'shop',
      workspace: false,
      entry: true,
      author: 'Ada <ada@acme.dev>',
      claim: 'acme-triage',
      dependencies: ['anthropic', 'crewai', 'foo', 'lang-chain-core', 'openai'],
    });
  });

  test('a uv workspace without a package of its own only holds its packages together', () => {
    const text = '[project]\nname = "shop"\n[tool.uv.workspace]\nmembers = ["packages/*"]\n';
    expect(unit(text, 'pyproject.toml')?.workspace).toBe(true);
    expect(unit(`${text}[build-system]\nrequires = ["hatchling"]\n`, 'pyproject.toml')?.workspace).toBe(false);
  });

  test('settings of tools alone make no unit', () => {
    expect(unit('[tool.ruff]\nline-length = 120\n', 'pyproject.toml')).toBeNull();
  });
});

test('requirements: options, paths and URLs without a name are passed over', () => {
  const text = [
    '\uFEFF# note',
    '-r other.txt',
    '--index-url https://x',
    'openai==1.0 # x',
    '-e git+https://x/a/b.git@v1#egg=lang_graph&subdirectory=x',
    './local',
    'https://x/y.whl',
    'google-genai [x] ; a',
    'pydantic_ai>=1 \\',
    '    --hash=sha256:abc',
  ].join('\r\n');
  expect(dependencies(text, 'requirements.txt')).toEqual([
    'pypi:openai runtime 4:1',
    'pypi:lang-graph runtime 5:33',
    'pypi:google-genai runtime 8:1',
    'pypi:pydantic-ai runtime 9:1',
  ]);
  expect(dependencies('pytest', 'requirements-dev.txt')).toEqual(['pypi:pytest development 1:1']);
  expect(dependencies('pytest', 'requirements/test.in')).toEqual(['pypi:pytest development 1:1']);
});

test('setup.py is read by its looks', () => {
  const text = `REQUIRED = ["openai>=1", # no "zod"
  'lite_llm',]
setup(name='shop', author="Ada", install_requires=["crewai[tools]>=1"],
  extras_require={'dev': ['pytest'], "ai": ["anthropic"]}, entry_points={'console_scripts': ['a=b:c']})`;
  expect(dependencies(text, 'setup.py')).toEqual([
    'pypi:openai runtime 1:14',
    'pypi:lite-llm runtime 2:4',
    'pypi:crewai runtime 3:53',
    'pypi:pytest development 4:28',
    'pypi:anthropic runtime 4:46',
  ]);
  expect(unit(text, 'setup.py')).toMatchObject({ name: 'shop', author: 'Ada', entry: true });
});

test('setup.cfg', () => {
  const text = `[metadata]
name = shop
[options]
packages = find:
install_requires =
    openai>=1
    # note
    langchain
[options.extras_require]
test =
    pytest
[options.entry_points]
console_scripts =
    shop = shop:main
`;
  expect(dependencies(text, 'setup.cfg')).toEqual([
    'pypi:openai runtime 6:5',
    'pypi:langchain runtime 8:5',
    'pypi:pytest development 11:5',
  ]);
  expect(unit(text, 'setup.cfg')).toMatchObject({ name: 'shop', entry: true });
  expect(unit('[flake8]\nmax-line-length = 120\n', 'setup.cfg')).toBeNull();
});

test('Pipfile', () => {
  const text = '[packages]\nopenai = "*"\n[dev-packages]\npytest = {version = "1", extras = ["x"]}\n';
  expect(dependencies(text, 'Pipfile')).toEqual(['pypi:openai runtime 2:1', 'pypi:pytest development 4:11']);
});

test.each([
  'package.json',
  'a/requirements.txt',
  'requirements-dev.txt',
  'a/requirements/base.in',
  'Pipfile',
  'setup.py',
])('%s is a manifest', (path) => expect(isManifest(path)).toBe(true));

test.each(['package-lock.json', 'my-package.json', 'requirements.md', 'poetry.lock', 'Pipfile.lock'])(
  '%s is none',
  (path) => expect(isManifest(path)).toBe(false),
);
