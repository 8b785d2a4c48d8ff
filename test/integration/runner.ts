import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { home } from '../world.ts';

interface Step {
  readonly id: string;
  readonly if?: string;
  readonly 'continue-on-error'?: boolean;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** action.yml, as a runner reads it. */
export const action: Action = parse(readFileSync(join(home, 'action.yml'), 'utf8'));

/** What a test says of the run. */
export interface Job {
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly github?: Readonly<Record<string, unknown>>;
  /** Folders before the others in PATH. */
  readonly path?: readonly string[];
  /** Where the action lies; by default here. */
  readonly actionPath?: string;
  /** How a step ends that takes another action. */
  readonly used?: 'success' | 'failure';
}

/** What became of a step. */
interface Ended {
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly code: number;
  readonly log: string;
  readonly with: Readonly<Record<string, string>>;
}

/** What became of the action. */
export interface Ran {
  readonly conclusion: 'success' | 'failure';
  readonly steps: Readonly<Record<string, Ended>>;
  /** Ids of the steps that were not skipped. */
  readonly order: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  /** Lines of the log that the runner took for orders. */
  readonly orders: readonly string[];
  readonly summary: string;
}

/** Runs the action as a runner of GitHub does: step by step, each in a bash of its own. */
export function runAction(job: Job): Ran {
  const temp = temporary();
  writeFileSync(join(temp, 'summary.md'), '');
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, one]) => [name, one.default ?? '']));
  const scope: Scope = {
    github: { token: 'gh-token', base_ref: '', event: {}, ...job.github },
    inputs: {},
    steps: {},
    failed: false,
  };
  scope.inputs = { ...record(inputs, (text) => fill(text, scope)), ...job.inputs };
  const order: string[] = [];
  for (const step of action.runs.steps) {
    const goes = Boolean(value(step.if === undefined ? 'success()' : step.if.replace(/^\$\{\{|\}\}$/g, ''), scope));
    const ended = goes ? take(step, job, temp, scope) : skipped;
    scope.steps[step.id] = ended;
    if (goes) order.push(step.id);
    if (ended.outcome === 'failure' && step['continue-on-error'] !== true) scope.failed = true;
  }
  const log = order.map((id) => scope.steps[id]?.log ?? '').join('');
  return {
    conclusion: scope.failed ? 'failure' : 'success',
    steps: scope.steps,
    order,
    outputs: record(action.outputs, ({ value: text }) => fill(text, scope)),
    log,
    orders: obeyed(log),
    summary: readFileSync(join(temp, 'summary.md'), 'utf8'),
  };
}

interface Scope {
  readonly github: Readonly<Record<string, unknown>>;
  inputs: Readonly<Record<string, string>>;
  readonly steps: Record<string, Ended>;
  failed: boolean;
}

const skipped: Ended = { outcome: 'skipped', outputs: {}, code: 0, log: '', with: {} };

/** A folder that is removed when the test ends. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall runner '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function take(step: Step, job: Job, temp: string, scope: Scope): Ended {
  if (step.run === undefined) {
    return { ...skipped, outcome: job.used ?? 'success', with: record(step.with ?? {}, (text) => fill(text, scope)) };
  }
  const output = join(temp, `output-${step.id}`);
  writeFileSync(output, '');
  mkdirSync(join(temp, 'temp'), { recursive: true });
  const script = join(temp, `${step.id}.sh`);
  writeFileSync(script, step.run);
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: job.workspace,
    encoding: 'utf8',
    env: {
      PATH: [...(job.path ?? []), process.env.PATH].join(':'),
      HOME: temp,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: job.actionPath ?? home,
      GITHUB_WORKSPACE: job.workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_GRAPHQL_URL: 'https://github.test/graphql',
      RUNNER_TEMP: join(temp, 'temp'),
      ...record(step.env ?? {}, (text) => fill(text, scope)),
    },
  });
  return {
    outcome: status === 0 ? 'success' : 'failure',
    outputs: outputsOf(readFileSync(output, 'utf8')),
    code: status ?? -1,
    log: stdout + stderr,
    with: {},
  };
}

function record<T>(from: Readonly<Record<string, T>>, text: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(from).map(([name, one]) => [name, text(one)]));
}

/** A text with its `${{ … }}` filled in. */
function fill(text: unknown, scope: Scope): string {
  return String(text).replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(value(expression, scope) ?? ''));
}

/** The value of an expression. Of the language of GitHub, what action.yml uses is that of JavaScript, but for names with a dash. */
function value(expression: string, { github, inputs, steps, failed }: Scope): unknown {
  const script = expression.replace(/\.([a-z_]\w*(?:-\w+)*)/g, "?.['$1']");
  const names = { github, inputs, steps, success: () => !failed, cancelled: () => false };
  return new Function(...Object.keys(names), `return (${script});`)(...Object.values(names));
}

/** The outputs that a step wrote: `name=value`, or a value between two marks. */
function outputsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', , between = '', line = ''] of text.matchAll(
    /^([\w-]+)(?:<<(.+)\n([\s\S]*?)\n?^\2$|=(.*)$)/gm,
  )) {
    found[name] = between === '' ? line : between;
  }
  return found;
}

/** Commands that the runner takes from a log, unless it was told to take none. */
function obeyed(log: string): string[] {
  const found: string[] = [];
  let until: string | null = null;
  for (const line of log.split('\n')) {
    const [, name = '', data = ''] = /^\s*::([\w-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
    if (until !== null) {
      if (name === until) until = null;
    } else if (name === 'stop-commands') until = data;
    else if (name !== '' || /##\[/.test(line)) found.push(line);
  }
  return found;
}
