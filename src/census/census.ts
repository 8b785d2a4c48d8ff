import type { Agent, AttachKey, Census, Component, Unattached, Witness } from '../model/census.ts';
import type { Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Manifest } from '../model/fact.ts';
import { byLocation } from '../model/origin.ts';
import { isArmed } from './armed.ts';
import { type Attached, attached } from './attach.ts';
import { components } from './component.ts';
import { choosesHost, facets } from './facets.ts';
import { heldIn, withHeld } from './granted.ts';
import { type Edge, group } from './group.ts';
import type { Home } from './home.ts';
import { members, nameOf } from './name.ts';
import { parent, type Unit, type Units, within } from './unit.ts';
import { type Call, type Reached, reaches } from './via.ts';

/** One repository (or folder, file, stream) as the scan leaves it. */
export interface PlaceInput {
  readonly id: string;
  readonly units: Units;
  readonly inspections: readonly Inspection[];
  readonly calls: readonly Call[];
  readonly edges: readonly Edge[];
  /** Where what a file offers under a name is declared. */
  readonly homeOf: (offered: { file: string; name: string }) => Home;
  /** What a declaration mentions. */
  readonly mentioned: (home: Home) => readonly Home[];
  readonly ownerOf: (path: string) => string | null;
  /** Folders that are programs by the layout of their files, whatever else they offer. */
  readonly programs?: ReadonlySet<string>;
  /** Files of the place that hold environment variables, whatever was found in them. */
  readonly environmentFiles?: readonly string[];
  /** Units whose package is itself what others ask a model through. */
  readonly sdks: ReadonlySet<string>;
  /** Providers of sound and pictures, who serve no language model. */
  readonly media: ReadonlySet<string>;
}

/** Everything found in one unit. */
export interface Gathered {
  readonly place: PlaceInput;
  readonly unit: Unit;
  readonly inspections: readonly Inspection[];
  readonly evidence: readonly Evidence[];
  readonly manifest: Manifest | null;
}

/** Groups evidence into agents and components; what makes neither is unattached, and says why. Pure; input order does not matter. */
export function census(places: readonly PlaceInput[]): Census {
  const agents: Agent[] = [];
  const parts: Component[] = [];
  const unattached: Unattached[] = [];
  for (const place of places) {
    const units = gather(place);
    const reached = reaches(units, place);
    const libraries = new Set(
      [...reached.values()].flatMap(({ via }) => via).filter((path) => isLibrary(units.get(path), reached)),
    );
    const held = heldIn(place);
    for (const gathered of units.values()) {
      const found = components(gathered, libraries.has(gathered.unit.path));
      parts.push(...found.components);
      const through = reached.get(gathered.unit.path);
      const module = moduleOf(gathered.unit.path, through, units);
      const made = found.isLibrary ? null : agentOf(gathered, { through, module, taken: found.taken });
      const agent = made && withHeld(made, held);
      if (agent) agents.push(agent);
      const left = gathered.evidence.filter(
        (one) => one.kind !== 'grant' && !found.taken.has(one) && !(agent && isCounted(one)),
      );
      unattached.push(...left.map((one) => ({ reason: reasonOf(one, gathered), ...one })));
    }
  }
  return {
    agents: agents.sort(byId),
    components: parts.sort(byId),
    unattached: unattached.sort((a, b) => byLocation(a, b) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0)),
  };
}

function gather(place: PlaceInput): Map<string, Gathered> {
  const grouping = group(place.inspections, place.units, place);
  const byUnit = new Map<string, { unit: Unit; inspections: Inspection[] }>();
  for (const [inspection, unit] of grouping) {
    const known = byUnit.get(unit.path);
    if (known) known.inspections.push(inspection);
    else byUnit.set(unit.path, { unit, inspections: [inspection] });
  }
  const files = new Map([...grouping].map(([{ file }, unit]) => [file, unit.path]));
  const moved = attached(place.inspections, place.units, new Set(byUnit.keys()), {
    files,
    edges: place.edges,
  });
  return new Map([...byUnit].map(([path, { unit, inspections }]) => [path, gathered(place, unit, inspections, moved)]));
}

