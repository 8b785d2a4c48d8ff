import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { z } from 'zod';
import { quoted } from './kind.ts';

/** A place that a tool reports. */
export interface Report {
  /** Path below the tree; what follows it in an archive is left as the tool writes it. */
  readonly file: string;
  readonly line: number;
  /** What the tool calls what it found; several joined by `|`. */
  readonly rule: string;
  /** `null` where it does not tell. */
  readonly value: string | null;
}

/** How a program is started. `{out}` in the arguments is where it writes its report; else it writes it to stdout. */
interface Start {
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** A scanner: how it is started on a tree, without history, without asking anybody; and how its report is read. */
export interface Tool {
  readonly version: readonly string[];
  /** With everything that a machine can read. `parts`: the folders in the tree that are repositories of their own. */
  json(tree: string, path: string, parts?: readonly string[]): Start;
  /** As somebody starts it who has read the first page of its manual. */
  plain(tree: string, path: string): Start;
  reports(text: string, tree: string): readonly Report[];
}

const rollcallOptions = ['--no-ignore', '--exit-zero', '--allow-incomplete'];
const Place = z.object({ repository: z.string(), file: z.string(), line: z.number() });
const Rollcall = z.object({
  findings: z.array(
    Place.extend({
      check: z.string(),
      provider: z.string().nullable(),
      locations: z.array(Place),
    }),
  ),
});
const Gitleaks = z
  .array(z.object({ RuleID: z.string(), File: z.string(), StartLine: z.number(), Secret: z.string() }))
  .nullable();
const Trufflehog = z.object({
  DetectorName: z.string(),
  Raw: z.string(),
  SourceMetadata: z.object({
    Data: z.object({ Filesystem: z.object({ file: z.string(), line: z.number().default(0) }) }),
  }),
});
const Kingfisher = z.object({
  rule: z.object({ id: z.string(), name: z.string() }),
  finding: z.object({ path: z.string(), line: z.number(), snippet: z.string() }),
});
const DetectSecrets = z.object({
  results: z.record(z.string(), z.array(z.object({ type: z.string(), line_number: z.number() }))),
});

const gitleaks: Tool = {
  version: ['version'],
  json: (tree) => ({
    args: ['dir', tree, '--no-banner', '--exit-code=0', '--max-archive-depth=3', '-f', 'json', '-r', '{out}'],
  }),
  plain: (tree) => ({ args: ['dir', tree] }),
  reports: (text) =>
    (Gitleaks.parse(JSON.parse(text)) ?? []).map((one) => ({
      file: one.File,
      line: one.StartLine,
      rule: one.RuleID,
      value: one.Secret,
    })),
};

/** Those that are known, by the name that `--tool` gives them. */
export const tools: Readonly<Record<string, Tool>> = {
  rollcall: {
    version: ['--version'],
    json: (tree, _path, parts = [tree]) => ({ args: ['scan', ...parts, '--format', 'json', ...rollcallOptions] }),
    plain: (tree) => ({ args: ['scan', tree, ...rollcallOptions] }),
    reports: (text, tree) =>
      Rollcall.parse(JSON.parse(text))
        .findings.filter(({ check }) => check === 'RC201')
        .flatMap(({ locations, provider, ...first }) =>
          [first, ...locations].map(({ repository, file, line }) => ({
            file: repository === basename(tree) ? file : `${repository}/${file}`,
            line,
            rule: provider ?? 'unknown vendor',
            value: null,
          })),
        ),
  },
  gitleaks,
  betterleaks: {
    ...gitleaks,
    json: (tree, path) => ({ args: [...gitleaks.json(tree, path).args, '--validation=false'] }),
  },
  trufflehog: {
    version: ['--version'],
    json: (tree) => ({ args: ['filesystem', tree, '--no-verification', '--no-update', '--json', '--no-color'] }),
    plain: (tree) => ({ args: ['filesystem', tree, '--no-verification', '--no-update'] }),
    reports: (text) =>
      rows(text).map((row) => {
        const { DetectorName, Raw, SourceMetadata } = Trufflehog.parse(row);
        return { ...SourceMetadata.Data.Filesystem, rule: DetectorName, value: Raw };
      }),
  },
  kingfisher: {
    version: ['--version'],
    json: (tree) => ({
      args: [...kingfisher(tree), '--no-dedup', '--format', 'jsonl', '-o', '{out}'],
    }),
    plain: (tree) => ({ args: kingfisher(tree) }),
    reports: (text) =>
      rows(text).flatMap((row) => {
        const { data } = Kingfisher.safeParse(row);
        if (!data) return [];
        return { file: data.finding.path, line: data.finding.line, rule: data.rule.id, value: data.finding.snippet };
      }),
  },
  'detect-secrets': {
    version: ['--version'],
    json: (tree) => ({ args: ['scan', '--all-files', '--no-verify', '.'], cwd: tree }),
    plain: (tree) => ({ args: ['scan', '--all-files', '--no-verify', '.'], cwd: tree }),
    reports: (text) =>
      Object.entries(DetectSecrets.parse(JSON.parse(text)).results).flatMap(([file, found]) =>
        found.map(({ type, line_number }) => ({ file, line: line_number, rule: type, value: null })),
      ),
  },
  secretlint: {
    version: ['--version'],
    json: (tree, path) => secretlint(tree, path, ['--format', 'unix', '--no-maskSecrets']),
    plain: (tree, path) => secretlint(tree, path, []),
    reports: (text) => text.split('\n').flatMap(unixLine),
  },
};

/** Reports with their paths below the tree, each place and rule once. */
export function placed(reports: readonly Report[], tree: string): readonly Report[] {
  const seen = new Map<string, Report>();
  for (const report of reports) {
    const file = relative(tree, resolve(tree, report.file));
    seen.set(`${file}\n${report.line}\n${report.rule}\n${report.value}`, { ...report, file });
  }
  return [...seen.values()];
}

/** Text of a report that may be empty where nothing was found. */
export function readReport(tool: Tool, path: string, tree: string): readonly Report[] {
  const text = readFileSync(path, 'utf8');
  return text.trim() === '' ? [] : tool.reports(text, tree);
}

function kingfisher(tree: string): string[] {
  return ['scan', tree, '--no-validate', '--git-history', 'none', '--no-update-check'];
}

/** It looks for its rules beside itself, and for hidden files only where they are named. */
function secretlint(tree: string, path: string, options: readonly string[]): Start {
  const rules = JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] });
  const globs = [`${tree}/**/*`, `${tree}/**/.*`, `${tree}/**/.*/**/*`];
  const args = ['--secretlintrcJSON', rules, '--no-color', '--no-terminalLink', ...options, ...globs];
  return { args, cwd: resolve(dirname(path), '../..') };
}

/** `/path:12:3: found OpenAI API token: … [Error/@secretlint/secretlint-rule-preset-recommend > @secretlint/secretlint-rule-openai]`. */
function unixLine(line: string): Report[] {
  const [, file, number, text = ''] = /^(.{1,4096}?):(\d{1,9}):\d{1,9}: (.*)$/.exec(line) ?? [];
  if (file === undefined || number === undefined) return [];
  const rule = /secretlint-rule-([\w-]+)\]?$/.exec(text)?.[1] ?? text;
  const value = /: (\S+)(?: \[|$)/.exec(text)?.[1] ?? null;
  return [{ file, line: Number(number), rule, value }];
}

function rows(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line));
}

/** A command as one would type it. */
export function typed(command: string, { args }: Start): string {
  return [command, ...args.map((arg) => (/^[\w./=:@{}-]+$/.test(arg) ? arg : quoted(arg)))].join(' ');
}
