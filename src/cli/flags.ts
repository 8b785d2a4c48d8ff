import { InvalidArgumentError, Option } from 'commander';
import { type MarkTool, markTools } from '../model/finding.ts';
import { collect } from './collect.ts';
import { type ForgeFlags, filterFlags, forgeFlags } from './forge-flags.ts';
import type { ColorChoice } from './terminal.ts';

/** Flags of every command that prints what a person reads. */
export interface LookFlags {
  readonly color: ColorChoice;
  readonly verbose?: boolean;
}

/** Flags that say by which policy and rules a scan goes. */
export interface PolicyFlags {
  readonly registry?: string;
  readonly registryRef?: string;
  /** `false` for `--no-config`. */
  readonly config?: string | false;
  readonly rules?: string;
  /** `false` for `--no-baseline`. */
  readonly baseline?: string | false;
  readonly acceptMarks?: readonly MarkTool[];
  readonly cache?: string;
}

/** Flags that say where a report goes. */
export interface OutputFlags extends LookFlags {
  readonly output?: readonly string[];
  readonly format?: string;
  readonly quiet?: boolean;
}

/** Flags of `rollcall scan`. */
export interface ScanFlags extends PolicyFlags, OutputFlags, ForgeFlags {
  readonly failOn?: readonly string[];
  readonly exitZero?: boolean;
  readonly allowIncomplete?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly history?: boolean;
  readonly staged?: boolean;
  readonly since?: string;
  readonly jobs?: number;
  readonly salt?: string;
  readonly maxFileSize?: number;
  readonly logFormat?: string;
  /** Minutes east of UTC. */
  readonly utcOffset?: number;
  /** `false` for `--no-ignore`. */
  readonly ignore: boolean;
  /** `false` for `--no-progress`. */
  readonly progress: boolean;
  readonly timestamp?: boolean;
  readonly verify?: boolean;
}

/** `unregistered,high` as words. */
export function words(list: string): readonly string[] {
  const found = list.split(',').map((word) => word.trim());
  if (found.every((word) => word !== '')) return found;
  throw new InvalidArgumentError('It is a list of words, such as unregistered,high.');
}

/** `gitleaks,trufflehog` as scanners whose marks are known. */
export function scanners(list: string): readonly MarkTool[] {
  return words(list).map((word) => {
    const known = markTools.find((tool) => tool === word);
    if (known) return known;
    throw new InvalidArgumentError(`It is a list of scanners. Known are ${markTools.join(', ')}.`);
  });
}

