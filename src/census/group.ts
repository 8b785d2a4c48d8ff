import type { Inspection } from '../model/document.ts';
import type { DeclarationEvidence, Evidence } from '../model/evidence.ts';
import { pipelineKind } from '../text/pipeline.ts';
import { parent, type Unit, type Units } from './unit.ts';

/** Which unit each inspected file belongs to. */
export type Grouping = ReadonlyMap<Inspection, Unit>;

/** How the files of a repository lead to one another: by imports, and by calls. */
export interface Links {
  readonly edges: readonly Edge[];
  readonly calls: readonly Edge[];
}

/** A file of one repository and the files of it that it leads to. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * Draws the units of one repository over its inspected files. Where no manifest encloses scripts more tightly than
 * the root, scripts that have nothing to do with each other are units by themselves, and a notebook always is.
 */
export function group(inspections: readonly Inspection[], units: Units, { edges, calls }: Links): Grouping {
  const found = new Map<Inspection, Unit>();
  const free: Inspection[] = [];
  for (const inspection of inspections) {
    const unit = units.of(inspection.file, { workflow: isWorkflow(inspection) });
    found.set(inspection, unit);
    const loose = unit.kind === 'application' && (!unit.drawn || unit.path === '.');
    if (loose && isCode(inspection) && isCounted(inspection.context)) free.push(inspection);
  }
  const clusters = clustered(free, edges);
  const reaching = callersOf(inspections, { edges, calls });
  const alone = new Map<string, number>();
  for (const cluster of clusters) {
    const folder = commonFolder(cluster.map(({ file }) => file));
    if (canStart(cluster) && isFlat(cluster, folder) && !isLauncher(cluster))
      alone.set(folder, (alone.get(folder) ?? 0) + 1);
  }
  for (const cluster of clusters) {
    const unit = clusterUnit(cluster, alone, found, reaching);
    if (unit) for (const inspection of cluster) found.set(inspection, unit);
  }
  for (const [inspection, unit] of attached(found)) found.set(inspection, unit);
  return found;
}

/**
 * A file that describes agents for others, in a folder that no manifest encloses, belongs to the nearest folder above it
 * that is a unit and uses a model.
 */
function attached(found: Grouping): Grouping {
  const using = new Map<string, Unit>();
  for (const [inspection, unit] of found) if (isFolder(unit) && uses([inspection])) using.set(unit.path, unit);
  const moved = new Map<Inspection, Unit>();
  for (const [inspection, unit] of found) {
    if (unit.drawn || isCode(inspection) || !inspection.evidence.some(isDescribed)) continue;
    for (let folder = unit.path; folder !== '.'; ) {
      folder = parent(folder);
      const above = using.get(folder);
      if (above) moved.set(inspection, above);
      if (above) break;
    }
  }
  return moved;
}

function isFolder({ kind }: Unit): boolean {
  return kind === 'application' || kind === 'action';
}

/** What a file that is no code says of an agent, or of a part of one. */
function isDescribed({ kind, framework }: Evidence): boolean {
  return framework !== null && /^(?:declaration|construct|tool|connection|store|gate)$/.test(kind);
}

/** A workflow is told by its content; its declarations say so. */
function isWorkflow({ file, evidence }: Inspection): boolean {
  return (
    /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i.test(file) ||
    pipelineKind(file) !== null ||
    (/\.ya?ml$/i.test(file) &&
      !/(?:^|\/)(?:action|(?:docker-)?compose(?:[.-][\w.-]{1,100})?|taskfile|lefthook|\.pre-commit-(?:config|hooks))\.ya?ml$/i.test(
        file,
      ) &&
      evidence.some((one) => one.kind === 'declaration' && isStep(one))) ||
    evidence.some((one) => one.kind === 'declaration' && one.what === 'flow')
  );
}

/** What a step of a workflow runs. An agent that a file describes belongs to the code around it. */
function isStep({ what }: DeclarationEvidence): boolean {
  return what === 'ai-action' || what === 'agent-cli';
}

function isCode({ language, file }: Inspection): boolean {
  return language !== null || /\.ipynb$/i.test(file);
}

/** A program of its own: something in it can be started. */
function canStart(cluster: readonly Inspection[]): boolean {
  return cluster.some(({ entry }) => entry);
}

