import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk } from '../cli/stage.ts';
import { home } from '../world.ts';
import { action, type Job, type Ran, runAction, temporary } from './runner.ts';
import { checkout, commit, git, program, recorder } from './stage.ts';

const steps = action.runs.steps;
const scripts = readdirSync(join(home, 'action')).map((name) => readFileSync(join(home, 'action', name), 'utf8'));

describe('action.yml', () => {
  test('puts no input into the text of a script', () => {
    const texts = [...steps.map(({ run = '' }) => run), ...scripts];
    expect(texts.filter((text) => /\$\{\{/.test(text))).toEqual([]);
  });

  test('says what each input is, and has a default for it', () => {
    const silent = Object.entries(action.inputs).filter(
      ([, { description, default: preset }]) => description === '' || preset === undefined,
    );
    expect(silent).toEqual([]);
  });
});

/** A run on a pull request against main, with a rollcall that only writes down how it was called. */
function recorded(
  inputs: Record<string, string>,
  code = 0,
  more: Partial<Job> = {},
): Ran & { readonly args: string[] } {
  const { actionPath, args } = recorder(code, {
    json: JSON.stringify({ summary: { agents: 3, unreviewed: 2 }, comparison: { agents: [{ kind: 'new' }, {}] } }),
    sarif: '{}',
    markdown: '## rollcall: a page\n',
    github: '::error title=rollcall::ours\n',
  });
  const ran = runAction({ workspace: temporary(), actionPath, inputs, github: { base_ref: 'main' }, ...more });
  return { ...ran, args: args() };
}

describe('how rollcall is called', () => {
  test('on a pull request: for what is new, by the registry of its base', () => {
    const { args } = recorded({});
    expect(args).toEqual(expect.arrayContaining(['scan', '--registry-ref=origin/main', '--since=origin/main']));
    expect(args.slice(args.indexOf('--'))).toEqual(['--', '.']);
  });

  test('in a merge queue: likewise, by the commit that it builds on', () => {
    const { args } = recorded({}, 0, { github: { event: { merge_group: { base_sha: 'abc' } } } });
    expect(args).toEqual(expect.arrayContaining(['--registry-ref=abc', '--since=abc']));
  });

  test('on a push: for all there is', () => {
    const { args } = recorded({}, 0, { github: {} });
    expect(args.filter((one) => one.startsWith('--'))).toEqual(['--no-progress', '--']);
  });

  test('as the inputs say', () => {
    const { args } = recorded({
      path: 'services\ntools/a b\n',
      'fail-on': 'unreviewed,high',
      registry: 'central/agents.yaml',
      'registry-ref': 'false',
      since: 'v1',
      args: '--allow-incomplete\n--exclude\nthird party/**\n',
    });
    expect(args.filter((one) => !/^-o$|^--no-progress$|\w=\//.test(one))).toEqual([
      'scan',
      'table',
      '--fail-on=unreviewed,high',
      '--registry=central/agents.yaml',
      '--since=v1',
      '--allow-incomplete',
      '--exclude',
      'third party/**',
      '--',
      'services',
      'tools/a b',
    ]);
  });

  const hostile = [
    '"; touch pwned; "',
    '$(touch pwned)',
    '`touch pwned`',
    "'; touch pwned #",
    '--help',
    '\\',
    '*',
    '-n',
  ];
  test.each(hostile)('%j is a value and nothing else', (value) => {
    const workspace = temporary();
    const texts = Object.keys(action.inputs).filter((name) => !['sarif', 'summary', 'comment', 'token'].includes(name));
    const ran = recorded(Object.fromEntries(texts.map((name) => [name, value])), 1, { workspace });
    const { args } = ran;
    expect(args).toEqual(expect.arrayContaining([`--since=${value}`, `--registry=${value}`, `--fail-on=${value}`]));
    expect(args.slice(-3)).toEqual([value, '--', value]);
    expect(ran.outputs['exit-code']).toBe('1');
    expect(readdirSync(workspace)).toEqual([]);
  });

  test('a branch with an odd name is a value too', () => {
    const workspace = temporary();
    const { args } = recorded({}, 0, { workspace, github: { base_ref: '$(touch$IFS/pwned)' } });
    expect(args).toContain('--since=origin/$(touch$IFS/pwned)');
    expect(readdirSync(workspace)).toEqual([]);
  });
});

describe('what comes of a scan', () => {
  test('is shown in order, and the run fails last', () => {
    const event = { pull_request: { number: 7 } };
    const ran = recorded({ sarif: 'true', comment: 'true' }, 1, { github: { event } });
    expect(ran.order).toEqual(['build', 'scan', 'summary', 'upload', 'comment', 'end']);
    expect(ran.conclusion).toBe('failure');
    expect(Object.entries(ran.steps).filter(([, { outcome }]) => outcome === 'failure')).toEqual([
      ['end', expect.objectContaining({ code: 1 })],
    ]);
  });

  test('is given in outputs', () => {
    const { outputs } = recorded({}, 3);
    expect(outputs).toMatchObject({ 'exit-code': '3', agents: '3', unreviewed: '2', 'new-agents': '1' });
    expect([outputs.report, outputs.sarif].map((path) => path?.split('/').at(-1))).toEqual([
      'report.json',
      'rollcall.sarif',
    ]);
  });

  test('goes into the summary, unless that is not wanted', () => {
    expect(recorded({}).summary).toBe('## rollcall: a page\n');
    expect(recorded({ summary: 'false' }).summary).toBe('');
  });

  test.each([1, 3, 130])('ends with %d, as the scan did', (code) => {
    const { steps, conclusion, outputs } = recorded({}, code);
    expect([steps.end?.code, conclusion === 'success', outputs['exit-code']]).toEqual([code, false, `${code}`]);
  });

  test('is told to the runner by our own annotations alone', () => {
    const { log, orders } = recorded({}, 1);
    expect(log).toContain('from a name');
    expect(orders).toEqual(['::error title=rollcall::ours']);
  });

  test('is uploaded only where that is wanted', () => {
    expect(recorded({}).order).not.toContain('upload');
    const { order, steps, outputs } = recorded({ sarif: 'true' });
    expect(order).toContain('upload');
    expect(steps.upload?.with.sarif_file).toBe(outputs.sarif);
  });

  test('is kept where a path says', () => {
    const workspace = temporary();
    const { steps, outputs } = recorded({ sarif: 'out/a b/agents.sarif' }, 0, { workspace });
    expect(existsSync(join(workspace, 'out/a b/agents.sarif'))).toBe(true);
    expect([steps.upload?.with.sarif_file, outputs.sarif]).toEqual(Array(2).fill('out/a b/agents.sarif'));
  });

  test('stands where code scanning does not take it, and the reason is said', () => {
    const ran = recorded({ sarif: 'true' }, 0, { used: 'failure' });
    expect(ran.conclusion).toBe('success');
    expect(ran.orders.at(-1)).toMatch(/^::warning .*security-events write/);
  });
});

test('a scan that could not run says so everywhere, and nothing of an earlier one stands', () => {
  const { actionPath } = recorder(2);
  const ran = runAction({ workspace: temporary(), actionPath, inputs: { sarif: 'true' } });
  expect([ran.conclusion, ran.steps.end?.code]).toEqual(['failure', 2]);
  expect(ran.summary).toContain('rollcall could not run');
  expect(ran.outputs).toMatchObject({ agents: '', unreviewed: '', 'new-agents': '', report: '', sarif: '' });
  expect(ran.order).not.toContain('upload');
});

describe('the build', () => {
  const npm =
    'require("node:fs").appendFileSync(process.env.RUNNER_TEMP + "/npm", process.cwd() + " " + process.argv.slice(2).join(" ") + "\\n");';

  test('is that of the commit the action was taken with, and runs no script of a package', () => {
    const actionPath = recorder(0).actionPath;
    // Something that does not start is not built.
    const broken = program(
      'node',
      'process.stdout.write(process.argv[2] === "--version" ? "v22.20.0" : ""); process.exitCode = process.argv[2] === "--version" ? 0 : 1;',
    );
    const told = program(
      'npm',
      npm.replace('process.env.RUNNER_TEMP + "/npm"', JSON.stringify(join(actionPath, 'npm'))),
    );
    runAction({ workspace: temporary(), actionPath, path: [broken, told] });
    expect(readFileSync(join(actionPath, 'npm'), 'utf8').split('\n')).toEqual([
      expect.stringMatching(/^\S.* ci --ignore-scripts /),
      `${actionPath} run build`,
      '',
    ]);
  });

  test.each(['v18.20.4', 'v20.18.1', 'v21.7.0', 'v22.11.0'])('needs a newer Node than %s, and says so', (version) => {
    const old = program('node', `process.stdout.write(${JSON.stringify(version)});`);
    const ran = runAction({ workspace: temporary(), path: [old] });
    expect(ran.orders).toEqual([expect.stringContaining(`and this is ${version}. Put actions/setup-node before it.`)]);
    expect([ran.conclusion, ran.order]).toEqual(['failure', ['build']]);
  });
});

describe('a run with this rollcall', () => {
  const all = { since: 'false', 'registry-ref': 'false' };

  test('is red where an agent is unreviewed', () => {
    const ran = runAction({ workspace: checkout(desk), inputs: all });
    expect([ran.conclusion, ran.steps.end?.code]).toEqual(['failure', 1]);
    expect(ran.orders).toEqual([expect.stringMatching(/^::error file=desk\/main\.js,line=3,col=7,title=RC101%3A /)]);
    expect(ran.summary).toContain('1 of 1 agent unreviewed');
    expect(ran.outputs).toMatchObject({ agents: '1', unreviewed: '1', 'new-agents': '' });
  });

  test('is green where there is none', () => {
    const ran = runAction({ workspace: checkout({ 'main.js': 'console.log(1);\n' }), inputs: all });
    expect([ran.conclusion, ran.orders, ran.outputs.unreviewed]).toEqual(['success', [], '0']);
  });

  test('could not run where what it is held against is not there', () => {
    const ran = runAction({ workspace: checkout(desk), inputs: { ...all, since: 'nowhere' } });
    expect(ran.outputs['exit-code']).toBe('2');
    expect(ran.orders.at(-1)).toContain('fetch-depth 0');
  });

  test('on a pull request is green where it brings no agent', () => {
    const workspace = checkout(desk);
    git(workspace, 'switch', '--quiet', '--create', 'topic');
    commit(workspace, { 'notes.md': 'words\n' });
    const ran = runAction({ workspace, github: { base_ref: 'main' } });
    expect([ran.conclusion, ran.outputs['new-agents'], ran.orders]).toEqual(['success', '0', []]);
  });

  test('on a pull request is red where it brings one', () => {
    const workspace = checkout({ 'notes.md': 'words\n' });
    git(workspace, 'switch', '--quiet', '--create', 'topic');
    commit(workspace, desk);
    const ran = runAction({ workspace, github: { base_ref: 'main' } });
    expect([ran.conclusion, ran.outputs['new-agents']]).toEqual(['failure', '1']);
  });
});
