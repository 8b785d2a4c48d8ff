// Measures a scan beside ripgrep looking for the same keywords in the same files. Run by
// `npm run bench -- --tree DIR [--dense DIR] [--runs 5]`; DIR is searched and not changed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadCompiled } from '../ruleset/load.ts';

const usage = 'usage: npm run bench -- --tree DIR [--dense DIR] [--runs 5]';

const program = join(import.meta.dirname, '../../bin/rollcall.js');

/**
 * What makes ripgrep look at the files that a scan reads: hidden files too, `.gitignore` honoured as in the scan and no
 * other ignore file, packages of others left out, files that are not text searched whole.
 */
const sameFiles = [
  ...['--no-config', '--hidden', '--text', '--no-require-git'],
  ...['--no-ignore-global', '--no-ignore-parent', '--no-ignore-dot'],
  ...['.git', 'node_modules', 'bower_components', 'site-packages', '.venv', 'venv', '__pycache__', '.tox', '.nox'].map(
    (name) => `--glob=!${name}`,
  ),
];
const sameWords = ['--ignore-case', '--fixed-strings', '--count', `--threads=${availableParallelism()}`];

/** How often memory is looked at, in milliseconds. */
const interval = 20;

const Coverage = z.object({ run: z.object({ coverage: z.object({ files: z.number(), bytes: z.number() }) }) });

/** What one run of a program took. */
interface Run {
  readonly milliseconds: number;
  /** The most that the process and those it started held at a time. */
  readonly peakBytes: number;
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true });
}

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: { tree: { type: 'string' }, dense: { type: 'string' }, runs: { type: 'string', default: '5' } },
  });
  const trees = [flags.tree, flags.dense].filter((tree) => tree !== undefined);
  if (trees.length === 0) {
    console.error(usage);
    return 2;
  }
  const ripgrep = versionOf('rg');
  console.log(ripgrep ? `${ripgrep}: rg ${[...sameFiles, ...sameWords].join(' ')}` : 'rg is not installed: skipped');
  const rows = [];
  for (const tree of trees) rows.push(await race(tree, Number(flags.runs), ripgrep !== null));
  const head = ['tree', 'files', 'rg files', 'MB', 'with a keyword', 'rollcall s', 'rg s', 'ratio', 'MB/s', 'peak MB'];
  print([head, ...rows]);
  print([['start', 'median ms'], await starts('--version'), await starts('--help')]);
  return 0;
}

function versionOf(command: string): string | null {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n', 1)[0] ?? '';
  } catch {
    return null;
  }
}

/** Both programs by turns, so that what else the machine does falls on both; the best run of each counts. */
async function race(tree: string, runs: number, hasRipgrep: boolean): Promise<string[]> {
  const keywords = join(folder, 'keywords');
  writeFileSync(keywords, `${loadCompiled().keywords.words.join('\n')}\n`);
  const [report, counts] = [join(folder, 'report.json'), join(folder, 'counts')];
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  const scan = [program, 'scan', tree, '--format', 'json', '--quiet', '--exit-zero', '--allow-incomplete'];
  for (let run = 0; run < runs; run++) {
    ours.push(await measured(process.execPath, scan, report));
    if (hasRipgrep) theirs.push(await measured('rg', [...sameFiles, ...sameWords, '-f', keywords, tree], counts));
  }
  const { files, bytes } = Coverage.parse(JSON.parse(readFileSync(report, 'utf8'))).run.coverage;
  const listed = hasRipgrep ? execFileSync('rg', [...sameFiles, '--files', tree], { maxBuffer: 1 << 30 }) : null;
  const hits = hasRipgrep ? lines(readFileSync(counts)) : null;
  const [mine, rival] = [best(ours), best(theirs)];
  return [
    tree,
    `${files}`,
    listed ? `${lines(listed)}` : '-',
    (bytes / 1e6).toFixed(0),
    hits === null ? '-' : `${((100 * hits) / files).toFixed(2)} %`,
    (mine / 1e3).toFixed(2),
    hasRipgrep ? (rival / 1e3).toFixed(2) : '-',
    hasRipgrep ? (mine / rival).toFixed(2) : '-',
    (bytes / 1e3 / mine).toFixed(0),
    (Math.max(...ours.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0),
  ];
}

function lines(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
}

function best(runs: readonly Run[]): number {
  return Math.min(...runs.map(({ milliseconds }) => milliseconds));
}

async function measured(command: string, args: readonly string[], output: string): Promise<Run> {
  const out = openSync(output, 'w');
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', out, 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, held(child));
  }, interval);
  const code = await ended.finally(() => clearInterval(timer));
  const milliseconds = performance.now() - started;
  closeSync(out);
  if (code !== 0 && !(command === 'rg' && code === 1)) throw new Error(`${command} ended with ${code}`);
  return { milliseconds, peakBytes };
}

/** Resident memory of a process and of all that it started, as Linux tells it; 0 elsewhere. */
function held({ pid }: ChildProcess): number {
  const tree = pid === undefined ? [] : [`${pid}`];
  let bytes = 0;
  for (const one of tree) {
    try {
      const pages = readFileSync(`/proc/${one}/statm`, 'latin1').split(' ')[1];
      bytes += Number(pages ?? 0) * 4096;
      for (const task of readdirSync(`/proc/${one}/task`))
        tree.push(...readFileSync(`/proc/${one}/task/${task}/children`, 'latin1').split(' ').filter(Boolean));
    } catch {
      // It has ended in the meantime.
    }
  }
  return bytes;
}

async function starts(flag: string): Promise<string[]> {
  const times: number[] = [];
  for (let run = 0; run < 20; run++) {
    const { milliseconds } = await measured(process.execPath, [program, flag], join(folder, 'start'));
    times.push(milliseconds);
  }
  times.sort((a, b) => a - b);
  return [`rollcall ${flag}`, (((times[9] ?? 0) + (times[10] ?? 0)) / 2).toFixed(0)];
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
