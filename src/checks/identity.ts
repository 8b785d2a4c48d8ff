import type { Agent } from '../model/census.ts';
import type { Entry } from '../model/registry.ts';
import { byCodeUnit } from '../text/order.ts';
import { repositoryKey } from '../text/remote.ts';
import { anchor, type Draft, list, type Scene } from './draft.ts';

/** RC104: an agent or an identity of which it is not certain whose approval it has. */
export function* identity(scene: Scene): Iterable<Draft> {
  yield* ambiguous(scene);
  yield* foreign(scene);
  yield* sharedByAgents(scene);
  yield* sharedByEntries(scene);
}

function* ambiguous({ judged }: Scene): Iterable<Draft> {
  for (const { agent, verdict } of judged) {
    const { state, candidates } = verdict;
    if (state !== 'ambiguous') continue;

    yield {
      ...about(agent),
      message: `Agent "${agent.name}" fits the entries ${list(candidates)} equally well, so none of them approves it.`,
      fact: `ambiguous ${candidates.join(' ')}`,
    };
  }
}

/**
 * An identity is a word in a file: whoever writes it elsewhere would inherit the approval unseen. Nothing else matches an
 * agent outside of the places of its entry.
 */
function* foreign({ judged }: Scene): Iterable<Draft> {
  for (const { agent, entry } of judged) {
    if (!entry || livesIn(agent, entry)) continue;

    yield {
      ...about(agent),
      entry: entry.id,
      message: `Agent "${agent.name}" has the identity of entry "${entry.id}" but is not in a place that the entry names.`,
      fact: `foreign ${entry.id}`,
      severity: 'high',
    };
  }
}

/** The same repository is no place by itself where the entry names folders in it. */
function livesIn({ repository, path }: Agent, { match }: Entry): boolean {
  const holds = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
  return (
    match.repos.length === 0 ||
    match.repos.some(
      ({ repo, paths }) =>
        repositoryKey(repo) === repositoryKey(repository) && (paths.length === 0 || paths.some(holds)),
    )
  );
}

function* sharedByAgents({ census }: Scene): Iterable<Draft> {
  for (const [name, agents] of holders(census.agents)) {
    const [first = agents[0], ...others] = agents.toSorted((a, b) => byCodeUnit(a.id, b.id));
    if (others.length === 0) continue;

    yield {
      ...about(first),
      message: `The identity ${name} is used by several agents: ${list([first, ...others].map(({ id }) => id))}.`,
      locations: others.map(anchor),
      fact: `shared identity ${name}`,
    };
  }
}

function* sharedByEntries({ registry }: Scene): Iterable<Draft> {
  for (const [name, entries] of holders(registry.entries)) {
    const sorted = entries.toSorted((a, b) => byCodeUnit(a.id, b.id));
    const [last = entries[0], ...others] = sorted.toReversed();
    if (others.length === 0) continue;

    yield {
      ...last.at,
      agent: null,
      entry: last.id,
      provider: null,
      message: `The identity ${name} stands in several entries: ${list(sorted.map(({ id }) => id))}.`,
      repository: null,
      locations: [],
      fact: `identity in several entries ${name}`,
    };
  }
}

function about(agent: Agent): Omit<Draft, 'message' | 'fact'> {
  const { id, providers } = agent;
  return { ...anchor(agent), agent: id, entry: null, provider: providers[0] ?? null, locations: [] };
}

/** Everything that has identities, by each of them. */
function holders<T extends { readonly identities: readonly string[] }>(all: readonly T[]): Map<string, [T, ...T[]]> {
  const found = new Map<string, [T, ...T[]]>();
  for (const holder of all) {
    for (const name of new Set(holder.identities)) {
      const others = found.get(name);
      if (others) others.push(holder);
      else found.set(name, [holder]);
    }
  }
  return found;
}
