import type { Agent, AttachKey, Census, Component, Unattached, Witness } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import { byLocation } from '../model/origin.ts';
import { byCodeUnit } from '../text/order.ts';
import { facets } from './facets.ts';

/** What was seen of something that runs: on the wire, or as a process. */
export type Sighting = EvidenceOf<'traffic'> | EvidenceOf<'process'>;

/** The agent that a process belongs to by what it runs, where that lies in a folder that was scanned: id of a unit's place and a path in it. */
export type Whereabouts = (sighting: Sighting) => { readonly place: string; readonly path: string } | null;

/** The one agent that an entry of the registry is about which names what a sighting shows: its account, workload, image or machine. */
export type Registered = (sighting: Sighting) => string | null;

/** What else may tie a sighting to an agent, beside what both show. */
export interface Ties {
  readonly whereabouts?: Whereabouts;
  readonly registered?: Registered;
}

/** Agents that were seen in no code have no repository: this stands in its place. */
export const runtime = 'runtime';

/**
 * Joins what runs to the agents that code shows, by strong keys alone: an account, a workload of a cluster, an image, the
 * folder that it runs in, the fingerprint of a key. A key that two agents share joins nothing. What no code explains is an
 * agent of its own; people, and calls that were all refused, are none.
 */
export function withSightings(
  census: Census,
  sightings: readonly Sighting[],
  { whereabouts = () => null, registered = () => null }: Ties = {},
): Census {
  if (sightings.length === 0) return census;
  const index = indexOf(census.agents);
  const joined = new Map<string, Witness[]>();
  const alone = new Map<string, Sighting[]>();
  const unattached: Unattached[] = [...census.unattached];
  for (const sighting of sightings) {
    const found = joinOf(sighting, index, whereabouts) ?? registeredAs(sighting, registered);
    const reason = found ? null : reasonOf(sighting);
    if (found) put(joined, found.agent, { ...sighting, attachedBy: found.by });
    else if (reason === null) put(alone, sighting.caller.key, sighting);
    else unattached.push({ ...sighting, reason });
  }
  const agents = census.agents.map((agent) => withWitnesses(agent, joined.get(agent.id) ?? []));
  const found = [...alone.values()].flatMap((group) => runtimeAgent(group) ?? []);
  for (const group of alone.values())
    if (!runtimeAgent(group)) unattached.push(...group.map((one) => ({ ...one, reason: reasonOfAll(group) })));
  return {
    ...census,
    agents: [...agents, ...found].sort((a, b) => byCodeUnit(a.id, b.id)),
    unattached: unattached.sort((a, b) => byLocation(a, b) || byCodeUnit(a.kind, b.kind)),
  };
}

/** A census with components that stand in no code. */
export function withComponents(census: Census, components: readonly Component[]): Census {
  if (components.length === 0) return census;
  return { ...census, components: [...census.components, ...components].sort((a, b) => byCodeUnit(a.id, b.id)) };
}

interface Index {
  readonly identities: ReadonlyMap<string, string>;
  readonly workloads: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
  readonly units: readonly { readonly id: string; readonly repository: string; readonly path: string }[];
}

function indexOf(agents: readonly Agent[]): Index {
  return {
    identities: owners(agents, ({ identities }) => identities),
    workloads: owners(agents, ({ evidence }) =>
      evidence.flatMap((one) =>
        one.kind === 'workload' && one.namespace !== undefined ? `${one.namespace}/${one.name}` : [],
      ),
    ),
    images: owners(agents, ({ evidence }) =>
      evidence.flatMap((one) => (one.kind === 'workload' && one.whose?.image?.includes('/') ? one.whose.image : [])),
    ),
    keys: owners(agents, ({ credentials }) => credentials.flatMap(({ fingerprint }) => fingerprint ?? [])),
    units: agents.map(({ id, repository, path }) => ({ id, repository, path })),
  };
}

/** Who has a name, where that is one agent alone. */
function owners(agents: readonly Agent[], namesOf: (agent: Agent) => readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const shared = new Set<string>();
  for (const agent of agents) {
    for (const name of new Set(namesOf(agent))) {
      if (found.has(name)) shared.add(name);
      found.set(name, agent.id);
    }
  }
  for (const name of shared) found.delete(name);
  return found;
}

