import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rollcall } from '../cli/stage.ts';
import { openaiKey } from '../key.ts';
import { home } from '../world.ts';
import { temporary } from './runner.ts';
import { checkout, git, program } from './stage.ts';

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
  readonly files?: string;
}

const hooks: readonly Hook[] = parse(readFileSync(join(home, '.pre-commit-hooks.yaml'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));

/** Runs the entry of a hook in a work tree, as a commit does. */
async function hook(id: string, cwd: string) {
  const [name, ...argv] = hooks.find((one) => one.id === id)?.entry.split(' ') ?? [];
  expect(Object.keys(manifest.bin)).toContain(name);
  return rollcall(argv, { cwd });
}

test.each(hooks)('hook $id says what pre-commit asks for, and no more', (one) => {
  const known = ['id', 'name', 'description', 'entry', 'language', 'files', 'pass_filenames', 'always_run'];
  expect(Object.keys(one).filter((key) => ![...known, 'minimum_pre_commit_version'].includes(key))).toEqual([]);
  expect(one).toMatchObject({ name: expect.any(String), language: 'node', pass_filenames: false });
});

describe('a commit', () => {
  test('that brings a key is stopped', async () => {
    const cwd = checkout({ 'main.js': '' });
    writeFileSync(join(cwd, '.env'), `OPENAI_API_KEY=${openaiKey('hook')}\n`);
    expect((await hook('rollcall', cwd)).code).toBe(0);
    git(cwd, 'add', '.env');
    expect(await hook('rollcall', cwd)).toMatchObject({ code: 1, out: expect.stringContaining('1 new key') });
  });

  test('that breaks the registry is stopped', async () => {
    const cwd = checkout({ '.rollcall/registry.yaml': 'apiVersion: rollcall/v1\nagents: []\n' });
    expect((await hook('rollcall-registry', cwd)).code).toBe(0);
    writeFileSync(join(cwd, '.rollcall/registry.yaml'), 'apiVersion: rollcall/v1\nagents: [{ id: x }]\n');
    expect((await hook('rollcall-registry', cwd)).code).toBe(2);
  });

  test.each([
    ['.rollcall/registry.yaml', true],
    ['.rollcall/agents/billing.yaml', true],
    ['.rollcall/config.yaml', false],
    ['docs/.rollcall/registry.yaml', false],
  ])('of %s looks at the registry: %s', (file, does) => {
    const { files = '' } = hooks.find(({ id }) => id === 'rollcall-registry') ?? {};
    expect(new RegExp(files).test(file)).toBe(does);
  });
});

describe('an installation from git', () => {
  /** What the build of a clone asks of npm. */
  function asked(packages: readonly string[]): string[] {
    const clone = temporary();
    mkdirSync(join(clone, '.ci'));
    cpSync(join(home, '.ci/prepare.js'), join(clone, '.ci/prepare.js'));
    writeFileSync(join(clone, 'package.json'), '{ "type": "module" }');
    for (const name of packages) mkdirSync(join(clone, 'node_modules', name), { recursive: true });
    const npm = program(
      'npm',
      `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
       appendFileSync('asked', process.argv.slice(2).join(' ') + '\\n');
       mkdirSync('dist/dev', { recursive: true });
       writeFileSync('dist/dev/estate.js', '');`,
    );
    const { status, stderr } = spawnSync(process.execPath, ['.ci/prepare.js'], {
      cwd: clone,
      encoding: 'utf8',
      env: { PATH: `${npm}:${process.env.PATH}`, npm_config_global: 'true' },
    });
    expect([status, stderr]).toEqual([0, '']);
    return readFileSync(join(clone, 'asked'), 'utf8').trim().split('\n');
  }

  test('brings what the build needs where npm does not', () => {
    expect(asked([])).toEqual([expect.stringMatching(/^ci --global=false --include=dev /), 'run build']);
  });

  test('builds alone where it is there', () => {
    expect(asked(['typescript'])).toEqual(['run build']);
  });

  test('is what package.json asks for', () => {
    expect(manifest.scripts.prepare).toBe('node .ci/prepare.js');
  });
});
