import type { Edge } from '../census/group.ts';
import { ancestors as foldersOf } from '../census/modules/paths.ts';
import { resolveModule } from '../census/modules.ts';
import { parent, type Units } from '../census/unit.ts';
import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';
import { exportsModel, foldersAbove, type Growing, type Peek } from './across.ts';
import { contextOf } from './context.ts';
import { edgesOf } from './edges.ts';
import { packaged } from './outline.ts';
import { type Reach, source } from './reach.ts';

/** How often the files of a place are gone through for modules that were found to matter the time before. */
const rounds = 3;

/** In a tree with more Python files than this, a package is looked for in the units under its own top folder only. */
const manySources = 10_000;

/** What the second look works on. */
interface Look {
  readonly tree: Growing;
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly units: Units;
  readonly rules: RuleSet;
  readonly peek: Peek;
  /** What of a unit can reach a use of a model. */
  readonly reach: Reach;
}

/**
 * Files in which no keyword stands may still use a model: through a client that a module of their unit exports, or
 * through a package of the tree. They are found by the name of that module in an import, and then read.
 */
export async function secondLook(look: Look): Promise<void> {
  const asked = new Map<string, ReadonlySet<string>>();
  for (let round = 0; round < rounds; round++) {
    look.reach.lead(leadingUnits(look.tree, look.units));
    const wanted = new Map<string, ReadonlySet<string>>();
    for (const [unit, names] of wantedNames(look)) {
      const fresh = new Set([...names].filter((name) => !asked.get(unit)?.has(name)));
      if (fresh.size > 0) wanted.set(unit, fresh);
      asked.set(unit, names);
    }
    const read = await readCallers(look);
    if (wanted.size === 0 && !read) return;
    await readImporters(wanted, look);
  }
}

/** Module names to look for, by the unit in whose files. */
type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** Which names matter where: modules of a unit inside it, packages of the tree in the units that ask for them. */
function wantedNames({ tree, units, rules }: Look): Wanted {
  const wanted = new Map<string, Set<string>>();
  const want = (unit: string, name: string): void => {
    const names = wanted.get(unit);
    if (names) names.add(name);
    else wanted.set(unit, new Set([name]));
  };
  const users = leadingUnits(tree, units);
  for (const inspection of tree.inspections.values()) {
    if (!exportsModel(inspection, tree, rules)) continue;
    const unit = units.of(inspection.file, { workflow: false }).path;
    for (const name of [stem(inspection.file), ...namedBy(inspection.file, tree)]) want(unit, name);
  }
  for (const { file, manifest } of tree.inspections.values()) {
    for (const name of manifest?.dependencies ?? []) {
      const folder = tree.modules.packages.get(name);
      if (folder !== undefined && users.has(folder)) want(parent(file), name);
    }
  }
  return pythonNames(wanted, users, { tree, units });
}

/** Python units ask for nothing by name: every unit that holds Python may import the packages of the others. */
function pythonNames(
  wanted: Map<string, Set<string>>,
  users: ReadonlySet<string>,
  { tree, units }: Pick<Look, 'tree' | 'units'>,
): Wanted {
  const packages = importable(tree.modules.files, units, users);
  if (packages.size === 0) return wanted;
  const sources = [...tree.modules.files].filter((file) => file.endsWith('.py'));
  const homes = drawnUnits(sources, units);
  const near = (a: string, b: string): boolean => sources.length <= manySources || top(a) === top(b);
  for (const home of homes) {
    for (const [unit, names] of packages)
      if (unit !== home && near(unit, home)) wanted.set(home, new Set([...(wanted.get(home) ?? []), ...names]));
  }
  return wanted;
}

/** The first folder of a path. */
function top(path: string): string {
  return path.split('/', 1)[0] ?? path;
}

/** Top-level Python packages of the units that use a model: what others import them by. */
function importable(
  files: ReadonlySet<string>,
  units: Units,
  users: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('/__init__.py')) continue;
    const unit = units.of(file, { workflow: false }).path;
    if (!users.has(unit)) continue;
    const inner = file
      .slice(unit === '.' ? 0 : unit.length + 1)
      .replace(/^src\//, '')
      .split('/');
    const name = inner.length === 2 ? inner[0] : inner.length === 1 ? unit.split('/').at(-1) : undefined;
    if (name) found.set(unit, [...(found.get(unit) ?? []), name]);
  }
  return found;
}

