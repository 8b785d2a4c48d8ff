import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { desk } from '../cli/stage.ts';
import { home } from '../world.ts';
import { temporary } from './runner.ts';
import { checkout, commit, git, npm } from './stage.ts';

const text = readFileSync(join(home, 'templates/rollcall.yml'), 'utf8');
const [header, body] = parseAllDocuments(text).map((document) => document.toJS());
const presets: Record<string, string> = Object.fromEntries(
  Object.entries<{ default: string }>(header.spec.inputs).map(([name, input]) => [name, input.default]),
);

/** The job as GitLab has it once the inputs are filled in: text into texts, after the file was parsed. */
function jobOf(inputs: Record<string, string> = {}) {
  const values = { ...presets, ...inputs };
  const fill = (one: string) =>
    one.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => values[name] ?? `no input ${name}`);
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [fill(key), filled(one)]));
  };
  const [name, job] = Object.entries(filled(body) as Record<string, Job>)[0] ?? [];
  if (name === undefined || job === undefined) throw new Error('there is no job');
  return { name, ...job };
}

interface Job {
  readonly stage: string;
  readonly image: string;
  readonly variables: Readonly<Record<string, string | { readonly value: string; readonly expand: boolean }>>;
  readonly script: readonly string[];
  readonly rules: readonly { readonly if: string }[];
  readonly artifacts: { readonly when: string; readonly paths: readonly string[] };
}

/** Runs the script of the job as a runner of GitLab does. */
function run(cwd: string, inputs: Record<string, string> = {}, variables: Record<string, string> = {}, shell = 'bash') {
  return runWith(npm(), cwd, inputs, variables, shell);
}

/** The same, where it matters only how rollcall is called. */
function called(cwd: string, inputs: Record<string, string>, variables: Record<string, string> = {}, shell = 'bash') {
  return runWith(npm(false), cwd, inputs, variables, shell);
}

function runWith(
  { path, args }: ReturnType<typeof npm>,
  cwd: string,
  inputs: Record<string, string>,
  variables: Record<string, string>,
  shell: string,
) {
  const job = jobOf(inputs);
  const given = Object.entries(job.variables).map(([name, one]) => [name, typeof one === 'string' ? one : one.value]);
  const { status, stdout, stderr } = spawnSync(shell, ['-e', '-c', job.script.join('\n')], {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${path}:${process.env.PATH}`, HOME: temporary(), ...Object.fromEntries(given), ...variables },
  });
  return { status, stdout, stderr, ...args() };
}

/** The checkout of a merge request into main that makes a change. */
function request(files: Readonly<Record<string, string>>, change: Readonly<Record<string, string>>) {
  const cwd = checkout(files);
  const base = git(cwd, 'rev-parse', 'HEAD');
  git(cwd, 'switch', '--quiet', '--create', 'topic');
  commit(cwd, change);
  git(cwd, 'update-ref', '-d', 'refs/remotes/origin/main');
  return {
    cwd,
    base,
    variables: { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_MERGE_REQUEST_DIFF_BASE_SHA: base },
  };
}

describe('the component', () => {
  test('names an input wherever it takes one, and takes each', () => {
    expect(JSON.stringify(jobOf())).not.toContain('no input');
    const taken = new Set([...text.matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name]) => name));
    expect([...taken].toSorted()).toEqual(Object.keys(presets).toSorted());
  });

  test('puts no input into the text of its script, and expands none', () => {
    const { script } = body['$[[ inputs.job-name ]]'];
    expect(script.join('')).not.toContain('$[[');
    const { variables } = jobOf();
    const own = Object.entries(variables).filter(([name]) => name.startsWith('ROLLCALL_'));
    expect(own.filter(([, one]) => typeof one === 'string' || one.expand)).toEqual([]);
  });

  test('takes the version of rollcall that it stands beside', () => {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    expect(presets.version).toBe(version);
  });

  test('runs on merge requests and on the default branch, with all commits, and keeps its reports', () => {
    const { rules, variables, artifacts, name, stage } = jobOf({ 'job-name': 'agents', stage: 'scan' });
    expect([name, stage]).toEqual(['agents', 'scan']);
    expect(rules.map((rule) => rule.if)).toEqual([
      '$CI_PIPELINE_SOURCE == "merge_request_event"',
      '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    ]);
    expect(variables.GIT_DEPTH).toBe('0');
    expect(artifacts).toMatchObject({ when: 'always', paths: ['rollcall-report/'] });
  });
});

describe.each(['bash', 'dash'])('its script, in %s', (shell) => {
  let known = false;
  beforeAll(() => {
    known = existsSync(`/bin/${shell}`);
  });

  test('is red on the default branch where an agent is unreviewed, and leaves the reports', ({ skip }) => {
    if (!known) skip();
    const cwd = checkout(desk);
    const { status, stdout } = run(cwd, {}, {}, shell);
    expect([status, stdout]).toEqual([1, expect.stringContaining('1 unreviewed')]);
    expect(readdirSync(join(cwd, 'rollcall-report')).toSorted()).toEqual(['report.json', 'report.md', 'report.sarif']);
  });

  test('holds a merge request against its target, and by the registry of that', ({ skip }) => {
    if (!known) skip();
    const { cwd, base, variables } = request(desk, { 'notes.md': 'words\n' });
    const { rollcall } = called(cwd, {}, variables, shell);
    expect(rollcall).toEqual(expect.arrayContaining(['--registry-ref=origin/main', '--since=origin/main']));
    expect(git(cwd, 'rev-parse', 'origin/main')).toBe(base);
  });
});

test('is green where there is no agent', () => {
  expect(run(checkout({ 'main.js': 'console.log(1);\n' })).status).toBe(0);
});

test('takes from a merge request what it is told', () => {
  const { cwd, variables } = request(desk, { 'notes.md': 'words\n' });
  const { rollcall } = called(cwd, { since: 'false', 'registry-ref': 'false', path: 'desk' }, variables);
  expect(rollcall.filter((one) => /^--(since|registry)/.test(one))).toEqual([]);
  expect(rollcall.slice(-2)).toEqual(['--', 'desk']);
});

test.each(['"; touch pwned; "', '$(touch pwned)', '`touch pwned`', "'; touch pwned #"])(
  'an input %j is a value and nothing else',
  (value) => {
    const cwd = temporary();
    const names = ['version', 'path', 'fail-on', 'registry', 'registry-ref', 'since'];
    const ran = called(cwd, Object.fromEntries(names.map((name) => [name, value])));
    expect(ran.npm.at(-1)).toBe(`rollcall@${value}`);
    expect(ran.rollcall).toEqual(expect.arrayContaining([`--since=${value}`, `--registry-ref=${value}`, value]));
    expect(readdirSync(cwd)).toEqual(['rollcall-report']);
  },
);

test('what is installed is decided outside of the checkout', () => {
  const cwd = checkout({ 'main.js': '', '.npmrc': 'registry=https://evil.example\n' });
  writeFileSync(join(cwd, 'package.json'), '{}');
  const { npm } = called(cwd, {});
  expect(npm.slice(0, 3)).toEqual(['install', '--prefix', expect.not.stringContaining(cwd)]);
  expect(npm).toContain('--ignore-scripts');
});

describe('on a merge request', () => {
  test('is green where it brings no agent', () => {
    const { cwd, variables } = request(desk, { 'notes.md': 'words\n' });
    expect(run(cwd, {}, variables).status).toBe(0);
  });

  test('is red where it brings one', () => {
    const { cwd, variables } = request({ 'notes.md': 'words\n' }, desk);
    expect(run(cwd, {}, variables).status).toBe(1);
  });
});
