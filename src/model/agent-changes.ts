import { byCodeUnit } from '../text/order.ts';
import type { Agent, Credential, Tool } from './census.ts';
import type { AgentChange, ChangedFacet, FacetValue } from './change.ts';
import type { Assessment } from './report.ts';

/**
 * How the agents of one time differ from those of another, in the order of their ids. An agent is the same where its id is;
 * one that does the same and has another verdict is changed all the same, for somebody has to know.
 */
export function diffAgents(before: readonly Assessment[], after: readonly Assessment[]): AgentChange[] {
  const old = new Map(before.map((one) => [one.agent.id, one]));
  const now = new Map(after.map((one) => [one.agent.id, one]));
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(byCodeUnit);
  return ids.flatMap((id) => change(old.get(id) ?? null, now.get(id) ?? null) ?? []);
}

function change(before: Assessment | null, after: Assessment | null): AgentChange | null {
  const agent = after?.agent ?? before?.agent;
  if (!agent) return null;

  const [was, is] = [before ? valuesOf(before.agent) : [], after ? valuesOf(after.agent) : []];
  const [gained, lost] = [without(is, was), without(was, is)];
  const states = { before: before?.verdict.state ?? null, after: after?.verdict.state ?? null };
  if (gained.length + lost.length === 0 && states.before === states.after) return null;
  return {
    id: agent.id,
    name: agent.name,
    kind: before === null ? 'new' : after === null ? 'vanished' : 'changed',
    gained,
    lost,
    ...states,
  };
}

function without(values: readonly FacetValue[], others: readonly FacetValue[]): FacetValue[] {
  const known = new Set(others.map(keyOf));
  return values.filter((value) => !known.has(keyOf(value)));
}

function keyOf({ facet, value, note }: FacetValue): string {
  return JSON.stringify([facet, value, note]);
}

/** Facets that are lists of names, in the order in which a reviewer wants to read them. */
const named = [
  'providers',
  'dataSinks',
  'mcpServers',
  'hosts',
  'models',
  'frameworks',
  'identities',
  'triggers',
  'members',
  'dynamic',
] as const satisfies readonly ChangedFacet[];

/** All that an agent was seen to do, value by value. What is new only by its number of witnesses is no change. */
function valuesOf(agent: Agent): FacetValue[] {
  return [
    { facet: 'level', value: agent.level, note: null },
    ...agent.tools.map((tool): FacetValue => ({ facet: 'tools', value: tool.name, note: toolNote(tool) })),
    ...named.flatMap((facet) => agent[facet].map((value): FacetValue => ({ facet, value, note: null }))),
    ...filesOf(agent).map((value): FacetValue => ({ facet: 'files', value, note: null })),
    ...agent.credentials.map((one): FacetValue => ({ facet: 'credentials', value: credential(one), note: null })),
  ];
}

/** A file in which a model is used that was used elsewhere before may be an agent that hides in another. */
function filesOf({ evidence }: Agent): readonly string[] {
  const used = evidence.filter(({ weight, kind }) => weight === 'use' && kind !== 'tool');
  return [...new Set(used.map(({ file }) => file))].sort();
}

function toolNote({ access, approval }: Tool): string {
  const kind = access === 'unknown' ? 'tool' : `${access} tool`;
  if (approval === 'unknown') return kind;
  return approval === 'human' ? `${kind}, a person approves` : `${kind}, nobody approves`;
}

function credential({ env, ref, fingerprint }: Credential): string {
  return env ?? ref ?? `key ${fingerprint}`;
}
