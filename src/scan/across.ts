import { completed, type End, follow, type Tree } from '../census/follow.ts';
import type { Edge } from '../census/group.ts';
import { parent } from '../census/unit.ts';
import type { Call } from '../census/via.ts';
import { use } from '../detectors/index.ts';
import { known } from '../detectors/symbol.ts';
import type { Document, Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Argument, Fact, Ref, Value } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { edgesOf } from './edges.ts';
import { extensionCalls, extensionsOf } from './extensions.ts';
import { usingsOf, widened } from './usings.ts';

/** What a tree says once its files know of each other. */
export interface Across {
  readonly inspections: readonly Inspection[];
  readonly calls: readonly Call[];
  readonly edges: readonly Edge[];
}

/** Reads a file of the tree again, or for the first time, because another file leads to it; `null` where it cannot. */
export type Peek = (file: string, task?: 'read' | 'loaded') => Promise<Inspection | null>;

/** A tree that is still being read. */
export interface Growing {
  readonly inspections: Map<string, Inspection>;
  readonly modules: Tree['modules'];
}

/** Completes the facts of one place across its files: constants, re-exports, clients made elsewhere. */
export function across(tree: Tree, rules: RuleSet): Across {
  const calls: Call[] = [];
  const usings = usingsOf(tree.inspections.values());
  const extensions = extensionsOf(tree.inspections.values());
  const done = [...tree.inspections.values()].map((inspection) => {
    const loose = widened(inspection, usings);
    calls.push(...extensionCalls({ ...inspection, loose }, extensions, tree));
    return complete(loose === inspection.loose ? inspection : { ...inspection, loose }, tree, rules, calls);
  });
  return { inspections: done, calls, edges: done.flatMap((inspection) => edgesOf(inspection, tree)) };
}

/**
 * Files that hold no keyword and are read all the same: those of constants that a model call is handed, and those that
 * re-export what the files below them make.
 */
export async function barrels(tree: Growing, rules: RuleSet, peek: Peek): Promise<void> {
  const tried = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const makers = [...tree.inspections.values()].filter((inspection) => exportsModel(inspection, tree, rules));
    const folders = foldersAbove(makers.map(({ file }) => file));
    const wanted = [...tree.inspections.values()].flatMap((inspection) => leads(inspection, tree, rules, folders));
    const fresh = [...new Set(wanted)].filter((file) => !tried.has(file));
    if (fresh.length === 0) return;
    for (const file of fresh) {
      tried.add(file);
      const inspection = await peek(file);
      if (inspection) tree.inspections.set(file, inspection);
    }
  }
}

/** Whether a module hands on something that can call a model: a client, a model, an agent, or what returns one. */
export function exportsModel({ file, exports, language }: Inspection, tree: Tree, rules: RuleSet): boolean {
  const isModel = (value: Value | undefined): boolean => {
    if (!language || value?.kind !== 'ref' || value.ref.module === '') return false;
    const end = follow(file, value, tree);
    if (end.kind !== 'package' || !end.value.ref.path.includes('()')) return false;
    const { module, path } = end.value.ref;
    const role = known({ module, path: path.replace(/\(\)$/, '') }, language, rules)?.rule.role;
    return role === 'client' || role === 'model' || role === 'agent';
  };
  return exports.some(({ value, returns, members = [] }) =>
    [value, returns, ...members.map((member) => member.value)].some(isModel),
  );
}

/** All folders that lead to files, the root as `.`. */
export function foldersAbove(files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files) {
    for (let folder = parent(file); !found.has(folder); folder = parent(folder)) found.add(folder);
  }
  return found;
}

/** The files not yet read that a file's calls and constants lead to. */
function leads(
  { language, file, loose }: Inspection,
  tree: Tree,
  rules: RuleSet,
  folders: ReadonlySet<string>,
): readonly string[] {
  if (!language) return [];
  const endOf = (ref: Ref): End => follow(file, { kind: 'ref', ref, at: { line: 1, column: 1 } }, tree);
  const unread = (end: End): readonly string[] =>
    end.kind === 'code' && !tree.inspections.has(end.file) ? [end.file] : [];
  const calls = loose.filter((fact) => fact.kind === 'call' || fact.kind === 'decorator');
  return calls.flatMap((fact) => {
    const end = endOf(fact.ref);
    const isKnown = end.kind === 'package' && known(end.value.ref, language, rules) !== null;
    if (!isKnown && known(fact.ref, language, rules) === null)
      return unread(end).filter((to) => isBarrel(to) && folders.has(parent(to)));
    const args = fact.kind === 'call' ? [...fact.args, ...fact.maker] : fact.args;
    return args.flatMap(({ value }) => [...refs(value)]).flatMap((ref) => unread(endOf(ref)));
  });
}

/** A file that mostly hands on what others define. */
function isBarrel(file: string): boolean {
  return /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py)$/.test(file);
}

function* refs(value: Value): Iterable<Ref> {
  if (value.kind === 'ref' && value.ref.module !== '') yield value.ref;
  if (value.kind === 'ref') for (const { value: given } of value.maker ?? []) yield* refs(given);
  if (value.kind === 'list') for (const item of value.items) yield* refs(item);
  if (value.kind === 'parts')
    for (const part of value.parts) if (part !== null && typeof part !== 'string') yield part.ref;
  if (value.kind === 'choice') for (const option of value.options) yield* refs(option);
  if (value.kind === 'map') for (const { value: entry } of value.entries as readonly Argument[]) yield* refs(entry);
}

function complete(inspection: Inspection, tree: Tree, rules: RuleSet, calls: Call[]): Inspection {
  const { language, loose, file } = inspection;
  if (!language || loose.length === 0) return inspection;
  const facts: Fact[] = [];
  for (const fact of loose) {
    const { fact: full, calls: made } = completed(file, fact, tree);
    facts.push(full);
    for (const { file: to, name } of made) calls.push({ from: file, to, name, ...fact.at, within: fact.within });
  }
  const document: Document = {
    ...inspection,
    leads: inspection.leads ?? [],
    facts,
    text: '',
    trouble: '',
    language,
    hits: new Set(),
    salt: '',
    locals: new Set(inspection.locals),
  };
  const found = [...use(document, rules)];
  const replaced = new Set(found.map(spot));
  return { ...inspection, evidence: [...inspection.evidence.filter((one) => !replaced.has(spot(one))), ...found] };
}

/** A call and its client may start at the same character; what they are called tells them apart. */
function spot(one: Evidence): string {
  return `${one.line}:${one.column}:${'symbol' in one ? one.symbol : one.kind}`;
}
