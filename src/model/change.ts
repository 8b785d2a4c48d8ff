import type { Finding, Severity } from './finding.ts';
import type { Location } from './origin.ts';
import type { Approval, DriftFacet, Status, VerdictState } from './registry.ts';

/** What of an agent may differ between two times. */
export type ChangedFacet =
  | DriftFacet
  | 'credentials'
  | 'identities'
  | 'triggers'
  | 'members'
  | 'dynamic'
  | 'level'
  /** Files in which it was seen to use a model. */
  | 'files';

/** One value that an agent gained or lost. */
export interface FacetValue {
  readonly facet: ChangedFacet;
  readonly value: string;
  /** What the value alone does not say: `write tool`. */
  readonly note: string | null;
}

/** How an agent differs between two times. */
export interface AgentChange {
  /** Its id now; of one that vanished, the id that it had. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'new' | 'changed' | 'vanished';
  readonly gained: readonly FacetValue[];
  readonly lost: readonly FacetValue[];
  /** Its verdict before and now, by the same registry where the change is that of one scan; `null` where it was not there. */
  readonly before: VerdictState | null;
  readonly after: VerdictState | null;
}

/** A part of a registry entry that somebody may ask to change. */
export type AskSubject =
  | DriftFacet
  | 'dynamic'
  | 'status'
  | 'place'
  | 'identity'
  | 'credential'
  | 'approver'
  | 'evidence'
  | 'expires'
  | 'exception'
  | 'owner'
  | 'name'
  | 'purpose'
  | 'note';

/** Value of an ask for what is said no longer, such as a note that goes. */
export const noWord = 'nothing';

/** One thing that a change of an entry asks for. */
export interface Ask {
  readonly subject: AskSubject;
  /** `more`: the entry would allow it; `less`: it would allow it no longer; `other`: it is said otherwise. */
  readonly direction: 'more' | 'less' | 'other';
  /** What it is about, as it would stand after the change; of `less`, as it stood before. */
  readonly value: string;
  /** What the value alone does not say: `write tool`, `read access before`. */
  readonly note: string | null;
  /** How grave it is to allow it; `null` for what allows nothing. */
  readonly severity: Exclude<Severity, 'critical'> | null;
}

/** How an entry of the registry differs between two times. */
export interface EntryChange {
  readonly id: string;
  readonly name: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly status: { readonly before: Status | null; readonly after: Status | null };
  /** Gravest first. Of an entry that is added, all that it would allow. */
  readonly asks: readonly Ask[];
  /** True where the change carries an approval of its own: a new one, or one of other dates, people or scope. */
  readonly approves: boolean;
  /** The approval as it would stand; `null` where the entry has none, or goes. */
  readonly approval: Approval | null;
  /** Where it is written now; of one that is removed, where it was. */
  readonly at: Location;
}

/** What a change brings: one side of a repository held against another. */
export interface Comparison {
  /** The commit that it is held against, as it was named; `null` where only the registry is. */
  readonly base: { readonly ref: string; readonly commit: string } | null;
  /** In the order of their ids; `null` where agents were not compared. */
  readonly agents: readonly AgentChange[] | null;
  /** What the change asks of the registry, in the order of the ids. */
  readonly entries: readonly EntryChange[];
  /** Fingerprints of the findings that were there before. They are no part of the change. */
  readonly known: readonly string[];
  /** Findings that counted before and are not there any more. */
  readonly gone: readonly Finding[];
  /** Digests of the configuration before and now, where they differ: what fails and what an approval needs is written there. */
  readonly config: { readonly before: string | null; readonly after: string | null } | null;
}
