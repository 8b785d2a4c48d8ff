import { lstat, mkdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type Accepted, type AcceptedAt, type Finding, type Report, RollcallError, visible } from '../../index.ts';
import { accept, renderBaseline } from '../baseline.ts';
import { type CensusFlags, takeCensus } from '../census.ts';
import { day, line } from '../config-schema.ts';
import { type ExitCode, offences } from '../exit.ts';
import { over } from '../gate.ts';
import type { Io } from '../io.ts';
import { provenChecks } from '../known.ts';
import { note } from '../note.ts';
import { print, save } from '../output.ts';
import { scannedFolders } from '../paths.ts';
import { loadRules } from '../rules.ts';

/** Flags of both commands. */
interface BaselineFlags extends Omit<CensusFlags, 'baseline'> {
  readonly allowIncomplete?: boolean;
}

/** Flags of `rollcall baseline create`. */
export interface CreateFlags extends BaselineFlags {
  readonly output?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly check?: readonly string[];
  readonly force?: boolean;
}

/** Flags of `rollcall baseline prune`. */
export interface PruneFlags extends BaselineFlags {
  readonly dryRun?: boolean;
}

/** Where a baseline is written unless a file is named, in the first scanned folder. */
const place = '.rollcall/baseline.json';

/** `rollcall baseline create`: accepts what is found today, so that a scan fails only for what is new. */
export async function createBaseline(io: Io, targets: readonly string[], flags: CreateFlags): Promise<ExitCode> {
  const terms = termsOf(flags, io);
  const rules = await loadRules(flags.rules, io.cwd());
  const checks = flags.check && new Set(provenChecks(flags.check, rules, { code: 'usage', place: '' }));
  const file = await destination(targets, flags, io);

  const { report, policy } = await takeCensus(targets, { ...flags, baseline: false }, { rules, timed: false, io });
  if (io.signal.aborted) return 3; // what was not read is not to be taken for gone, nor for all there is
  const taken = report.findings.filter((one) => one.suppressed === null && (!checks || checks.has(one.check)));
  const entries = accept(taken, terms);
  const text = renderBaseline(entries);
  await (file === null ? print(io.stdout, text) : save(file, text));
  if (!flags.quiet) await note(io, summary(entries, shown(file, io), left(report, taken, policy.config.failOn)));
  return codeOf(report, flags);
}

/**
 * `rollcall baseline prune`: takes out of a baseline what no longer matches anything, or has run out. What stands in a
 * place that was not wholly read stays.
 */
export async function pruneBaseline(
  io: Io,
  file: string,
  targets: readonly string[],
  flags: PruneFlags,
): Promise<ExitCode> {
  const rules = await loadRules(flags.rules, io.cwd());
  const { report, policy } = await takeCensus(targets, { ...flags, baseline: file }, { rules, timed: false, io });
  if (io.signal.aborted) return 3;
  const idle = new Set(report.idle.flatMap(({ kind, at }) => (kind === 'baseline' ? `${at.line}:${at.column}` : [])));
  const { entries } = policy.baseline;
  const isGone = ({ at }: AcceptedAt) => idle.has(`${at.line}:${at.column}`);
  const gone = entries.filter(isGone);
  const prunes = gone.length > 0 && !flags.dryRun;
  if (prunes) await save(resolve(io.cwd(), file), renderBaseline(entries.filter((entry) => !isGone(entry))));

  await print(io.stdout, gone.map((entry) => pruned(entry, io)).join(''));
  const count = `${gone.length} of ${entries.length} entries`;
  if (!flags.quiet) await note(io, [prunes ? `took ${count} out of ${file}` : `${count} of ${file} can go`]);
  return flags.dryRun && gone.length > 0 ? 1 : codeOf(report, flags);
}

function termsOf(
  { reason = 'stood when the baseline was made', until }: CreateFlags,
  io: Io,
): Pick<Accepted, 'reason' | 'until'> {
  if (reason.trim() === '' || !line.safeParse(reason).success)
    throw new RollcallError('usage', 'the reason is empty, longer than 300 characters, or no plain text on one line', {
      hint: 'Say on one line why the findings are accepted.',
    });
  if (until !== undefined && !day.safeParse(until).success)
    throw new RollcallError('usage', `--until ${JSON.stringify(until)} is not a day of the calendar`, {
      hint: 'Write it as YYYY-MM-DD.',
    });
  if (until !== undefined && until <= today(io))
    throw new RollcallError('usage', `--until ${until} is over`, {
      hint: 'Name the first day on which the findings count again.',
    });
  return { reason, until: until ?? null };
}

/** Where the baseline goes, `null` for standard output. What is there is left alone unless it is to be overwritten. */
async function destination(targets: readonly string[], { output, force }: CreateFlags, io: Io): Promise<string | null> {
  if (output === '-') return null;

  const file = output === undefined ? await ownPlace(targets, io) : resolve(io.cwd(), output);
  if (force || !(await exists(file))) return file;
  throw new RollcallError('output', `${shown(file, io)} is there already`, {
    hint: 'Take out of it what is gone: rollcall baseline prune FILE. Or write it anew, with new reasons: --force',
  });
}

/** The folder may be somebody else's work: it is not written through a link. */
async function ownPlace(targets: readonly string[], io: Io): Promise<string> {
  const [root = io.cwd()] = scannedFolders(targets, io.cwd());
  const file = join(await realpath(root), place);
  const folder = dirname(file);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST')
      throw new RollcallError('output', `${folder} cannot be made (${error.code})`, { cause: error });
  });
  if ((await realpath(folder)) === folder) return file;
  throw new RollcallError('output', `${folder} is a link, and is not written through`, {
    hint: 'Name a file: --output FILE',
  });
}

async function exists(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

function shown(file: string | null, io: Io): string {
  return file === null ? 'standard output' : relative(io.cwd(), file);
}

function summary(entries: readonly Accepted[], file: string, rest: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const { check } of entries) counts.set(check, (counts.get(check) ?? 0) + 1);
  const parts = [...counts].map(([check, count]) => `${count} ${check}`).join(', ');
  const total = `${entries.length} ${entries.length === 1 ? 'finding' : 'findings'} accepted`;
  return [
    `wrote ${file}: ${total}${parts === '' ? '' : ` (${parts})`}`,
    ...(rest === '' ? [] : [`${rest} over the line all the same`]),
    'next: rollcall scan --baseline FILE, or name it as the baseline in .rollcall/config.yaml',
  ];
}

/** What still fails a scan by this baseline: an agent whose verdict no finding tells of, or what was not to be accepted. */
function left(report: Report, taken: readonly Finding[], failOn: readonly string[]): string {
  const known = new Set(taken);
  const at = { file: place, line: 1, column: 1 };
  const findings = report.findings.map((finding): Finding => {
    const suppressed = { kind: 'baseline', check: finding.check, reason: '', until: null, at } as const;
    return known.has(finding) ? { ...finding, suppressed } : finding;
  });
  return over(offences({ ...report, findings }, failOn));
}

function pruned({ check, agent, file, message, until }: AcceptedAt, io: Io): string {
  const why = until !== null && until <= today(io) ? `ran out on ${until}` : 'matches nothing any more';
  return `  ${check}  ${visible(agent ?? file)}  ${why}: ${visible(message)}\n`;
}

function today(io: Io): string {
  return io.now().toISOString().slice(0, 10);
}

function codeOf({ run }: Report, { allowIncomplete }: BaselineFlags): ExitCode {
  return run.complete || allowIncomplete ? 0 : 3;
}