function gathered(
  place: PlaceInput,
  unit: Unit,
  inspections: readonly Inspection[],
  moved: readonly Attached[],
): Gathered {
  const gone = new Set(moved.map(({ evidence }) => evidence));
  const given = moved.flatMap((one) => (one.unit === unit.path ? one.evidence : []));
  const evidence = inspections
    .flatMap((inspection) => inspection.evidence.filter((one) => !gone.has(one)))
    .concat(given)
    .map((one) => (isSilent(one, unit, place) ? { ...one, weight: 'mention' as const } : one))
    .sort((a, b) => rank(a) - rank(b) || byLocation(a, b) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
  const own = inspections.filter(({ manifest, file }) => manifest && parent(file) === unit.path);
  const manifest = own.map((one) => one.manifest).find((one) => one?.name) ?? own[0]?.manifest ?? null;
  return { place, unit, inspections, evidence, manifest };
}

/** What the configuration takes out, and the SDK of a vendor in the vendor's own repository. */
function isSilent({ file, context }: Evidence, { path }: Unit, { units, sdks }: PlaceInput): boolean {
  return units.ignores(file) || (sdks.has(path) && context === 'production');
}

/** Sound and pictures alone make no agent; beside a language model they are one more provider. An agent that speaks is one. */
function isMedia(one: Evidence, { media }: PlaceInput): boolean {
  if (one.provider === null || !media.has(one.provider) || ('level' in one && one.level === 'agent')) return false;
  return !('operation' in one) || (one.operation !== 'chat' && one.operation !== 'completion');
}

/** The anchor comes first: what makes it an agent, then what uses a model, then what corroborates, then what others do. */
function rank({ kind, weight, confidence, ...rest }: Evidence | Witness): number {
  if (weight === 'mention') return 4;
  if (kind === 'link') return 3;
  if ('attachedBy' in rest && rest.attachedBy === 'via') return 5;
  if (kind === 'construct' || ('level' in rest && rest.level === 'agent')) return 0;
  if (kind === 'call' && confidence !== 'high') return 2;
  return 1;
}

/** What stands behind a unit: the units that it reaches a model through, and the module that it is a command of. */
interface Behind {
  readonly through: Reached | undefined;
  readonly module: Gathered | undefined;
  readonly taken: ReadonlySet<Evidence>;
}

/** A command of a Go module runs what the packages of the module hold: they are no library of somebody else. */
function moduleOf(
  path: string,
  reached: Reached | undefined,
  units: ReadonlyMap<string, Gathered>,
): Gathered | undefined {
  const module = /^(?:(.*)\/)?cmd\/[^/]+$/.exec(path);
  const root = module && (module[1] ?? '.');
  return root !== null && reached?.via.includes(root) ? units.get(root) : undefined;
}

function agentOf(
  { place, unit, evidence, manifest }: Gathered,
  { through: reached, module, taken }: Behind,
): Agent | null {
  const uses = evidence.filter(({ weight }) => weight === 'use');
  if (!reached && uses.every((one) => isMedia(one, place))) return null;

  const shared = module?.evidence ?? [];
  const isOpen = [...evidence, ...shared].some(choosesHost);
  // What is copied stands last: of an object that starts with it V8 of Node 20 makes a hidden class.
  const own = evidence
    .filter((one) => (isCounted(one) || (isOpen && isListed(one))) && !taken.has(one))
    .map((one): Witness => ({ attachedBy: attachment(one, unit), ...one }));
  const inModule = new Set(shared);
  const background = shared.filter((one) => one.weight === 'mention' && (isCounted(one) || (isOpen && isListed(one))));
  const through = [...(reached?.evidence ?? []), ...background].map(
    (one): Witness => ({ attachedBy: inModule.has(one) ? 'module' : 'via', ...one }),
  );
  const all = [...own, ...through].sort(
    (a, b) => rank(a) - rank(b) || through.indexOf(a) - through.indexOf(b) || byLocation(a, b),
  );
  const options = own.filter(({ kind, weight }) => kind === 'call' && weight === 'mention');
  const makers = [...uses, ...options, ...through];
  return {
    id: `${place.id}//${unit.path}`,
    name: nameOf(unit, evidence, manifest, place.id),
    repository: place.id,
    path: unit.path,
    level: makers.some((one) => 'level' in one && one.level === 'agent') || isArmed(uses, own) ? 'agent' : 'caller',
    kind: unit.kind,
    example: [...uses, ...links(through)].every(({ context }) => context === 'example') && !own.some(isDeployed),
    via: (reached?.via ?? []).map((path) => `${place.id}//${path}`),
    members: members(evidence),
    owner: place.ownerOf(unit.path) ?? manifest?.author ?? null,
    claim: manifest?.claim ?? null,
    ...facets(all),
    evidence: all,
  };
}

/** By which key a witness belongs to the unit: a file that lies elsewhere speaks of it by an image. */
function attachment({ whose, file }: Evidence, { kind, path }: Unit): AttachKey {
  if (whose?.file !== undefined) return 'started';
  if (whose && !within(file, path)) return whose.folder === null ? 'image' : 'build-context';
  return kind === 'configured' ? 'units-config' : 'unit';
}

/** A list of hosts is what a client that gets its host at run time chooses from. */
function isListed({ kind, context }: Evidence): boolean {
  return kind === 'endpoint' && context === 'catalogue';
}

/** What a manifest outside of all examples builds or runs is deployed, and is no example any more. */
function isDeployed({ kind, context, attachedBy }: Witness): boolean {
  return kind === 'workload' && context === 'production' && attachedBy !== 'unit';
}

/** Where the unit steps over to another. */
function links(through: readonly Witness[]): readonly Witness[] {
  return through.filter(({ kind }) => kind === 'link');
}

/** A test, a page of documentation or vendored code in the folder says nothing about what runs. Keys count wherever they stand. */
function isCounted({ context, kind }: Evidence): boolean {
  return context === 'production' || context === 'example' || kind === 'key';
}

/** A wrapper that others call and that cannot be started itself. */
function isLibrary(gathered: Gathered | undefined, reached: ReadonlyMap<string, Reached>): boolean {
  if (gathered?.unit.kind !== 'application') return false;
  if (gathered.place.programs?.has(gathered.unit.path)) return false;
  const called = [...reached.values()].some(({ via }) => via.includes(gathered.unit.path));
  return called && gathered.manifest?.entry !== true && !isStarted(gathered, reached.has(gathered.unit.path));
}

/** Whether a file of the unit that can be started leads to a use. A script of its own beside the code is no start of it. */
function isStarted({ inspections, place }: Gathered, isCaller: boolean): boolean {
  const callers = new Set(isCaller ? place.calls.map(({ from }) => from) : []);
  const started = inspections.filter(({ entry, context }) => entry && context === 'production');
  const reached = new Set(started.map(({ file }) => file));
  const next = new Map<string, string[]>();
  for (const { from, to } of place.edges) next.set(from, [...(next.get(from) ?? []), to]);
  for (const file of reached) for (const to of next.get(file) ?? []) reached.add(to);
  return inspections.some(({ file, evidence }) => reached.has(file) && (callers.has(file) || evidence.some(isUse)));
}

function isUse({ weight }: Evidence): boolean {
  return weight === 'use';
}

function reasonOf(one: Evidence, { place, unit }: Gathered): string {
  const { context, kind } = one;
  switch (context) {
    case 'test':
      return 'stands in a test';
    case 'docs':
      return 'stands in documentation';
    case 'vendored':
      return 'stands in vendored code';
    case 'generated':
      return 'stands in a generated file';
    case 'archived':
      return 'stands in an archive';
    case 'catalogue':
      return 'stands in a list of many providers';
    case 'production':
    case 'example':
      if (place.units.ignores(unit.path)) return 'taken out of the census by the configuration';
      if (place.sdks.has(unit.path)) return 'stands in the SDK itself';
      if (isMedia(one, place)) return 'sound or pictures: no language model is asked';
      return kind === 'dependency' || kind === 'sdk'
        ? 'asked for or imported, never called'
        : 'mentioned, and nothing in its unit calls a model';
    default:
      return context satisfies never;
  }
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
