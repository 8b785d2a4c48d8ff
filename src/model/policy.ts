import type { DriftFacet } from './registry.ts';

/** How much harm an agent can do by its approved scope. Gravest first. */
export const riskTiers = ['high', 'medium', 'low'] as const;
export type RiskTier = (typeof riskTiers)[number];

/** What an approval has to live up to, by the risk tier of what it approves. */
export interface ApprovalPolicy {
  /** Age in days past which an approval no longer holds, whatever it says itself; `null`: there is none. */
  readonly maximumAgeDays: Readonly<Record<RiskTier, number | null>>;
  /** How many people have to approve, at least one. */
  readonly approvers: Readonly<Record<RiskTier, number>>;
  /** True: nobody approves what they own themselves. */
  readonly approverIsNotOwner: boolean;
  /** Tiers for which an entry has to name a sponsor. */
  readonly sponsor: readonly RiskTier[];
  /** Tiers for which an approval has to name its evidence. */
  readonly evidence: readonly RiskTier[];
  /** Facets whose drift is graded otherwise than by what it is: `fail` is high, `warn` is medium at most. */
  readonly drift: { readonly [F in DriftFacet]?: 'fail' | 'warn' | undefined };
  /** True: a value that is decided at run time is drift, unless the scope declares it. */
  readonly declareDynamic: boolean;
}

/** What holds where nobody asks for more: one person, at any time. */
export const defaultPolicy: ApprovalPolicy = {
  maximumAgeDays: { high: null, medium: null, low: null },
  approvers: { high: 1, medium: 1, low: 1 },
  approverIsNotOwner: false,
  sponsor: [],
  evidence: [],
  drift: {},
  declareDynamic: false,
};
