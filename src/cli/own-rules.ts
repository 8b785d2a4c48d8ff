import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Broken,
  compile,
  loadLogProofs,
  loadParsed,
  parseOmitted,
  parseRules,
  prove,
  proveCredentials,
  RollcallError,
  type RuleFiles,
  type RuleSet,
  readOmitted,
  readRules,
} from '../index.ts';

/** The folder of the rules that rollcall comes with. */
const builtIn = fileURLToPath(new URL('../../rules', import.meta.url));

/** The built-in rules and those of a folder, once these have lived up to their examples. */
export async function withOwnRules(folder: string, cwd: string): Promise<RuleSet> {
  const own = ownFiles(folder, cwd);
  const rules = compile(joined(builtInFiles(), own));
  const broken = await proveAll(own, rules);
  if (broken.length === 0) return rules;
  throw new RollcallError('rule', `the rules in ${folder} do not live up to their own examples`, {
    hint: broken.map(describeBroken).join('\n'),
  });
}

/** The files of the built-in rules. */
export function builtInFiles(): RuleFiles {
  return loadParsed();
}

/** What is known by name and has no rule, neither of rollcall's own nor among these. */
export function omitted({ providers, frameworks }: RuleFiles): ReturnType<typeof parseOmitted> {
  const known = new Set([...providers, ...frameworks].map((file) => `${kindOf(file)} ${file.id}`));
  return parseOmitted(readOmitted(builtIn)).filter(({ kind, id }) => !known.has(`${kind} ${id}`));
}

function kindOf(file: RuleFiles['providers'][number] | RuleFiles['frameworks'][number]): string {
  return 'aliases' in file ? 'provider' : 'framework';
}

/** The files of a folder of rules. */
export function ownFiles(folder: string, cwd: string): RuleFiles {
  const texts = readRules(resolve(cwd, folder));
  if (texts.length > 0) return parseRules(texts);
  throw new RollcallError('rule', `${folder} holds no rules`, {
    hint: 'Rules stand in its folders providers, frameworks, sdks, credentials, checks, logs and logs/wrappers, one YAML file each, and in callers.yaml.',
  });
}

/** Every example that is not lived up to, and every pattern of a log's lines that takes long. */
export async function proveAll(
  { providers, frameworks, sdks, services = [], credentials = [], logs = [], wrappers = [], callers }: RuleFiles,
  rules: RuleSet,
): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const file of [...providers, ...frameworks, ...sdks, ...services]) broken.push(...(await prove(file, rules)));
  for (const file of credentials) broken.push(...(await proveCredentials(file, rules)));
  if (logs.length + wrappers.length === 0 && !callers) return broken;
  const { proveCallers, proveLog, proveWrapper } = await loadLogProofs();
  const clock = (): number => performance.now();
  for (const file of logs) broken.push(...proveLog(file, rules, clock));
  for (const file of wrappers) broken.push(...proveWrapper(file, rules, clock));
  if (callers) broken.push(...proveCallers(callers, rules, clock));
  return broken;
}

/** A broken example, for the one who wrote it. */
export function describeBroken({ rule, example, message }: Broken): string {
  return `${rule}: ${example}: ${message}`;
}

/** An own file takes the place of the built-in one that has its id. */
export function joined(ours: RuleFiles, own: RuleFiles): RuleFiles {
  return {
    providers: replaced(ours.providers, own.providers),
    frameworks: replaced(ours.frameworks, own.frameworks),
    sdks: replaced(ours.sdks, own.sdks),
    services: replaced(ours.services ?? [], own.services ?? []),
    credentials: replaced(ours.credentials ?? [], own.credentials ?? []),
    checks: replaced(ours.checks, own.checks),
    logs: first(own.logs ?? [], ours.logs ?? []),
    wrappers: first(own.wrappers ?? [], ours.wrappers ?? []),
    ...(ours.placeholders ? { placeholders: ours.placeholders } : {}),
    ...callersOf(own.callers, ours.callers),
    ...(ours.processes ? { processes: ours.processes } : {}),
  };
}

/** What is known of lines and callers is asked in order: one's own comes first. */
function first<T extends { readonly id: string }>(own: readonly T[], ours: readonly T[]): readonly T[] {
  const known = new Set(own.map(({ id }) => id));
  return [...own, ...ours.filter(({ id }) => !known.has(id))];
}

function callersOf(own: RuleFiles['callers'], ours: RuleFiles['callers']): Pick<RuleFiles, 'callers'> {
  const all = [own, ours].filter((file) => file !== undefined);
  if (all.length === 0) return {};
  return { callers: { apis: all.flatMap(({ apis }) => apis), callers: all.flatMap(({ callers }) => callers) } };
}

function replaced<T extends { readonly id: string }>(ours: readonly T[], own: readonly T[]): readonly T[] {
  const files = new Map([...ours, ...own].map((file) => [file.id, file]));
  return [...files.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
