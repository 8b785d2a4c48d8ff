import type { Location } from './origin.ts';

/** A finding that was accepted as it was. What is not for matching is for whoever reviews the file. */
export interface Accepted {
  readonly fingerprint: string;
  readonly check: string;
  /** Repository that `file` belongs to; `null` for the registry itself. */
  readonly repository: string | null;
  /** Other repositories in which it was seen: without them nobody can say that it is gone. */
  readonly alsoIn: readonly string[];
  /** Agent id; `null` where it is about no agent. */
  readonly agent: string | null;
  /** Registry entry id, where it is about one. */
  readonly entry: string | null;
  readonly file: string;
  readonly message: string;
  readonly reason: string;
  /** `YYYY-MM-DD`; from this day on it counts again. */
  readonly until: string | null;
}

/** An accepted finding, and where that is written. */
export interface AcceptedAt extends Accepted {
  readonly at: Location;
}

/** Findings that stood when somebody took stock: only what is new counts. */
export interface Baseline {
  /** Where it was read from, `null` where there is none. */
  readonly origin: string | null;
  /** `sha256:<hex>` of the bytes that were read. */
  readonly digest: string | null;
  /** Each with a fingerprint of its own. */
  readonly entries: readonly AcceptedAt[];
}

/** Nothing is accepted. */
export const noBaseline: Baseline = { origin: null, digest: null, entries: [] };
