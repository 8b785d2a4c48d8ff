import type { Agent } from '../model/census.ts';
import type { Entry, Registry, Verdict } from '../model/registry.ts';

/** The entries that fit an agent best, and by what. */
export interface Fit {
  /** One where the match is unique, several where it is ambiguous, none where no entry fits. */
  readonly entries: readonly Entry[];
  readonly by: Verdict['matchedBy'];
}

/**
 * Finds the entries that an agent belongs to: by an identity they share; else by the agent's own claim, which is good
 * only inside the places that the entry names; else by the longest path in its repository; else by the repository.
 */
export function match(agent: Agent, { entries }: Registry): Fit {
  const identified = entries.filter(({ identities }) => identities.some((each) => agent.identities.includes(each)));
  if (identified.length > 0) return { entries: identified, by: 'identity' };

  const reaches = entries
    .map((entry) => ({ entry, reach: reach(entry, agent) }))
    .filter(({ reach }) => reach > nowhere);
  const claimed = reaches.filter(({ entry }) => entry.id === agent.claim);
  if (claimed.length > 0) return { entries: claimed.map(({ entry }) => entry), by: 'claim' };

  const longest = Math.max(nowhere, ...reaches.map(({ reach }) => reach));
  const nearest = reaches.filter(({ reach }) => reach === longest).map(({ entry }) => entry);
  if (nearest.length === 0) return { entries: [], by: null };
  return { entries: nearest, by: longest > wholeRepository ? 'path' : 'repository' };
}

const nowhere = -1;
const wholeRepository = 0;

/** How closely an entry's places surround an agent: the length of the longest path that holds it. */
function reach({ match }: Entry, { repository, path }: Agent): number {
  let best = nowhere;
  for (const { repo, paths } of match.repos) {
    if (repo !== repository) continue;
    if (paths.length === 0) best = Math.max(best, wholeRepository);
    for (const each of paths) if (holds(each, path)) best = Math.max(best, each.length);
  }
  return best;
}

/** `.` is the unit at the root and nothing below it: whoever means the whole repository names no path. */
function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
