import { follow, type Tree } from '../census/follow.ts';
import { parent, type Units, within } from '../census/unit.ts';
import { known } from '../detectors/symbol.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Value } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';
import type { Peek } from './across.ts';
import { edgesOf } from './edges.ts';

/** How many files a place may have looked at for a second time, and how many of them may be read whole. */
const limits = { searched: 40_000, read: 2_000, rounds: 3 };

const source = /\.(?:[cm]?[jt]sx?|py)$/;

/** What the second look works on. */
interface Look {
  readonly tree: { readonly inspections: Map<string, Inspection>; readonly modules: Tree['modules'] };
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly units: Units;
  readonly rules: RuleSet;
  readonly peek: Peek;
}

/**
 * Files in which no keyword stands may still use a model: through a client that a module of their unit exports, or
 * through a package of the tree. They are found by the name of that module in an import, and then read.
 */
export async function secondLook(look: Look): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < limits.rounds; round++) {
    const wanted = [...names(look)].filter(({ key }) => !asked.has(key));
    if (wanted.length === 0) return;
    for (const { key } of wanted) asked.add(key);
    await readImporters(wanted, look);
  }
}

/** A module name to look for in the imports of files below a folder. */
interface Wanted {
  readonly key: string;
  readonly name: string;
  /** Only files of this folder (a unit); `null`: files of every other unit. */
  readonly inside: string | null;
  readonly outside: string | null;
}

function* names({ tree, units, rules }: Look): Iterable<Wanted> {
  const users = new Set<string>();
  for (const inspection of tree.inspections.values()) {
    const unit = units.of(inspection.file, { workflow: false }).path;
    if (exportsModel(inspection, tree, rules)) {
      const name = stem(inspection.file);
      yield { key: `in:${unit}:${name}`, name, inside: unit, outside: null };
    }
    if (inspection.context === 'production' && inspection.evidence.some(({ weight }) => weight === 'use'))
      users.add(unit);
  }
  for (const [name, folder] of tree.modules.packages)
    if (users.has(folder)) yield { key: `out:${name}`, name, inside: null, outside: folder };
  for (const unit of users) {
    for (const name of importable(unit, tree)) yield { key: `out:${unit}:${name}`, name, inside: null, outside: unit };
  }
}

/** Whether a module hands on something that can call a model: a client, a model, an agent, or what returns one. */
function exportsModel({ file, exports, language }: Inspection, tree: Tree, rules: RuleSet): boolean {
  const isModel = (value: Value | undefined): boolean => {
    if (!language || value?.kind !== 'ref') return false;
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

/** Top-level Python packages of a unit: what others import it by. */
function importable(unit: string, { modules }: Tree): readonly string[] {
  const root = unit === '.' ? '' : `${unit}/`;
  const found = new Set<string>();
  for (const file of modules.files) {
    if (!file.startsWith(root) || !file.endsWith('/__init__.py')) continue;
    const inner = file.slice(root.length).replace(/^src\//, '');
    if (inner.split('/').length === 2) found.add(inner.split('/')[0] ?? '');
  }
  if (unit !== '.' && modules.files.has(`${root}__init__.py`)) found.add(unit.split('/').at(-1) ?? '');
  return [...found];
}

function stem(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return name === 'index' || name === '__init__' ? (parent(file).split('/').at(-1) ?? name) : name;
}

async function readImporters(wanted: readonly Wanted[], { tree, blobs, units, peek }: Look): Promise<void> {
  let searched = 0;
  let read = 0;
  for (const [file, blob] of blobs) {
    if (!source.test(file) || tree.inspections.has(file)) continue;
    const unit = units.of(file, { workflow: false }).path;
    const here = wanted.filter(({ inside, outside }) =>
      inside !== null ? within(file, inside) && inside === unit : unit !== outside,
    );
    if (here.length === 0) continue;
    if (++searched > limits.searched || read > limits.read) return;
    const text = readBytes(blob).bytes?.toString('latin1');
    if (!text || !here.some(({ name }) => imports(text, name))) continue;
    read++;
    const inspection = await peek(file);
    if (inspection) tree.inspections.set(file, inspection);
  }
}

/** Whether a line imports something by that name, in JavaScript or in Python. */
function imports(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `(?:from|require\\(|import\\(?)[ \\t]{0,8}['"](?:[^'"\\n]{0,200}/)?${quoted}(?:\\.[cm]?[jt]sx?|/[^'"\\n]{0,200})?['"]|^[ \\t]{0,40}(?:from|import)[ \\t]+[\\w.]{0,200}\\b${quoted}\\b|^[ \\t]{0,40}from[ \\t]+[\\w.]{1,200}[ \\t]+import[ \\t(]{1,4}[^\\n]{0,300}\\b${quoted}\\b`,
    'm',
  ).test(text);
}

/** Reads on from the files that other units call, until it is clear whether they lead to a use. */
export async function followCalls(
  calls: readonly { from: string; to: string }[],
  { tree, units, peek }: Look,
): Promise<void> {
  const unitOf = (file: string): string => units.of(file, { workflow: false }).path;
  const open = new Set(calls.filter(({ from, to }) => unitOf(from) !== unitOf(to)).map(({ to }) => to));
  let read = 0;
  for (const file of open) {
    let inspection = tree.inspections.get(file) ?? null;
    if (!inspection && read++ < limits.read) {
      inspection = await peek(file);
      if (inspection) tree.inspections.set(file, inspection);
    }
    if (inspection) for (const { to } of edgesOf(inspection, tree)) open.add(to);
  }
}
