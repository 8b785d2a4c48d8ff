// Measures how fast the lines of a log that name a provider's host are found, beside ripgrep looking for the same hosts in the
// same file: the reading alone, and the whole of `rollcall scan log:FILE`. Run by `npm run bench:wire -- [--size MB] [--runs 5] [--layout squid|zeek-tsv|zeek-json] [--keep DIR]`.
// rollcall looks for hosts in upper and lower case; ripgrep is run as issue 6 has it, and once with --ignore-case too.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FoundLog } from '../model/source.ts';
import { loadCompiled } from '../ruleset/load.ts';
import { plainLogs, readLogs } from '../scan/logs/logs.ts';
import { tokensOf } from '../text/tokens.ts';
import { layouts, writeLog } from './wire-logs.ts';

/** What one run of a program took and told. */
interface Run {
  readonly seconds: number;
  /** The most memory that it held at a time, in bytes; `null` where it does not say. */
  readonly peak: number | null;
  /** What it found: lines with a host, or agents. */
  readonly found: string;
}

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    layout: { type: 'string', multiple: true, default: [...layouts] },
    keep: { type: 'string' },
    read: { type: 'string' },
  },
});

if (flags.read === undefined) main();
else await read(flags.read);

function main(): void {
  const folder = flags.keep ?? mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  mkdirSync(folder, { recursive: true });
  try {
    race(folder);
  } finally {
    if (flags.keep === undefined) rmSync(folder, { recursive: true });
  }
}

function race(folder: string): void {
  const rules = loadCompiled();
  const hosts = join(folder, 'hosts');
  const tokens = tokensOf(rules);
  writeFileSync(hosts, `${tokens.join('\n')}\n`);
  const ripgrep = versionOf('rg');
  console.log(`${rules.hosts.size} hosts, ${rules.hostPatterns.length} patterns: ${tokens.length} literals`);
  console.log(ripgrep === null ? 'rg is NOT INSTALLED: nothing to compare with' : `${ripgrep}: rg -c -F -f hosts FILE`);
  for (const layout of layouts) {
    if (!flags.layout.includes(layout)) continue;
    const log = join(folder, `${layout}-${flags.size}.log`);
    if (!existsSync(log)) writeLog(log, layout, Number(flags.size) * 1e6, rules);
    compare(layout, log, hosts, ripgrep !== null);
  }
}

/** By turns, so that what else the machine does falls on all; the best run of each counts. */
function compare(layout: string, log: string, hosts: string, hasRipgrep: boolean): void {
  const [ours, whole, theirs, folding]: [Run[], Run[], Run[], Run[]] = [[], [], [], []];
  for (let run = 0; run < Number(flags.runs); run++) {
    ours.push(reading(log));
    whole.push(scanning(log));
    if (hasRipgrep) theirs.push(searching(['-c', '-F', '-f', hosts, log]));
  }
  if (hasRipgrep) folding.push(searching(['-i', '-c', '-F', '-f', hosts, log]));
  const megabytes = statSync(log).size / 1e6;
  print(layout, 'reading', ours, megabytes);
  print(layout, 'scan', whole, megabytes);
  if (!hasRipgrep) return;
  print(layout, 'rg', theirs, megabytes);
  print(layout, 'rg -i', folding, megabytes);
  const times = (runs: readonly Run[]): string => (best(theirs) / best(runs)).toFixed(2);
  console.log(`${layout.padEnd(10)} reading is ${times(ours)} times as fast as rg, and a scan ${times(whole)} times`);
}

function print(layout: string, what: string, runs: readonly Run[], megabytes: number): void {
  const peak = Math.max(...runs.map((run) => run.peak ?? 0)) / 1e6;
  const speed = `${(megabytes / best(runs)).toFixed(0)} MB/s`;
  const memory = peak > 0 ? `${peak.toFixed(0)} MB` : '-';
  console.log([layout.padEnd(10), what.padEnd(8), speed.padStart(10), memory.padStart(8), runs[0]?.found].join('  '));
}

function best(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ seconds }) => seconds));
}

/** The time of a whole process, as ripgrep's is. */
function reading(log: string): Run {
  const { seconds, output } = timed(process.execPath, [import.meta.filename, '--read', log]);
  const [hits = 0, peak = 0] = output.split(' ').map(Number);
  return { seconds, peak, found: `${hits} lines` };
}

/** The command as a person gives it; at its end it tells of its memory. */
function scanning(log: string): Run {
  const teller = 'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS))';
  const program = join(import.meta.dirname, '../../bin/rollcall.js');
  const args = ['--import', `data:text/javascript,${teller}`, program, 'scan', `log:${log}`, '--exit-zero'];
  const { seconds, output, errors } = timed(process.execPath, args);
  const [found = ''] = /[\d,]+ agents?/.exec(output) ?? [];
  return { seconds, peak: Number(/peak (\d+)$/.exec(errors)?.[1] ?? 0) * 1024, found };
}

function searching(args: readonly string[]): Run {
  const { seconds, output } = timed('rg', ['--no-config', ...args]);
  return { seconds, peak: null, found: `${Number(output)} lines` };
}

function timed(command: string, args: readonly string[]): { seconds: number; output: string; errors: string } {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error) throw error;
  if (status !== 0 && !(command === 'rg' && status === 1))
    throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { seconds, output: stdout, errors: stderr };
}

/** What the measured process does: reads a log as a scan does, and prints how many calls it found and the most memory it held, in bytes. */
async function read(log: string): Promise<void> {
  const found: FoundLog = { kind: 'log', place: '', file: 'log', input: () => log, written: null, named: true };
  const { signal } = new AbortController();
  const options = { ...plainLogs, frugal: true, signal, jobs: availableParallelism() };
  const { sightings } = await readLogs([found], loadCompiled(), options);
  const calls = sightings.reduce((sum, { count, denied }) => sum + count + denied, 0);
  console.log(`${calls} ${process.resourceUsage().maxRSS * 1024}`);
}

function versionOf(command: string): string | null {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n', 1)[0] ?? '';
  } catch {
    return null;
  }
}
