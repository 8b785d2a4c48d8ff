import type { Forge, ForgeRepository } from './forge.ts';
import type { Problem } from './problem.ts';

/** A repository, and the shard that reads it: from 1. */
export interface PlannedRepository extends ForgeRepository {
  readonly shard: number;
}

/** What was listed once, for many to read: all of them read the same commits. */
export interface Plan {
  readonly forge: Forge;
  /** As they were given: `github:acme`. */
  readonly targets: readonly string[];
  /** How many shards there are. */
  readonly shards: number;
  /** In the order of their ids. */
  readonly repositories: readonly PlannedRepository[];
  /** Repositories that a filter left out, by reason. */
  readonly left: readonly { readonly reason: string; readonly count: number }[];
  /** What could not be listed. */
  readonly problems: readonly Problem[];
}

/** One shard of a plan: the third of sixteen is `{ number: 3, of: 16 }`. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}
