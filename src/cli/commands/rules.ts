import { type Broken, compile, grid, RollcallError, type RuleFiles } from '../../index.ts';
import { unknownFormat } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { print } from '../output.ts';
import { builtInFiles, describeBroken, joined, omitted, ownFiles, proveAll } from '../own-rules.ts';

/** Flags of `rollcall rules list`. */
export interface ListFlags {
  readonly rules?: string;
  readonly format: string;
}

/** `rollcall rules list`: what is known of providers, frameworks and checks, and what is left out. */
export async function listRules(io: Io, { rules, format }: ListFlags): Promise<ExitCode> {
  const files = rules === undefined ? builtInFiles() : joined(builtInFiles(), ownFiles(rules, io.cwd()));
  const known = { ...overview(files), omitted: omitted(files) };
  await print(io.stdout, rendered(known, format));
  return 0;
}

/** `rollcall rules check`: holds rules against their own examples. */
export async function checkRules(io: Io, folder: string | undefined): Promise<ExitCode> {
  const files = folder === undefined ? builtInFiles() : ownFiles(folder, io.cwd());
  const rules = compile(folder === undefined ? files : joined(builtInFiles(), files));
  const broken = await proveAll(files, rules);
  const { providers, frameworks, sdks, credentials, checks, logs, wrappers, callers } = overview(files);
  const proven = [...providers, ...frameworks, ...sdks, ...credentials, ...logs, ...wrappers, ...callers];
  const examples = proven.reduce((sum, subject) => sum + subject.examples, 0);
  if (broken.length > 0)
    throw new RollcallError('rule', headline(broken, examples), { hint: broken.map(describeBroken).join('\n') });
  const counts = [providers, frameworks, sdks, credentials, checks, logs, wrappers, callers].map(
    ({ length }) => length,
  );
  const kinds = [
    'providers',
    'frameworks',
    'SDKs',
    'files of credentials',
    'checks',
    'log formats',
    'wrappers',
    'callers',
  ];
  const subjects = kinds.map((kind, index) => `${counts[index]} ${kind}`).join(', ');
  await print(io.stdout, `${subjects}: all ${examples} examples hold\n`);
  return 0;
}

function headline(broken: readonly Broken[], examples: number): string {
  const slow = broken.filter(({ isSlow }) => isSlow).length;
  const untrue = broken.length - slow;
  return [
    ...(untrue > 0 ? [`${untrue} of ${examples} examples are not lived up to`] : []),
    ...(slow > 0 ? [`${slow} ${slow === 1 ? 'pattern takes' : 'patterns take'} too long`] : []),
  ].join(', ');
}

function overview({
  providers,
  frameworks,
  sdks,
  credentials = [],
  checks,
  logs = [],
  wrappers = [],
  callers,
}: RuleFiles) {
  return {
    providers: providers.map((file) => ({
      ...subject(file),
      hosts: file.hosts.length,
      keys: file.keys.length,
      examples: file.examples.length + keyExamples(file.keys),
    })),
    frameworks: frameworks.map((file) => ({ ...subject(file), examples: file.examples.length })),
    sdks: sdks.map((file) => ({ ...subject(file), examples: file.examples.length })),
    credentials: credentials.map(({ id, name, services, examples }) => ({
      id,
      name,
      services: services.length,
      variables: services.reduce((sum, { variables }) => sum + variables.length, 0),
      examples: examples.length,
    })),
    checks: checks.map(({ id, title, severity, default: on }) => ({ id, title, severity, default: on })),
    logs: logs.map(layout),
    wrappers: wrappers.map(layout),
    callers: [
      ...(callers?.apis ?? []).map(({ api, ...one }) => ({ id: api, kind: 'path', examples: told(one) })),
      ...(callers?.callers ?? []).map(({ name, kind, ...one }) => ({ id: name, kind, examples: told(one) })),
    ],
  };
}

function subject({
  id,
  name,
  docs,
  packages,
  symbols,
}: RuleFiles['frameworks'][number] | RuleFiles['providers'][number] | RuleFiles['sdks'][number]) {
  const asked = Object.values(packages).flat();
  return { id, name, docs, packages: asked.length, symbols: symbols.length };
}

function layout({
  id,
  name,
  docs,
  examples,
}: {
  id: string;
  name: string;
  docs: string;
  examples: readonly unknown[];
}) {
  return { id, name, docs, examples: examples.length };
}

function told({
  examples,
  ignore,
}: {
  readonly examples: readonly string[];
  readonly ignore: readonly string[];
}): number {
  return examples.length + ignore.length;
}

function keyExamples(keys: RuleFiles['providers'][number]['keys']): number {
  return keys.reduce((sum, { examples }) => sum + examples.match.length + examples.ignore.length, 0);
}

type Overview = ReturnType<typeof overview> & { readonly omitted: ReturnType<typeof omitted> };

function rendered(known: Overview, format: string): string {
  if (format === 'json') return `${JSON.stringify(known, null, 2)}\n`;
  if (format === 'table') return `${tables(known).join('\n')}\n`;
  throw unknownFormat(format, ['table', 'json']);
}

function tables({ providers, frameworks, sdks, credentials, checks, omitted: without, ...known }: Overview): string[] {
  return [
    `  ${providers.length} PROVIDERS`,
    ...grid([
      ['id', 'name', 'packages', 'hosts', 'symbols', 'keys', 'examples'],
      ...providers.map((one) => [
        one.id,
        one.name,
        ...[one.packages, one.hosts, one.symbols, one.keys, one.examples].map(String),
      ]),
    ]),
    '',
    `  ${frameworks.length} FRAMEWORKS`,
    ...grid([
      ['id', 'name', 'packages', 'symbols', 'examples'],
      ...frameworks.map((one) => [one.id, one.name, ...[one.packages, one.symbols, one.examples].map(String)]),
    ]),
    '',
    `  ${sdks.length} SDKS`,
    ...grid([
      ['id', 'name', 'packages', 'symbols', 'examples'],
      ...sdks.map((one) => [one.id, one.name, ...[one.packages, one.symbols, one.examples].map(String)]),
    ]),
    '',
    `  ${credentials.length} CREDENTIALS`,
    ...grid([
      ['id', 'name', 'services', 'variables', 'examples'],
      ...credentials.map((one) => [one.id, one.name, ...[one.services, one.variables, one.examples].map(String)]),
    ]),
    '',
    `  ${checks.length} CHECKS`,
    ...grid([
      ['id', 'severity', 'default', 'title'],
      ...checks.map((one) => [one.id, one.severity, one.default ? 'on' : 'off', one.title]),
    ]),
    '',
    `  ${known.logs.length} LOG FORMATS`,
    ...layouts(known.logs),
    '',
    `  ${known.wrappers.length} WRAPPERS OF LINES`,
    ...layouts(known.wrappers),
    '',
    `  ${known.callers.length} CALLERS, AND PATHS BY WHICH MODELS ARE ASKED`,
    ...grid([
      ['id', 'kind', 'examples'],
      ...known.callers.map(({ id, kind, examples }) => [id, kind, String(examples)]),
    ]),
    '',
    `  ${without.length} WITHOUT A RULE`,
    ...grid([['id', 'kind', 'reason'], ...without.map(({ id, kind, reason }) => [id, kind, reason])]),
  ];
}

function layouts(list: Overview['logs']): readonly string[] {
  return grid([['id', 'name', 'examples'], ...list.map(({ id, name, examples }) => [id, name, String(examples)])]);
}
