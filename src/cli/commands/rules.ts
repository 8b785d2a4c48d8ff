import { compile, grid, RollcallError, type RuleFiles } from '../../index.ts';
import { unknownFormat } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { print } from '../output.ts';
import { builtInFiles, describeBroken, joined, omitted, ownFiles, proveAll } from '../rules.ts';

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
  const { providers, frameworks, sdks, credentials, checks } = overview(files);
  const proven = [...providers, ...frameworks, ...sdks, ...credentials];
  const examples = proven.reduce((sum, subject) => sum + subject.examples, 0);
  if (broken.length > 0) {
    throw new RollcallError('rule', `${broken.length} of ${examples} examples are not lived up to`, {
      hint: broken.map(describeBroken).join('\n'),
    });
  }
  const counts = [providers, frameworks, sdks, credentials, checks].map(({ length }) => length);
  const subjects = ['providers', 'frameworks', 'SDKs', 'files of credentials', 'checks']
    .map((kind, index) => `${counts[index]} ${kind}`)
    .join(', ');
  await print(io.stdout, `${subjects}: all ${examples} examples hold\n`);
  return 0;
}

function overview({ providers, frameworks, sdks, credentials = [], checks }: RuleFiles) {
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

function keyExamples(keys: RuleFiles['providers'][number]['keys']): number {
  return keys.reduce((sum, { examples }) => sum + examples.match.length + examples.ignore.length, 0);
}

type Overview = ReturnType<typeof overview> & { readonly omitted: ReturnType<typeof omitted> };

function rendered(known: Overview, format: string): string {
  if (format === 'json') return `${JSON.stringify(known, null, 2)}\n`;
  if (format === 'table') return `${tables(known).join('\n')}\n`;
  throw unknownFormat(format, ['table', 'json']);
}

function tables({ providers, frameworks, sdks, credentials, checks, omitted: without }: Overview): string[] {
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
    `  ${without.length} WITHOUT A RULE`,
    ...grid([['id', 'kind', 'reason'], ...without.map(({ id, kind, reason }) => [id, kind, reason])]),
  ];
}
