import type { Access } from './evidence.ts';
import type { RiskTier } from './policy.ts';

/** What an entry says of itself. */
export type Status = 'draft' | 'pending' | 'approved' | 'rejected' | 'deprecated';

/** A tool as approved. */
export interface ScopedTool {
  readonly name: string;
  readonly access?: Access | undefined;
  readonly approval?: 'human' | 'none' | undefined;
}

/** Where an agent may live. */
export interface Match {
  readonly repos: readonly { readonly repo: string; readonly paths: readonly string[] }[];
  readonly images: readonly string[];
  readonly workloads: readonly string[];
  readonly hosts: readonly string[];
}

/** Facets of which a value may be decided at run time. */
export type DynamicFacet = 'providers' | 'models' | 'hosts' | 'tools';

/** What an agent may do. A facet that is absent (`undefined`) allows nothing of it; `*` at the end of a value stands for any suffix. */
export interface Scope {
  readonly providers?: readonly string[] | undefined;
  readonly models?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly frameworks?: readonly string[] | undefined;
  readonly tools?: readonly ScopedTool[] | undefined;
  readonly mcpServers?: readonly string[] | undefined;
  readonly dataSinks?: readonly string[] | undefined;
  /** Facets of which any value may be decided at run time. */
  readonly dynamic?: readonly DynamicFacet[] | undefined;
}

/** Who approved what, and until when. Dates are `YYYY-MM-DD`; `expires` is the first day on which it no longer holds. */
export interface Approval {
  readonly by: readonly string[];
  readonly at: string;
  readonly expires: string | null;
  readonly evidence: readonly string[];
  /** `sha256:<hex>` of `{match, identities, scope, credentials}` as approved. */
  readonly digest: string | null;
}

/** A finding that is accepted for a while. */
export interface Exception {
  readonly check: string;
  readonly until: string;
  readonly reason: string;
  readonly ticket: string | null;
}

/** One approved (or rejected, or proposed) agent. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly purpose: string | null;
  readonly status: Status;
  /** Why the status is what it is, such as the reason of a rejection. */
  readonly note?: string | undefined;
  readonly owner: { readonly team: string | null; readonly technical: string | null; readonly sponsor: string | null };
  readonly match: Match;
  readonly identities: readonly string[];
  readonly scope: Scope;
  readonly credentials: readonly {
    readonly env: string | null;
    readonly ref: string | null;
    readonly unique: boolean;
  }[];
  readonly approval: Approval | null;
  readonly exceptions: readonly Exception[];
  /** Where it is written, for findings about the entry itself. */
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

/** The registry of approved agents. */
export interface Registry {
  /** Where it was read from, as a person would say it: a path, `git:ref:path` … `null` where there is none. */
  readonly origin: string | null;
  /** The ref that it was read from and the commit that this was, `null` where it was not read from git. */
  readonly ref: { readonly name: string; readonly commit: string } | null;
  /** `sha256:<hex>` of the bytes that were read. */
  readonly digest: string | null;
  readonly entries: readonly Entry[];
}

/** How an agent stands to the registry. */
export type VerdictState =
  | 'approved'
  | 'drifted'
  | 'expired'
  | 'stale'
  | 'pending'
  | 'rejected'
  | 'deprecated'
  | 'ambiguous'
  | 'unregistered';

/** Facets that can drift. */
export type DriftFacet = 'tools' | 'providers' | 'dataSinks' | 'mcpServers' | 'hosts' | 'models' | 'frameworks';

/** Note of a drift whose value nobody can name, because the agent takes it from wherever it runs. */
export const atRunTime = 'decided at run time';

/** Something seen that the scope does not list. */
export interface Drift {
  readonly facet: DriftFacet;
  /** `*` with the note {@link atRunTime} where it is decided at run time. */
  readonly value: string;
  readonly severity: 'high' | 'medium' | 'low';
  /** Why it is graded so, where the facet alone does not say it: `write tool`, `approval no longer human`. */
  readonly note: string | null;
}

/** What a policy asks of an approval that it does not have. */
export interface Shortfall {
  readonly kind: 'approvers' | 'owner-approves' | 'sponsor' | 'evidence';
  /** What is asked for and what is there, in words that follow "asks for" and "has": `2 approvers`, `1 approver`. */
  readonly wanted: string;
  readonly found: string;
}

export interface Verdict {
  /** Agent id. */
  readonly agent: string;
  readonly state: VerdictState;
  /** Entry that was matched, `null` where none or several. */
  readonly entry: string | null;
  /** All entries that fit equally well; one id where the match is unique. */
  readonly candidates: readonly string[];
  /** By what the entry was matched. */
  readonly matchedBy: 'identity' | 'claim' | 'path' | 'repository' | 'workload' | 'image' | 'host' | null;
  readonly drift: readonly Drift[];
  /** Values decided at run time that the scope cannot be held against. */
  readonly undecided: readonly string[];
  /** What the policy asks of the approval that it does not have: then the state is `pending`. */
  readonly shortfalls: readonly Shortfall[];
  /** Tier of risk of what the entry allows; `null` where none or several were matched. */
  readonly risk: RiskTier | null;
  /**
   * Where the registry comes from a commit and the scanned tree has another: the entry that fits by that one, and what the
   * state becomes once it stands in place of the other. Both are `null` where nothing would change; the entry alone where
   * none would fit.
   */
  readonly proposed: string | null;
  readonly proposedState: VerdictState | null;
}

/** What the scan says of an entry. `unseen`: its place was fully scanned and holds no such agent. */
export interface EntryState {
  readonly id: string;
  readonly state: 'seen' | 'unseen' | 'not-covered';
}

/** The census held against the registry. */
export interface Reconciliation {
  /** One per agent, in agent order. */
  readonly verdicts: readonly Verdict[];
  /** One per entry, in id order. */
  readonly entries: readonly EntryState[];
}

/** Where nobody has approved anything. */
export const noRegistry: Registry = { origin: null, ref: null, digest: null, entries: [] };
