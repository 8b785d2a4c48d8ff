import { completed, follow, type Tree } from '../census/follow.ts';
import type { Edge } from '../census/group.ts';
import type { Call } from '../census/via.ts';
import { use } from '../detectors/index.ts';
import { known } from '../detectors/symbol.ts';
import type { Document, Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Argument, Fact, Ref, Value } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { edgesOf } from './edges.ts';

/** What a tree says once its files know of each other. */
export interface Across {
  readonly inspections: readonly Inspection[];
  readonly calls: readonly Call[];
  readonly edges: readonly Edge[];
}

/** Reads a file of the tree in which no keyword was found, because another file leads to it. */
export type Peek = (file: string) => Promise<Inspection | null>;

/** How many files without a keyword are read because of their importers, a tree. */
const limit = 2000;

/** Completes the facts of one place across its files: constants, re-exports, clients made elsewhere. */
export function across(tree: Tree, rules: RuleSet): Across {
  const calls: Call[] = [];
  const done = [...tree.inspections.values()].map((inspection) => complete(inspection, tree, rules, calls));
  return { inspections: done, calls, edges: done.flatMap((inspection) => edgesOf(inspection, tree)) };
}

/** Re-exporting files and files of constants hold no keyword: they are read where a call or a model name leads there. */
export async function barrels(
  tree: { inspections: Map<string, Inspection>; modules: Tree['modules'] },
  rules: RuleSet,
  peek: Peek,
): Promise<void> {
  const tried = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const wanted = new Set([...tree.inspections.values()].flatMap((inspection) => leads(inspection, tree, rules)));
    const fresh = [...wanted].filter((file) => !tried.has(file)).slice(0, limit - tried.size);
    if (fresh.length === 0) return;
    for (const file of fresh) {
      tried.add(file);
      const inspection = await peek(file);
      if (inspection) tree.inspections.set(file, inspection);
    }
  }
}

function leads(inspection: Inspection, tree: Tree, rules: RuleSet): readonly string[] {
  const { language, file } = inspection;
  if (!language) return [];
  const found: string[] = [];
  const lead = (ref: Ref, barrelOnly: boolean): void => {
    const end = follow(file, { kind: 'ref', ref, at: { line: 1, column: 1 } }, tree);
    if (end.kind !== 'code' || tree.inspections.has(end.file)) return;
    if (!barrelOnly || /(?:^|\/)(?:index\.[cm]?[jt]sx?|__init__\.py)$/.test(end.file)) found.push(end.file);
  };
  for (const fact of inspection.loose) {
    if (fact.kind === 'class') continue;
    if (fact.kind !== 'call' && fact.kind !== 'decorator') continue;
    const isKnown = known(fact.ref, language, rules) !== null;
    if (!isKnown) lead(fact.ref, true);
    const args = fact.kind === 'call' ? [...fact.args, ...fact.maker] : fact.args;
    for (const ref of isKnown ? args.flatMap(({ value }) => [...refs(value)]) : []) lead(ref, false);
  }
  if (inspection.evidence.length > 0) return found;
  for (const { value, members = [] } of inspection.exports)
    for (const one of [value, ...members.map((member) => member.value)]) if (one.kind === 'ref') lead(one.ref, false);
  return found;
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
