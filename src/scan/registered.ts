import { isRefused, type Registered, runtime } from '../census/runtime.ts';
import type { Agent, Census } from '../model/census.ts';
import { type Matcher, matcher } from '../registry/match.ts';
import type { ScanOptions } from './options.ts';

/**
 * By the registry: an entry may name a place in a repository, and the account, workload, image or machine that the same agent
 * runs as. What is seen of those is that agent, where there is one of that entry alone.
 */
export function registeredIn(
  { agents }: Census,
  { registry, trustTree }: Pick<ScanOptions, 'registry' | 'trustTree'>,
): Registered {
  // Without code, or without entries, there is nobody whom an entry could tie to anything.
  if (agents.length === 0 || registry.entries.length === 0) return () => null;
  const match = once(() => matcher(registry, { trustTree }));
  const owners = once(() => ownersOf(agents, match()));
  return (sighting) => {
    if (isRefused(sighting)) return null;
    const { key, identities } = sighting.caller;
    const [entry, ...rivals] = match()({
      repository: runtime,
      path: key,
      kind: 'runtime',
      identities,
      claim: null,
      evidence: [sighting],
    }).entries;
    if (!entry || rivals.length > 0) return null;
    const [agent, ...others] = owners().get(entry.id) ?? [];
    return agent === undefined || others.length > 0 ? null : agent;
  };
}

/** Agents by the one entry that fits them. */
function ownersOf(agents: readonly Agent[], match: Matcher): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const agent of agents) {
    const [entry, ...rivals] = match(agent).entries;
    if (entry && rivals.length === 0) owners.set(entry.id, [...(owners.get(entry.id) ?? []), agent.id]);
  }
  return owners;
}

/** Most scans see nothing run: what is only needed then is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
