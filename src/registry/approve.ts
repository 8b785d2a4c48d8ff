import type { ApprovalPolicy, RiskTier } from '../model/policy.ts';
import type { Approval, Entry, Shortfall } from '../model/registry.ts';
import { personKey } from '../text/person.ts';
import { approvalDigest } from './digest.ts';
import { dayAfter, daysAfter } from './period.ts';
import { riskOf } from './risk.ts';
import { standingOf } from './standing.ts';

/** What somebody says when they approve. */
export interface Consent {
  readonly by: readonly string[];
  /** Day of the approval; `null`: today. */
  readonly at: string | null;
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
  readonly approval: Approval;
  readonly risk: RiskTier;
  /**
   * `joins`: others approved the same scope, and that still holds; `adds`: so did those who approve now, and at most evidence
   * is new.
   */
  readonly kind: 'new' | 'joins' | 'adds';
  /** Evidence that was not there. */
  readonly added: readonly string[];
  /** Of what this one stands in for: who is no approver any more, and the evidence that nobody gave again. */
  readonly replaced: { readonly by: readonly string[]; readonly evidence: readonly string[] };
  /** Where nobody said when it ends: why then. */
  readonly term: 'year' | 'policy' | 'given';
  /** First day on which the policy no longer lets it hold; `null` where it asks for no age. */
  readonly limit: string | null;
  readonly shortfalls: readonly Shortfall[];
}

/**
 * The approval of an entry as it stands. Whoever approves a scope that others approved, while that holds, joins them, and
 * evidence is added: then nothing is prolonged, since the others did not say so. It starts anew where the scope is another,
 * where the old one is over, or where those who gave it give it other days.
 */
export function approve(entry: Entry, consent: Consent, terms: Terms): Decision {
  const risk = riskOf(entry);
  const { state } = standingOf(entry, terms);
  const old = entry.status === 'approved' && (state === 'approved' || state === 'pending') ? entry.approval : null;
  const kind = old === null ? 'new' : kindOf(old, consent);
  const age = terms.policy.maximumAgeDays[risk];
  const fresh = old === null || kind === 'new' ? started(consent, terms.now, age) : continued(old, consent, terms.now);
  const approval = { ...fresh.approval, digest: approvalDigest(entry) };
  return {
    approval,
    risk,
    kind,
    added: without(approval.evidence, entry.approval?.evidence),
    replaced: {
      by: peopleWithout(entry.approval?.by ?? [], approval.by),
      evidence: without(entry.approval?.evidence ?? [], approval.evidence),
    },
    term: fresh.term,
    limit: age === null ? null : daysAfter(approval.at, age + 1),
    shortfalls: standingOf({ ...entry, status: 'approved', approval }, terms).shortfalls,
  };
}

/** How an approval stands to one that holds. */
function kindOf(old: Approval, { by, at, expires }: Consent): Decision['kind'] {
  if (peopleWithout(by, old.by).length > 0) return 'joins';
  return at === null && expires === null ? 'adds' : 'new';
}

/** Those who are not among others, however they are written, each once. */
function peopleWithout(names: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map(personKey));
  return names.filter((name) => {
    const isNew = !known.has(personKey(name));
    known.add(personKey(name));
    return isNew;
  });
}

function without(texts: readonly string[], others: readonly string[] = []): readonly string[] {
  return texts.filter((text) => !others.includes(text));
}

interface Fresh {
  readonly approval: Approval;
  readonly term: Decision['term'];
}

/** Whoever joins an approval that has no end gives it one. */
function continued(old: Approval, { by, at, expires, evidence }: Consent, now: string): Fresh {
  const all = [...new Set([...old.evidence, ...evidence])];
  const joining = peopleWithout(by, old.by);
  if (joining.length === 0) return { approval: { ...old, evidence: all }, term: 'given' };

  const ends = [old.expires, expires].filter((day) => day !== null).toSorted();
  const [since = now] = [at ?? now, old.at].toSorted();
  return {
    approval: {
      by: [...old.by, ...joining],
      at: since,
      expires: ends[0] ?? yearAfter(since),
      evidence: all,
      digest: null,
    },
    term: 'given',
  };
}

/** A year, or less where the policy lets no approval grow that old. */
function started({ by, at: given, expires, evidence }: Consent, now: string, age: number | null): Fresh {
  const at = given ?? now;
  const approval = { by: peopleWithout(by, []), at, evidence: [...new Set(evidence)], digest: null };
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
