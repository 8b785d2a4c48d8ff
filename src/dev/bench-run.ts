import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, readReport, type Tool } from './bench-tools.ts';

/** What a run of a scanner took; `null` where this system does not tell. */
export interface Cost {
  readonly wallSeconds: number | null;
  readonly cpuSeconds: number | null;
  readonly peakBytes: number | null;
  /** Whether it was ended because it took too long. */
  readonly cut: boolean;
}

/** Where a run's report and costs are kept, and whether those of an earlier run do. */
export interface Keeping {
  readonly folder: string;
  readonly name: string;
  readonly reuse: boolean;
  readonly limitMinutes: number;
  /** The folders of the tree that are repositories of their own. */
  readonly parts?: readonly string[];
}

const clock = '/usr/bin/time';
/** Ends a scanner with all that it has started; what it answers with then. */
const [limiter, isCut] = ['/usr/bin/timeout', 124];

/** Starts a scanner on a tree, one run; what it found, and at what cost. */
export function run(
  tool: Tool,
  command: string,
  tree: string,
  { folder, name, reuse, limitMinutes, parts }: Keeping,
): { readonly reports: readonly Report[]; readonly cost: Cost } {
  const [out, log, cost] = [`${name}.out`, `${name}.log`, `${name}.time`].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ]; // three names give three paths
  if (!(reuse && existsSync(out) && existsSync(cost))) {
    const { args, cwd } = tool.json(tree, command, parts);
    const takesFile = args.includes('{out}');
    const stdout = openSync(takesFile ? log : out, 'w');
    const stderr = openSync(`${log}.err`, 'w');
    const whole = [...starter(command), ...args.map((arg) => (arg === '{out}' ? out : arg))];
    const limited = existsSync(limiter) ? [limiter, '-k', '5', `${limitMinutes * 60}`, ...whole] : whole;
    const [first = '', ...rest] = existsSync(clock) ? [clock, '-v', '-o', cost, ...limited] : limited;
    if (takesFile) writeFileSync(out, '');
    const started = performance.now();
    const ended = spawnSync(first, rest, {
      cwd,
      stdio: ['ignore', stdout, stderr],
      timeout: (limitMinutes + 1) * 60_000,
    });
    const seconds = (performance.now() - started) / 1000;
    closeSync(stdout);
    closeSync(stderr);
    if (ended.error && ended.signal === null) throw ended.error;
    const cut = ended.signal !== null || (existsSync(limiter) && ended.status === isCut);
    if (!existsSync(clock) || cut) writeFileSync(cost, `wall ${seconds}\n${cut ? 'cut\n' : ''}`);
  }
  const costs = costOf(readFileSync(cost, 'utf8'));
  return { reports: costs.cut ? [] : readReport(tool, out, tree), cost: costs };
}

/** What a scanner prints, on both streams, to somebody who starts it with no wishes; and its version. */
export function printed(
  tool: Tool,
  command: string,
  tree: string,
): { readonly version: string; readonly text: string } {
  const said = (args: readonly string[], cwd?: string): string => {
    const [first = '', ...rest] = [...starter(command), ...args];
    const { stdout, stderr } = spawnSync(first, rest, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
    return `${stdout}\n${stderr}`;
  };
  const { args, cwd } = tool.plain(tree, command);
  const version = /v?\d+\.\d+[\w.+-]*/.exec(said(tool.version))?.[0] ?? '?';
  return { version, text: said(args, cwd) };
}

/** A script of Node is run by the Node that runs this. */
function starter(command: string): string[] {
  return command.endsWith('.js') ? [process.execPath, command] : [command];
}

function costOf(text: string): Cost {
  const number = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : Number(found);
  };
  const elapsed = /Elapsed[^\n]*: (?:(\d+):)?(\d+):([\d.]+)\n/.exec(text);
  const wall = elapsed ? Number(elapsed[1] ?? 0) * 3600 + Number(elapsed[2]) * 60 + Number(elapsed[3]) : null;
  const user = number(/User time \(seconds\): ([\d.]+)/);
  const system = number(/System time \(seconds\): ([\d.]+)/);
  const peak = number(/Maximum resident set size \(kbytes\): (\d+)/);
  return {
    wallSeconds: wall ?? number(/^wall ([\d.]+)$/m),
    cpuSeconds: user === null ? null : user + (system ?? 0),
    peakBytes: peak === null ? null : peak * 1024,
    cut: /^cut$/m.test(text),
  };
}
