import { InvalidArgumentError, Option } from 'commander';
import type { Visibility } from '../model/forge.ts';
import { collect } from './collect.ts';
import { globFault } from './glob.ts';

/** Flags that say which repositories of a server are read, and how. */
export interface ForgeFlags {
  readonly githubUrl?: string;
  readonly results?: string;
  readonly plan?: string;
  readonly shard?: string;
  /** True where nothing is asked of a server: what is kept is all there is. */
  readonly isOffline?: boolean;
  readonly fetch?: 'git' | 'archive';
  readonly clones?: number;
  /** Milliseconds. */
  readonly maxWait?: number;
  readonly repos?: readonly string[];
  readonly skipRepos?: readonly string[];
  /** `false` for `--no-archived`. */
  readonly archived?: boolean | undefined;
  /** `false` for `--no-forks`. */
  readonly forks?: boolean | undefined;
  readonly topic?: readonly string[];
  readonly visibility?: readonly Visibility[];
  readonly language?: readonly string[];
  readonly pushedSince?: string;
}

/** The flags of {@link ForgeFlags}. */
export function forgeFlags(): readonly Option[] {
  return [
    new Option('--github-url <url>', 'a GitHub server of your own; by default https://github.com'),
    ...filterFlags(),
    new Option(
      '--results <place>',
      'keeps what was found in repositories, so that none is read twice: a folder, or s3://BUCKET/PREFIX',
    ),
    new Option('--plan <file>', 'read what a plan lists, in place of asking the server (rollcall plan)'),
    new Option('--shard <i/n>', 'read one shard of the plan, such as 3/16'),
    new Option('--fetch <how>', 'how files are fetched: by git, or as archives where there is no git').choices([
      'git',
      'archive',
    ]),
    new Option('--clones <n>', 'repositories that are fetched at a time; by default 4').argParser(count),
    waitFlag(),
  ];
}

/** The flags of `rollcall plan`. */
export function planFlags(): readonly Option[] {
  return [
    new Option('--shards <n>', 'how many machines share the work').argParser(shards).default(1, '1'),
    new Option('-o, --output <file>', 'where to; by default to standard output'),
    new Option('--github-url <url>', 'a GitHub server of your own; by default https://github.com'),
    ...filterFlags(),
    waitFlag(),
    new Option('--allow-incomplete', 'exit 0 although some repositories could not be listed'),
    new Option('-q, --quiet', 'write the plan and errors, nothing else'),
  ];
}

function waitFlag(): Option {
  return new Option(
    '--max-wait <time>',
    'how long it may wait for GitHub to allow more calls; by default 30m',
  ).argParser(span);
}

function shards(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 1 to 9999.');
}

/** Flags that say which repositories of an owner are meant. */
export function filterFlags(): readonly Option[] {
  return [
    new Option('--repos <glob>', 'only repositories of this name; repeat it for several').argParser(names),
    new Option('--skip-repos <glob>', 'no repositories of this name; repeat it for several').argParser(names),
    new Option('--no-archived', 'no archived repositories'),
    new Option('--no-forks', 'no forks'),
    new Option('--topic <topic>', 'only repositories with this topic; repeat it for several').argParser(collect),
    new Option('--visibility <list>', 'only public, private or internal ones').argParser(visibilities),
    new Option('--language <language>', 'only repositories in this language; repeat it for several').argParser(collect),
    new Option('--pushed-since <date>', 'only repositories pushed to since a day, such as 2026-01-31').argParser(day),
  ];
}

function names(value: string, before: readonly string[] | undefined): readonly string[] {
  const fault = globFault(value);
  if (fault) throw new InvalidArgumentError(`The glob ${fault}.`);
  return collect(value, before);
}

function visibilities(list: string): readonly Visibility[] {
  return list.split(',').map((word) => {
    const name = word.trim();
    if (name === 'public' || name === 'private' || name === 'internal') return name;
    throw new InvalidArgumentError('It is a list of public, private and internal.');
  });
}

function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('It is a day, such as 2026-01-31.');
}

function count(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number from 1 to 99.');
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `30m` and `2h` in milliseconds. */
export function span(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  if (digits !== undefined) return Number(digits) * (units[unit] ?? 0);
  throw new InvalidArgumentError('It is a time such as 90s, 30m or 2h.');
}