/** A number of threads. */
export function threads(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 1 to 999.');
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `20M` in bytes. What is longer than a string can be in Node cannot be read as text. */
export function bytes(text: string): number {
  const [, digits, unit] = /^(\d{1,12})([kmg]?)i?b?$/i.exec(text) ?? [];
  const size = Number(digits) * (units[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (size >= 1 && size <= 512 * 1024 ** 2) return size;
  throw new InvalidArgumentError('It is a size from 1 to 512M, such as 500K or 20M.');
}

/** The flags of {@link LookFlags}. */
export function lookFlags(): readonly Option[] {
  return [
    new Option('--color <when>', 'use colours').choices(['auto', 'always', 'never']).default('auto'),
    new Option('-v, --verbose', 'show approved agents and unread files too'),
  ];
}

/** The flags of {@link PolicyFlags}. */
export function policyFlags(): readonly Option[] {
  return [
    new Option(
      '--registry <place>',
      'registry of approved agents: a file or a folder of files, git:REF[:PATH], git:/REPOSITORY@REF[:PATH], github:OWNER/REPO[@REF][:PATH] or https://…; #sha256=… pins what a server sends',
    ),
    new Option(
      '--registry-ref <ref>',
      'read registry, configuration and baseline from this branch, tag or commit, and trust nothing in the work tree',
    ),
    new Option('--config <file>', 'configuration instead of .rollcall/config.yaml'),
    new Option('--no-config', 'no configuration at all'),
    new Option('--rules <dir>', 'a folder of own rules, beside the built-in ones'),
  ];
}

/** Flags that say what is accepted, beside what the configuration says. */
export function acceptFlags(): readonly Option[] {
  return [
    new Option('--baseline <file>', 'findings that are accepted as they are (rollcall baseline create)'),
    new Option('--no-baseline', 'no baseline at all'),
    new Option('--accept-marks <scanners>', `marks in files that count too: ${markTools.join(', ')}`).argParser(
      scanners,
    ),
  ];
}

/** Flags that say what is read, and how. */
export function readFlags(): readonly Option[] {
  return [
    new Option('--include <glob>', 'read these paths only; repeat it for several').argParser(collect),
    new Option('--exclude <glob>', 'leave these paths out; repeat it for several').argParser(collect),
    new Option('--no-ignore', 'read files too that the tree asks to ignore'),
    new Option('--jobs <n>', 'threads').argParser(threads),
    new Option('--salt <file>', 'key of the fingerprints; ROLLCALL_SALT holds it as well').argParser(String),
    new Option('--max-file-size <size>', 'larger files count as unread').argParser(bytes),
    ...logFlags(),
    new Option('--no-progress', 'show no progress'),
  ];
}

/** Flags that say how logs of traffic are read. */
export function logFlags(): readonly Option[] {
  return [
    new Option(
      '--log-format <format>',
      'layout of all logs of traffic, where their lines do not tell it: an id (rules list), nginx:, squid: or apache: and a format string, or json:host=dest.name,source=client.ip,…',
    ),
    new Option('--utc-offset <hh:mm>', 'of times in logs that name no zone, such as +02:00').argParser(minutesEast),
  ];
}

/** Minutes east of UTC. */
export function minutesEast(text: string): number {
  const found = /^([+-]?)(\d{1,2}):?([0-5]\d)$/.exec(text);
  if (!found || Number(found[2]) > 14)
    throw new InvalidArgumentError('It is hours and minutes, such as +02:00 or -05:30.');
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}

/** The flags of `rollcall watch`. */
export function watchFlags(): readonly Option[] {
  return [
    ...policyFlags(),
    new Option('--format <format>', 'line or ndjson').default('line'),
    new Option('--checkpoint <file>', 'keeps how far logs were read, and who was told of'),
    new Option('--from-start', 'read what the logs hold already too'),
    new Option('--webhook <url>', 'posts what is seen as NDJSON too; ROLLCALL_WEBHOOK_TOKEN is its bearer token'),
    ...logFlags(),
    new Option('-q, --quiet', 'write what is seen, and nothing else'),
  ];
}

/** The flags of {@link OutputFlags}. */
export function outputFlags(): readonly Option[] {
  return [
    new Option(
      '-o, --output <format[=file]>',
      'write a report; repeat it for several; sarif=DIR/ writes one for each repository',
    ).argParser(collect),
    new Option('--format <format>', 'short for one --output to standard output'),
    new Option('-q, --quiet', 'write reports and errors, nothing else'),
    ...lookFlags(),
  ];
}

/** The flags of {@link ScanFlags}. */
export function scanFlags(): readonly Option[] {
  return [
    ...policyFlags(),
    ...acceptFlags(),
    ...outputFlags(),
    new Option(
      '--fail-on <words>',
      'levels, checks and verdicts that fail; by default unregistered,pending,ambiguous,high',
    ).argParser(words),
    new Option('--exit-zero', 'exit 0 whatever is found'),
    new Option('--allow-incomplete', 'exit 0 although some input could not be read'),
    new Option('--history', 'search the history of the repositories for keys too').conflicts(['staged', 'since']),
    new Option(
      '--cache <dir>',
      'a folder that keeps what is known of history, and what a server sent as the registry, between runs',
    ),
    new Option('--staged', 'only keys that the staged change brings, for a pre-commit hook').conflicts('since'),
    new Option('--since <ref>', 'only what is new since a branch, tag or commit: agents, what they do, findings'),
    ...forgeFlags(),
    ...readFlags(),
    new Option(
      '--verify',
      'ask vendors whether the keys found are live: each key goes to its vendor, over HTTPS',
    ).conflicts(['staged', 'since']),
    new Option('--timestamp', 'put the time and duration into the report'),
  ];
}

/** The flags of `rollcall report merge`: those of a scan that decide what was found, and what becomes of it. */
export function mergeFlags(): readonly Option[] {
  const filters = new Set(filterFlags().map(({ long }) => long));
  const others = new Set(['--staged', '--since', '--verify', '--cache', '--shard', '--plan', '--clones', '--max-wait']);
  const own = scanFlags().filter(({ long }) => !others.has(long ?? ''));
  return own.filter(({ long }) => !filters.has(long) && long !== '--github-url');
}

/** The flags of `rollcall baseline create`. */
export function createFlags(): readonly Option[] {
  return [
    new Option('-o, --output <file>', 'where to; by default .rollcall/baseline.json in the first scanned folder'),
    new Option('--reason <text>', 'why the findings are accepted'),
    new Option('--until <date>', 'first day on which they count again, such as 2027-01-31'),
    new Option('--check <ids>', 'accept findings of these checks only, such as RC101,RC201').argParser(words),
    new Option('--force', 'overwrite what is there'),
    ...baselineFlags(),
  ];
}

/** The flags of `rollcall baseline prune`. */
export function pruneFlags(): readonly Option[] {
  return [new Option('--dry-run', 'change nothing, and exit 1 if there is something to take out'), ...baselineFlags()];
}

function baselineFlags(): readonly Option[] {
  const marks = acceptFlags().filter((option) => option.attributeName() === 'acceptMarks');
  return [
    ...policyFlags(),
    ...marks,
    ...readFlags(),
    new Option('--allow-incomplete', 'exit 0 although some input could not be read'),
    new Option('-q, --quiet', 'write the result and errors, nothing else'),
  ];
}
