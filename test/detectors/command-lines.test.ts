import { expect, test } from 'vitest';
import { loadCompiled } from '../../src/ruleset/load.ts';
import { inspect } from '../../src/scan/inspect.ts';

const rules = loadCompiled();

/** The agent CLIs that a file starts: program by its framework, model, line. */
async function started(path: string, text: string): Promise<string[]> {
  const blob = {
    kind: 'blob',
    place: 'test',
    origin: { kind: 'file', path },
    content: { kind: 'bytes', bytes: Buffer.from(text) },
  } as const;
  const options = { salt: 'test', maxBytes: 1 << 20, always: /^/, shadows: new Set<string>() };
  const evidence = (await inspect(blob, rules, options)).inspection?.evidence ?? [];
  return evidence.flatMap((one) =>
    one.kind === 'declaration' && one.what === 'agent-cli' && one.weight === 'use'
      ? `${one.framework ?? one.provider} ${one.models.join('|')}:${one.line}`
      : [],
  );
}

test.each([
  [
    'a script of a package',
    'package.json',
    '{"scripts": {\n"review": "git diff | claude -p Review --model opus"}}',
    'claude-code opus:2',
  ],
  ['a hook of a package', 'package.json', '{"simple-git-hooks": {"pre-commit": "claude -p Review"}}', 'claude-code :1'],
  ['a task of Deno', 'deno.json', '{"tasks": {"review": "claude -p Review"}}', 'claude-code :1'],
  ['a command of a container', 'compose.yaml', 'services:\n  bot:\n    command: claude -p "Watch"\n', 'claude-code :3'],
  [
    'the words of one',
    'docker-compose.dev.yml',
    'services:\n  bot:\n    entrypoint: ["claude", "-p", "Watch", "--model", "opus"]\n',
    'claude-code opus:3',
  ],
  [
    'a shell in one',
    'compose.yaml',
    'services:\n  bot:\n    command:\n      - sh\n      - -c\n      - ollama run llama3.2 Watch\n',
    'ollama llama3.2:4',
  ],
  ['a task', 'Taskfile.yml', 'tasks:\n  review:\n    cmds:\n      - claude -p Review\n', 'claude-code :4'],
  [
    'a hook of lefthook',
    'lefthook.yml',
    'pre-commit:\n  commands:\n    review:\n      run: claude -p Review\n',
    'claude-code :4',
  ],
  ['a task of mise', 'mise.toml', '[tasks.review]\nrun = "claude -p Review"\n', 'claude-code :2'],
])('%s starts an agent', async (_title, path, text, expected) => {
  expect(await started(path, text)).toEqual([expected]);
});

test.each([
  ['an interactive start', 'package.json', '{"scripts": {"ai": "claude"}}'],
  ['an installation', 'package.json', '{"scripts": {"setup": "npm i -g @anthropic-ai/claude-code"}}'],
  ['another field', 'package.json', '{"description": "claude -p Review"}'],
  ['another file', 'config.json', '{"scripts": {"review": "claude -p Review"}}'],
  ['a label of a container', 'compose.yaml', 'services:\n  bot:\n    labels:\n      note: claude -p Watch\n'],
])('%s starts none', async (_title, path, text) => {
  expect(await started(path, text)).toEqual([]);
});
