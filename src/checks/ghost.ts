import { type Draft, list, type Scene } from './draft.ts';

/** RC105: an entry whose places were read whole and hold no such agent. Retired and refused agents are meant to be gone. */
export function* ghost({ registry, reconciliation }: Scene): Iterable<Draft> {
  const unseen = new Set(reconciliation.entries.filter(({ state }) => state === 'unseen').map(({ id }) => id));
  for (const { id, name, status, match, at } of registry.entries) {
    if (!unseen.has(id) || (status !== 'approved' && status !== 'pending')) continue;

    const places = match.repos.map(({ repo }) => repo);
    yield {
      ...at,
      agent: null,
      entry: id,
      provider: null,
      message: `Entry "${id}" (${name}) names an agent that is not in ${list(places)}.`,
      repository: null,
      locations: [],
      fact: `unseen ${id}`,
    };
  }
}
