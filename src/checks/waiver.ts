import type { Baseline } from '../model/baseline.ts';
import type { Config } from '../model/config.ts';
import type { Inspection } from '../model/document.ts';
import type { Finding, Past, Suppression } from '../model/finding.ts';
import type { Location } from '../model/origin.ts';
import type { Reconciliation, Registry } from '../model/registry.ts';

/** Where suppressions are written, and what they are held against. */
export interface Waivers {
  readonly config: Config;
  readonly registry: Registry;
  readonly reconciliation: Reconciliation;
  readonly baseline: Baseline;
  /** Comments in the scanned files, by the place of their file. */
  readonly inspections: readonly Pick<Inspection, 'place' | 'suppressions' | 'marks'>[];
  /** False where policy comes from outside the scanned trees: then no comment in them suppresses anything. */
  readonly trustTree: boolean;
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  /** Ids of the checks that ran. Of the others nobody can say what a suppression would have suppressed. */
  readonly ran: ReadonlySet<string>;
  readonly covered: Covered;
}

/** What was read: only of what stands there can it be said that it is gone. */
export interface Covered {
  /** Ids of the places of which every file was read that the globs of the scan let through. */
  readonly repositories: ReadonlySet<string>;
  /** Whether these globs let a path through. */
  readonly selects: (file: string) => boolean;
}

/** A suppression, and whether this scan could have found what it suppresses. */
export interface Waiver {
  readonly suppression: Suppression;
  readonly testable: boolean;
}

/** One of the places of a finding. */
export interface Spot extends Location, Past {
  /** `null` for the registry itself. */
  readonly repository: string | null;
}

/** All places of a finding. */
export function spotsOf(finding: Finding): Spot[] {
  return [finding, ...finding.locations];
}

/** A line of a file, as far as a check is concerned: equal for the same one, and for no other. */
export function lineKey(check: string, { repository, file, line }: Pick<Spot, 'repository' | 'file' | 'line'>): string {
  return JSON.stringify([check, repository, file, line]);
}
