import type { ApprovalPolicy, RiskTier } from '../model/policy.ts';
import type { Approval, Entry, Shortfall } from '../model/registry.ts';
import { approvalDigest } from './digest.ts';
import { dayAfter, daysAfter } from './period.ts';
import { riskOf } from './risk.ts';
import { standingOf } from './standing.ts';

/** What somebody says when they approve. */
export interface Consent {
  readonly by: readonly string[];
  readonly at: string;
  /** First day on which it no longer holds; `null`: the usual one. */
  readonly expires: string | null;
  readonly evidence: readonly string[];
}

/** What is known beside the entry. */
interface Terms {
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  readonly policy: ApprovalPolicy;
}

/** An approval as it would be written, and what to say of it. */
export interface Decision {
  readonly approval: Approval & { readonly expires: string };
  readonly risk: RiskTier;
  /** `joins`: others approved the same scope, and that still holds. */
  readonly kind: 'new' | 'joins';
  /** Who approved what this one stands in for, and is no approver any more. */
  readonly replaced: readonly string[];
  /** Where nobody said when it ends: why then. */
  readonly term: 'year' | 'policy' | 'given';
  /** First day on which the policy no longer lets it hold; `null` where it asks for no age. */
  readonly limit: string | null;
  readonly shortfalls: readonly Shortfall[];
}

/**
 * The approval of an entry as it stands. Whoever approves a scope that others approved, while that holds, joins them: then
 * nothing is prolonged, since the others did not say so. Where the scope is another, or nobody new approves, it starts anew.
 */
export function approve(entry: Entry, consent: Consent, terms: Terms): Decision {
  const risk = riskOf(entry);
  const { state } = standingOf(entry, terms);
  const old = entry.status === 'approved' && (state === 'approved' || state === 'pending') ? entry.approval : null;
  const joins = old !== null && consent.by.some((name) => !old.by.includes(name));
  const age = terms.policy.maximumAgeDays[risk];
  const fresh = joins ? joined(old, consent) : started(consent, age);
  const approval = { ...fresh.approval, digest: approvalDigest(entry) };
  return {
    approval,
    risk,
    kind: joins ? 'joins' : 'new',
    replaced: joins ? [] : (entry.approval?.by ?? []).filter((name) => !approval.by.includes(name)),
    term: fresh.term,
    limit: age === null ? null : daysAfter(approval.at, age + 1),
    shortfalls: standingOf({ ...entry, status: 'approved', approval }, terms).shortfalls,
  };
}

interface Fresh {
  readonly approval: Omit<Approval, 'expires'> & { readonly expires: string };
  readonly term: Decision['term'];
}

function joined(old: Approval, { by, at, expires, evidence }: Consent): Fresh {
  const ends = [old.expires, expires].filter((day) => day !== null).toSorted();
  const since = at < old.at ? at : old.at;
  return {
    approval: {
      by: [...new Set([...old.by, ...by])],
      at: since,
      expires: ends[0] ?? yearAfter(since),
      evidence: [...new Set([...old.evidence, ...evidence])],
      digest: null,
    },
    term: 'given',
  };
}

/** A year, or less where the policy lets no approval grow that old. */
function started({ by, at, expires, evidence }: Consent, age: number | null): Fresh {
  const approval = { by: [...new Set(by)], at, evidence: [...new Set(evidence)], digest: null };
  if (expires !== null) return { approval: { ...approval, expires }, term: 'given' };

  const year = yearAfter(at);
  const limit = age === null ? year : daysAfter(at, Math.max(1, age));
  return limit < year
    ? { approval: { ...approval, expires: limit }, term: 'policy' }
    : { approval: { ...approval, expires: year }, term: 'year' };
}

function yearAfter(day: string): string {
  return dayAfter(day, '1y') ?? day;
}
