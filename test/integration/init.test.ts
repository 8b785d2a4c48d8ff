import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { workflow } from '../../src/cli/stubs.ts';
import { desk } from '../cli/stage.ts';
import { home } from '../world.ts';
import { temporary } from './runner.ts';
import { checkout, commit, git, npm } from './stage.ts';

const text = workflow('1.2.3');
const steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, unknown> }[] =
  parse(text).jobs.agents.steps;

/** Runs the scripts of the workflow in a checkout, each whatever the ones before it ended with. */
function run(cwd: string, base = '', runs = true) {
  const temp = temporary();
  writeFileSync(join(temp, 'summary.md'), '');
  const { path, args } = npm(runs);
  const ended = steps
    .flatMap(({ run: script }) => (script === undefined ? [] : [script]))
    .map((script) =>
      spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
        cwd,
        encoding: 'utf8',
        env: {
          PATH: `${path}:${process.env.PATH}`,
          HOME: temp,
          RUNNER_TEMP: temp,
          GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
          GITHUB_BASE_REF: base,
        },
      }),
    );
  return {
    codes: ended.map(({ status }) => status),
    out: ended.map(({ stdout }) => stdout),
    summary: readFileSync(join(temp, 'summary.md'), 'utf8'),
    ...args(),
  };
}

test('on a push it is red where an agent is unreviewed, and says so beside the line and in the summary', () => {
  const { codes, out, summary, npm, rollcall } = run(checkout(desk));
  expect(codes).toEqual([0, 1, 0]);
  expect(out[1]).toContain('1 unreviewed');
  expect(out[2]).toMatch(/^::error file=desk\/main\.js,line=3,/);
  expect(summary).toContain('1 of 1 agent unreviewed');
  expect(npm.at(-1)).toBe('rollcall@1.2.3');
  expect(rollcall.filter((one) => /^--(since|registry)/.test(one))).toEqual([]);
});

test('on a push it is green where there is none', () => {
  expect(run(checkout({ 'main.js': 'console.log(1);\n' })).codes).toEqual([0, 0, 0]);
});

test('on a pull request it tells what is new, by the registry of the base, whatever that is called', () => {
  const base = '$(touch$IFS/pwned)';
  const { rollcall } = run(checkout(desk), base, false);
  expect(rollcall.slice(0, 3)).toEqual(['scan', `--registry-ref=origin/${base}`, `--since=origin/${base}`]);
});

test('on a pull request it is green where that brings no agent', () => {
  const cwd = checkout(desk);
  git(cwd, 'switch', '--quiet', '--create', 'topic');
  commit(cwd, { 'notes.md': 'words\n' });
  expect(run(cwd, 'main').codes).toEqual([0, 0, 0]);
});

test('it has all commits, and leaves no token in the checkout', () => {
  expect(steps[0]?.with).toEqual({ 'fetch-depth': 0, 'persist-credentials': false });
});

test.each([
  ['rollcall init', text],
  ...['action.yml', '.github/workflows/ci.yml'].map((name) => [name, readFileSync(join(home, name), 'utf8')]),
])('%s takes actions by their commit alone, with the version beside it', (_, yaml = '') => {
  const uses = yaml.match(/uses: .*/g) ?? ['none'];
  expect(uses.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});