interface Join {
  readonly agent: string;
  readonly by: AttachKey;
}

function joinOf(sighting: Sighting, index: Index, whereabouts: Whereabouts): Join | null {
  const { caller } = sighting;
  const named = ownerOf(caller.identities, index.identities);
  if (named) return { agent: named, by: 'identity' };
  const workload = caller.workload?.namespace
    ? index.workloads.get(`${caller.workload.namespace}/${caller.workload.name}`)
    : undefined;
  if (workload !== undefined) return { agent: workload, by: 'workload' };
  const folder = unitAt(whereabouts(sighting), index);
  if (folder !== null) return { agent: folder, by: 'running' };
  const image = caller.image === null ? undefined : index.images.get(caller.image);
  if (image !== undefined) return { agent: image, by: 'image' };
  const key = sighting.kind === 'process' ? ownerOf(sighting.fingerprints, index.keys) : undefined;
  return key === undefined ? null : { agent: key, by: 'fingerprint' };
}

function registeredAs(sighting: Sighting, registered: Registered): Join | null {
  const agent = registered(sighting);
  return agent === null ? null : { agent, by: 'registered' };
}

/** The one agent that any of the names belongs to. */
function ownerOf(names: readonly string[], index: ReadonlyMap<string, string>): string | undefined {
  const found = new Set(names.flatMap((name) => index.get(name) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The agent whose unit is the nearest around a path. */
function unitAt(where: { readonly place: string; readonly path: string } | null, { units }: Index): string | null {
  if (!where) return null;
  const around = units.filter(
    ({ repository, path }) =>
      repository === where.place && (path === '.' || path === where.path || where.path.startsWith(`${path}/`)),
  );
  const [nearest] = around.toSorted((a, b) => depth(b.path) - depth(a.path));
  return nearest?.id ?? null;
}

function depth(path: string): number {
  return path === '.' ? 0 : path.split('/').length;
}

/** Why a sighting makes no agent; `null` where it may. */
function reasonOf(sighting: Sighting): string | null {
  if (sighting.kind === 'process')
    return sighting.weight === 'use' ? null : 'it holds a key of a model, and was not seen to call one';
  if (sighting.client === 'probe') return 'a probe of whether the host is there';
  if (sighting.client === 'browser') return 'a person, by the browser';
  if (sighting.weight === 'use') return null;
  return sighting.provider === null
    ? 'its host only begins like one of a provider'
    : 'a page for people, and no call of a model';
}

function reasonOfAll(group: readonly Sighting[]): string {
  return group.every((one) => one.kind === 'traffic' && one.count === 0)
    ? 'every call was refused'
    : 'it is no call of a model';
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** An agent that was seen to run does what it was seen to do, whatever its code says. */
function withWitnesses(agent: Agent, witnesses: readonly Witness[]): Agent {
  if (witnesses.length === 0) return agent;
  const evidence = [...agent.evidence, ...witnesses.toSorted(byLocation)];
  return { ...agent, ...facets(evidence), example: false, evidence };
}

/** Something that runs and that no code explains; `null` where it did not get through to a model once. */
export function runtimeAgent(group: readonly Sighting[]): Agent | null {
  const [first] = group;
  if (!first || group.every((one) => one.kind === 'traffic' && one.count === 0)) return null;
  const { key } = first.caller;
  const evidence = group
    .map((one): Witness => ({ ...one, attachedBy: 'caller' }))
    .toSorted((a, b) => sureness(a) - sureness(b) || byLocation(a, b));
  return {
    id: `${runtime}//${key}`,
    name: first.caller.name,
    repository: runtime,
    path: key,
    level: group.some(({ level }) => level === 'agent') ? 'agent' : 'caller',
    kind: 'runtime',
    example: false,
    via: [],
    members: [],
    owner: null,
    claim: null,
    ...facets(evidence),
    evidence,
  };
}

function sureness({ confidence }: Witness): number {
  return confidence === 'high' ? 0 : confidence === 'medium' ? 1 : 2;
}
