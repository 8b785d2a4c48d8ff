import type { Agent } from '../model/census.ts';
import type { Entry } from '../model/registry.ts';
import { repositoryKey } from '../text/remote.ts';
import { anchor, byCodeUnit, type Draft, groups, list, type Scene } from './draft.ts';

/** RC104: an agent or an identity of which it is not certain whose approval it has. */
export function* identity(scene: Scene): Iterable<Draft> {
  yield* ambiguous(scene);
  yield* foreign(scene);
  yield* sharedByAgents(scene);
  yield* sharedByEntries(scene);
}

function* ambiguous({ agents, reconciliation }: Scene): Iterable<Draft> {
  for (const { agent: id, state, candidates } of reconciliation.verdicts) {
    const agent = agents.get(id);
    if (!agent || state !== 'ambiguous') continue;

    yield {
      ...about(agent),
      message: `Agent "${agent.name}" fits the entries ${list(candidates)} equally well, so none of them approves it.`,
      fact: `ambiguous ${candidates.join(' ')}`,
    };
  }
}

/** An identity is a word in a file: whoever writes it elsewhere would inherit the approval unseen. */
function* foreign({ agents, entries, reconciliation }: Scene): Iterable<Draft> {
  for (const { agent: id, matchedBy, entry: entryId } of reconciliation.verdicts) {
    const agent = agents.get(id);
    const entry = entries.get(entryId ?? '');
    if (!agent || !entry || matchedBy !== 'identity' || livesIn(agent, entry)) continue;

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
    const [first, ...others] = agents.toSorted((a, b) => byCodeUnit(a.id, b.id));
    if (!first || others.length === 0) continue;

    yield {
      ...about(first),
      message: `The identity ${name} is used by several agents: ${list(agents.map(({ id }) => id))}.`,
      locations: others.map(anchor),
      fact: `shared identity ${name}`,
    };
  }
}

function* sharedByEntries({ registry }: Scene): Iterable<Draft> {
  for (const [name, entries] of holders(registry.entries)) {
    const sorted = entries.toSorted((a, b) => byCodeUnit(a.id, b.id));
    const last = sorted.at(-1);
    if (!last || sorted.length < 2) continue;

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

function holders<T extends { readonly identities: readonly string[] }>(all: readonly T[]): Map<string, T[]> {
  const claims = all.flatMap((holder) => [...new Set(holder.identities)].map((name) => ({ name, holder })));
  const found = groups(claims, ({ name }) => name);
  return new Map([...found].map(([name, group]) => [name, group.map(({ holder }) => holder)]));
}
