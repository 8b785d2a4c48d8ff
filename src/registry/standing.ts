import type { ApprovalPolicy, RiskTier } from '../model/policy.ts';
import type { Approval, Entry, Verdict } from '../model/registry.ts';
import { approvalDigest } from './digest.ts';
import { riskOf } from './risk.ts';
import { shortfallsOf } from './shortfalls.ts';

/** What an entry is worth today, whatever its agent does. */
export type Standing = Pick<Verdict, 'state' | 'risk' | 'shortfalls'>;

/** What that depends on beside the entry. */
interface Terms {
  /** Today, `YYYY-MM-DD`. */
  readonly now: string;
  readonly policy: ApprovalPolicy;
}

/**
 * Judges in the order of what a person has to do first: what the entry says of itself; whether somebody approved this very
 * scope; whether that still holds; whether it was approved as the policy asks.
 */
export function standingOf(entry: Entry, terms: Terms): Standing {
  const risk = riskOf(entry);
  switch (entry.status) {
    case 'draft':
    case 'pending':
      return { state: 'pending', risk, shortfalls: [] };
    case 'rejected':
    case 'deprecated':
      return { state: entry.status, risk, shortfalls: [] };
    case 'approved':
      return approvedStanding(entry, risk, terms);
    default:
      return entry.status satisfies never;
  }
}

function approvedStanding(entry: Entry, risk: RiskTier, { now, policy }: Terms): Standing {
  const { approval } = entry;
  // The word "approved" alone approves nothing.
  if (!approval || !isOfThis(entry, approval, now)) return { state: 'stale', risk, shortfalls: [] };
  if (!holds(approval, policy.maximumAgeDays[risk], now)) return { state: 'expired', risk, shortfalls: [] };

  const shortfalls = shortfallsOf(approval, entry, policy, risk);
  return { state: shortfalls.length > 0 ? 'pending' : 'approved', risk, shortfalls };
}

/**
 * Somebody approved this very scope, on a day that has come (but for one day, which time zones may differ by).
 * Comparisons are written so that a date that is none never holds.
 */
function isOfThis(entry: Entry, { by, at, digest }: Approval, now: string): boolean {
  return by.length > 0 && digest === approvalDigest(entry) && day(now) - day(at) >= -1;
}

function holds({ at, expires }: Approval, maximumAgeDays: number | null, now: string): boolean {
  const isYoung = maximumAgeDays === null || day(now) - day(at) <= maximumAgeDays;
  return isYoung && (expires === null || day(now) < day(expires));
}

/** Days since 1970. */
function day(date: string): number {
  return Date.parse(date) / 86_400_000;
}