/** A shell script that asks no model itself is how something else is built, set up or started. */
function isLauncher(cluster: readonly Inspection[]): boolean {
  return !uses(cluster) && cluster.every(({ language }) => language === 'shell');
}

/** A script and its helpers lie side by side; what spreads over folders is an application. */
function isFlat(cluster: readonly Inspection[], folder: string): boolean {
  return cluster.every(({ file }) => parent(file) === folder);
}

/** Folders of an application's own source: what can be started there is a part of it, not a script beside it. */
function isSource(folder: string): boolean {
  return folder.split('/').some((name) => /^(?:src|lib|app|apps|server|api|pages|packages)$/.test(name));
}

function uses(cluster: readonly Inspection[]): boolean {
  return cluster.some(({ evidence }) => evidence.some(({ weight }) => weight === 'use'));
}

/** Examples that call code outside of all examples, which leads to a use of a model: they show a library. */
function callersOf(inspections: readonly Inspection[], { edges, calls }: Links): ReadonlySet<string> {
  const known = new Map(inspections.map((one) => [one.file, one]));
  const importers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = importers.get(to);
    if (list) list.push(from);
    else importers.set(to, [from]);
  }
  const leading = new Set(
    inspections
      .filter(({ context, evidence }) => context === 'production' && evidence.some(isUse))
      .map(({ file }) => file),
  );
  for (const file of leading)
    for (const importer of importers.get(file) ?? [])
      if (known.get(importer)?.context === 'production') leading.add(importer);
  return new Set(
    calls.flatMap(({ from, to }) => (known.get(from)?.context === 'example' && leading.has(to) ? from : [])),
  );
}

function isUse({ weight }: { weight: string }): boolean {
  return weight === 'use';
}

function isCounted(context: string): boolean {
  return context === 'production' || context === 'example';
}

function clusterUnit(
  cluster: readonly Inspection[],
  alone: ReadonlyMap<string, number>,
  found: Grouping,
  reaching: ReadonlySet<string>,
): Unit | null {
  const [first] = cluster;
  if (!first) return null;
  const [only] = cluster;
  if (cluster.length === 1 && only && /\.ipynb$/i.test(only.file))
    return { path: only.file, kind: 'notebook', drawn: true, name: null };
  if (!canStart(cluster) || !(uses(cluster) || cluster.some(({ file }) => reaching.has(file)))) return null;
  const folder = commonFolder(cluster.map(({ file }) => file));
  const isExample = cluster.every(({ context }) => context === 'example');
  const drawn = found.get(first)?.drawn === true;
  const isScript = (alone.get(folder) ?? 0) >= 2 && isFlat(cluster, folder) && !(drawn && isSource(folder));
  if (!isScript) return isExample || !drawn ? { path: folder, kind: 'application', drawn: false, name: null } : null;
  const entry =
    cluster.find(({ entry: starter, evidence }) => starter && evidence.some(({ weight }) => weight === 'use')) ??
    cluster.find((one) => one.entry) ??
    first;
  return { path: entry.file, kind: 'script', drawn: true, name: null };
}

/** Files that lead to one another, directly or not, belong together. */
function clustered(files: readonly Inspection[], edges: readonly Edge[]): readonly (readonly Inspection[])[] {
  const leader = new Map<string, string>(files.map(({ file }) => [file, file]));
  const find = (file: string): string => {
    let at = file;
    for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) at = up;
    return at;
  };
  const examples = new Set(files.flatMap(({ file, context }) => (context === 'example' ? file : [])));
  // An example that imports what it shows is no part of it.
  for (const { from, to } of edges)
    if (leader.has(from) && leader.has(to) && examples.has(from) === examples.has(to)) leader.set(find(from), find(to));
  const clusters = new Map<string, Inspection[]>();
  for (const inspection of files) {
    const root = find(inspection.file);
    const cluster = clusters.get(root);
    if (cluster) cluster.push(inspection);
    else clusters.set(root, [inspection]);
  }
  return [...clusters.values()];
}

function commonFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files;
  let folder = parent(first);
  while (folder !== '.' && !rest.every((file) => file.startsWith(`${folder}/`))) folder = parent(folder);
  return folder;
}
