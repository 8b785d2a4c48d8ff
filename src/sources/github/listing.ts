import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';

/** What was listed of one target. */
export interface Listing {
  readonly repositories: readonly ForgeRepository[];
  readonly problems: readonly Problem[];
}

/** Something of an owner or a repository that is missing from the list. */
export function missing(place: string, message: string): Problem {
  return { kind: 'problem', place, file: '.', reason: 'forge', message, incomplete: true };
}

/** A list without what stands in it twice, and with what stood there last: a list may change while it is read. */
export function once(repositories: readonly ForgeRepository[]): readonly ForgeRepository[] {
  return [...new Map(repositories.map((one) => [one.number, one])).values()];
}