/** The names that manifests above a file give to it. */
function namedBy(file: string, { modules }: Growing): readonly string[] {
  if (modules.mapped.size === 0) return [];
  const names = foldersOf(file).flatMap((folder) => [...(modules.mapped.get(folder)?.keys() ?? [])]);
  const leadsHere = (module: string): boolean =>
    resolveModule(file, 'javascript', { module, path: '' }, modules)?.file === file;
  return [...new Set(names)].filter(leadsHere);
}

function stem(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return name === 'index' || name === '__init__' ? (parent(file).split('/').at(-1) ?? name) : name;
}

async function readImporters(wanted: Wanted, { tree, blobs, units, rules, reach, peek }: Look): Promise<void> {
  const makers = handingOn(tree, rules);
  for (const [file, blob] of blobs) {
    if (!source.test(file) || tree.inspections.has(file)) continue;
    const unit = units.of(file, { workflow: false }).path;
    const names = wanted.get(unit);
    const text = names && readBytes(blob).bytes?.toString('latin1');
    if (!text || ![...names].some((name) => imports(text, name))) continue;
    // Everything lies in the root, and what is a unit of its own there is another one all the same.
    const leads = reach.targets(file, text).some((to) => makers.has(to) || (!isIn(to, unit, units) && reach.has(to)));
    if (!leads) continue;
    const inspection = await peek(file);
    if (inspection) tree.inspections.set(file, inspection);
  }
}

/**
 * Where files see each other by package or namespace no import names the module: files of other units of the same tree
 * are read where a type or package they mention leads to a use. True where any was.
 */
async function readCallers({ tree, blobs, units, reach, peek }: Look): Promise<boolean> {
  const users = new Set([...usersOf(tree, units)].filter((unit) => holdsPackaged(unit, tree, units)));
  if (users.size === 0) return false;
  let read = false;
  for (const [file, blob] of blobs) {
    if (!packaged.test(file) || tree.inspections.has(file)) continue;
    const unit = units.of(file, { workflow: false }).path;
    // A unit that asks a model itself is found already.
    if (users.has(unit)) continue;
    const text = readBytes(blob).bytes?.toString('latin1');
    const leads = text && reach.targets(file, text).some((to) => !isIn(to, unit, units) && reach.has(to));
    const inspection = leads ? await peek(file) : null;
    if (!inspection) continue;
    tree.inspections.set(file, inspection);
    read = true;
  }
  return read;
}

/** Examples that show a library of their own repository: they lie in its unit, and say nothing but the library's name. */
export async function readExamples({ tree, blobs, units, reach, peek }: Look): Promise<void> {
  const users = leadingUnits(tree, units);
  for (const [file, blob] of blobs) {
    if (!source.test(file) || tree.inspections.has(file) || contextOf(file, '') !== 'example') continue;
    if (!users.has(units.of(file, { workflow: false }).path)) continue;
    const text = readBytes(blob).bytes?.toString('latin1');
    const leads = text && reach.targets(file, text).some((to) => contextOf(to, '') === 'production' && reach.has(to));
    const inspection = leads ? await peek(file) : null;
    if (inspection) tree.inspections.set(file, inspection);
  }
}

/** Whether a unit has a use of a model in such a language. */
function holdsPackaged(unit: string, { inspections }: Growing, units: Units): boolean {
  return [...inspections.values()].some(
    ({ file, evidence }) =>
      packaged.test(file) && evidence.some(({ weight }) => weight === 'use') && isIn(file, unit, units),
  );
}

function isIn(file: string, unit: string, units: Units): boolean {
  return units.of(file, { workflow: false }).path === unit;
}

