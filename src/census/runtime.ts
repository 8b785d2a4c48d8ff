import type { Agent, Census, Component, Facets, Unattached, Witness } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import { byLocation } from '../model/origin.ts';
import type { Caller } from '../model/traffic.ts';
import { none } from '../text/none.ts';
import { byCodeUnit } from '../text/order.ts';
import { facets } from './facets.ts';
import { indexOf, type Join, joinOf, type Sighting, type Whereabouts } from './join.ts';
import { explanations, isPerson } from './lookups.ts';

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
 * agent of its own; people, and calls that were all refused, are none. Each sighting is told once, here or there.
 */
export function withSightings(
  census: Census,
  sightings: readonly Sighting[],
  { whereabouts = () => null, registered = () => null }: Ties = {},
): Census {
  if (sightings.length === 0) return census;
  const index = indexOf(census.agents);
  const hasCode = census.agents.length > 0;
  const joins = hasCode ? sightings.map((one) => joinOf(one, index, whereabouts) ?? registeredAs(one, registered)) : [];
  const callers = callersOf(sightings, joins);
  const isExplained = explanations(sightings.filter((one) => one.kind === 'traffic'));
  const joined = new Map<string, Witness[]>();
  const alone = new Map<string, Sighting[]>();
  const unattached: Unattached[] = [...census.unattached];
  for (const [at, sighting] of sightings.entries()) {
    const found = joins[at] ?? callers(sighting);
    const reason = found ? null : reasonOf(sighting, isExplained);
    if (found) put(joined, found.agent, { ...sighting, attachedBy: found.by });
    else if (reason === null) put(alone, sighting.caller.key, sighting);
    else unattached.push({ reason, ...sighting });
  }
  const agents = census.agents.map((agent) => withWitnesses(agent, joined.get(agent.id) ?? []));
  for (const group of alone.values()) {
    const agent = runtimeAgent(group);
    if (agent) agents.push(agent);
    else unattached.push(...group.map((one) => ({ reason: 'every call was refused', ...one })));
  }
  return {
    ...census,
    agents: agents.sort((a, b) => byCodeUnit(a.id, b.id)),
    unattached: unattached.sort((a, b) => byLocation(a, b) || byCodeUnit(a.kind, b.kind)),
  };
}

/** By another record of the same caller: one tells its account, and the next does not. Processes of one name may be of several folders. */
function callersOf(
  sightings: readonly Sighting[],
  joins: readonly (Join | null)[],
): (sighting: Sighting) => Join | null {
  const agents = new Map<string, string | null>();
  for (const [at, { kind, caller }] of sightings.entries()) {
    const agent = joins[at]?.agent;
    if (kind !== 'traffic' || agent === undefined) continue;
    const known = agents.get(caller.key);
    agents.set(caller.key, known === undefined || known === agent ? agent : null);
  }
  return ({ kind, caller }) => {
    const agent = kind === 'traffic' ? agents.get(caller.key) : undefined;
    return agent ? { agent, by: 'caller' } : null;
  };
}

/** A census with components that stand in no code. */
export function withComponents(census: Census, components: readonly Component[]): Census {
  if (components.length === 0) return census;
  return { ...census, components: [...census.components, ...components].sort((a, b) => byCodeUnit(a.id, b.id)) };
}

function registeredAs(sighting: Sighting, registered: Registered): Join | null {
  const agent = registered(sighting);
  return agent === null ? null : { agent, by: 'registered' };
}

/** Why a sighting makes no agent; `null` where it may. */
function reasonOf(sighting: Sighting, isExplained: (sighting: EvidenceOf<'traffic'>) => boolean): string | null {
  if (sighting.kind === 'process')
    return sighting.weight === 'use' ? null : 'it holds a key of a model, and was not seen to call one';
  if (sighting.client === 'probe') return 'a probe of whether the host is there';
  if (isPerson(sighting)) return 'a person, by the browser';
  if (isExplained(sighting)) return 'a look-up that other calls from its address explain';
  if (sighting.weight === 'use') return null;
  return sighting.provider === null
    ? 'its host only begins like one of a provider'
    : 'a console or a page for people, and no call of a model';
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
  return { ...agent, ...seenIn(evidence), example: false, evidence };
}

/** True for calls of which none got through to a model. */
export function isRefused(sighting: Sighting): boolean {
  return sighting.kind === 'traffic' && sighting.count === 0;
}

/** Something that runs and that no code explains; `null` where it did not get through to a model once. */
export function runtimeAgent(group: readonly Sighting[]): Agent | null {
  const [first] = group;
  if (!first || group.every(isRefused)) return null;
  const { key } = first.caller;
  const evidence = group.toSorted((a, b) => sureness(a) - sureness(b) || byLocation(a, b));
  return {
    id: `${runtime}//${key}`,
    name: nameOf(first.caller, group),
    repository: runtime,
    path: key,
    level: group.some(({ level }) => level === 'agent') ? 'agent' : 'caller',
    kind: 'runtime',
    example: false,
    via: none,
    members: none,
    owner: null,
    claim: null,
    ...seenIn(evidence),
    evidence,
  };
}

/** What was refused, or only looked up, was not done: it tells what somebody does where nothing else does. */
function seenIn(evidence: readonly Witness[]): Facets {
  const all = facets(evidence);
  const done = evidence.filter((one) => one.kind !== 'traffic' || (one.count > 0 && one.basis !== 'dns'));
  if (done.length === 0 || done.length === evidence.length) return all;
  return { ...facets(done), identities: all.identities };
}

/** `Claude Code of alice`, `Claude Code on 10.0.0.7`: an assistant that a person works with is told by its name. */
function nameOf({ name, kind }: Caller, group: readonly Sighting[]): string {
  const calls = group.flatMap((one) => (one.kind === 'traffic' && one.basis !== 'dns' ? one : []));
  const programs = [...new Set(calls.flatMap((one) => one.programs))];
  const [program] = programs;
  if (calls.some(({ client }) => client !== 'assistant') || program === undefined) return name;
  const own = kind === 'user' || kind === 'principal' || kind === 'credential';
  return `${programs.length === 1 ? program : 'assistants'} ${own ? 'of' : 'on'} ${name}`;
}

function sureness({ confidence }: Witness): number {
  return confidence === 'high' ? 0 : confidence === 'medium' ? 1 : 2;
}
