import {
  type Agent,
  defaultPlaces,
  type Entry,
  nearest,
  RollcallError,
  reconcile,
  type Standing,
  type Verdict,
} from '../index.ts';
import { quote } from '../text/quote.ts';
import type { Taken } from './census.ts';
import type { Io } from './io.ts';
import { findPlace, type RegistryFlags, type RegistryPlace } from './registry-place.ts';

/** A registry that has to be there. */
export async function existingPlace(targets: readonly string[], flags: RegistryFlags, io: Io): Promise<RegistryPlace> {
  const place = await findPlace(targets, flags, io);
  if (place.isThere) return place;
  throw noneAt(place.path);
}

/** The error of a command that needs a registry, and finds none. */
export function noneAt(path: string | null): RollcallError {
  return new RollcallError('registry', `there is no registry at ${path ?? defaultPlaces.join(' or ')}`, {
    hint: 'Name one with --registry PATH, or write a first one: rollcall registry add --all',
  });
}

/** The entries with these ids, each once. */
export function entriesCalled(ids: readonly string[], { registry }: RegistryPlace): readonly Entry[] {
  const byId = new Map(registry.entries.map((entry) => [entry.id, entry]));
  const found = ids.map((id) => {
    const entry = byId.get(id);
    if (entry) return entry;
    const meant = nearest(id, [...byId.keys()]);
    throw new RollcallError('usage', `there is no entry ${quote(id)} in ${registry.origin ?? 'the registry'}`, {
      hint: meant === null ? 'rollcall registry list shows those there are.' : `Did you mean ${meant}?`,
    });
  });
  return [...new Set(found)];
}

/** An entry that says so, and one of which the approval is less than the policy asks for. A draft is nobody's turn yet. */
export function isPending({ status }: Entry, { state }: Standing): boolean {
  return status === 'pending' || (status === 'approved' && state === 'pending');
}

/** An agent, and how it stands to a registry. */
export interface Held {
  readonly agent: Agent;
  readonly verdict: Verdict | undefined;
}

/** The agents that were found, held against the registry that is edited, which need not be the one of the scan. */
export function heldBy({ registry, config }: RegistryPlace, { report, policy }: Taken, io: Io): readonly Held[] {
  const agents = report.assessments.map(({ agent }) => agent);
  const { verdicts } = reconcile({ agents, components: [], unattached: [] }, registry, {
    now: today(io),
    policy: config.policy,
    covered: { repositories: new Set() },
    trustTree: policy.trustTree,
  });
  const byAgent = new Map(verdicts.map((verdict) => [verdict.agent, verdict]));
  return agents.map((agent) => ({ agent, verdict: byAgent.get(agent.id) }));
}

/** Today, `YYYY-MM-DD`. */
export function today(io: Io): string {
  return io.now().toISOString().slice(0, 10);
}