/** Modules that hand on what calls a model, and the files above them that may hand it on further. */
function handingOn(tree: Growing, rules: RuleSet): ReadonlySet<string> {
  const makers = [...tree.inspections.values()].filter((inspection) => exportsModel(inspection, tree, rules));
  const found = new Set(makers.map(({ file }) => file));
  for (const folder of foldersAbove([...found])) {
    const base = folder === '.' ? '' : `${folder}/`;
    for (const name of ['index.ts', 'index.tsx', 'index.js', 'index.mjs', '__init__.py']) found.add(base + name);
  }
  return found;
}

/** Whether a line imports something by that name, in JavaScript or in Python. */
function imports(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const compiled = patterns.get(name) ?? importPattern(name);
  patterns.set(name, compiled);
  return compiled.test(text);
}

const patterns = new Map<string, RegExp>();

function importPattern(name: string): RegExp {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    [
      `(?:from|require\\(|import\\(?)[ \\t]{0,8}['"](?:[^'"\\n]{0,200}/)?${quoted}(?:\\.[cm]?[jt]sx?|/[^'"\\n]{0,200})?['"]`,
      `^[ \\t]{0,40}(?:from|import)[ \\t]+[\\w.]{0,200}\\b${quoted}\\b`,
      `^[ \\t]{0,40}from[ \\t]+[\\w.]{1,200}[ \\t]+import[ \\t(]{1,4}[^\\n]{0,300}\\b${quoted}\\b`,
    ].join('|'),
    'm',
  );
}

/** Reads on from the files that other units call, inside the units that use a model, to see whether they lead to a use. */
export async function followCalls(calls: readonly Edge[], { tree, units, reach, peek }: Look): Promise<void> {
  const unitOf = (file: string): string => units.of(file, { workflow: false }).path;
  const users = leadingUnits(tree, units);
  const crossing = calls.filter(
    ({ from, to }) => (unitOf(from) !== unitOf(to) || shows(from, to)) && users.has(unitOf(to)) && reach.has(to),
  );
  const called = new Set(crossing.map(({ to }) => unitOf(to)));
  const open = new Set([...crossing.map(({ to }) => to), ...starters(tree.modules.files, called)]);
  for (const file of open) {
    const inspection = tree.inspections.get(file) ?? (await peek(file));
    if (!inspection) continue;
    tree.inspections.set(file, inspection);
    for (const { to } of edgesOf(inspection, tree)) if (users.has(unitOf(to)) && reach.has(to)) open.add(to);
  }
}

/** An example steps over to what it shows as one unit does to another. */
function shows(from: string, to: string): boolean {
  return contextOf(from, '') === 'example' && contextOf(to, '') === 'production';
}

/** Whether a unit that others call can be started itself is told by the files at its top: they are read for that. */
function starters(files: ReadonlySet<string>, called: ReadonlySet<string>): readonly string[] {
  return [...files].filter((file) => source.test(file) && called.has(parent(file)));
}

/** The units of files that a manifest draws. A folder without one is no unit that another could go through. */
function drawnUnits(files: readonly string[], units: Units): ReadonlySet<string> {
  const found = files.map((file) => units.of(file, { workflow: false })).filter(({ drawn }) => drawn);
  return new Set(found.map(({ path }) => path));
}

/** Where a package lies that a manifest asks for. Crates are known by the name that code imports them by. */
function folderOf(name: string, { modules }: Growing): string | undefined {
  return modules.packages.get(name) ?? modules.packages.get(`crate:${name.replaceAll('-', '_')}`);
}

/** Units in which a model is used, and packages that ask for one of them, however far away. */
function leadingUnits(tree: Growing, units: Units): ReadonlySet<string> {
  const found = new Set(usersOf(tree, units));
  const manifests = [...tree.inspections.values()].filter(({ manifest }) => manifest !== null);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { file, manifest } of manifests) {
      const asks = manifest?.dependencies.some((name) => found.has(folderOf(name, tree) ?? ''));
      if (asks) found.add(parent(file));
    }
  }
  return found;
}

/** Units in which a model is used. */
function usersOf({ inspections }: Growing, units: Units): ReadonlySet<string> {
  const used = [...inspections.values()].filter(
    ({ context, evidence }) => context === 'production' && evidence.some(({ weight }) => weight === 'use'),
  );
  return drawnUnits(
    used.map(({ file }) => file),
    units,
  );
}
