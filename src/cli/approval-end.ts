import { dayAfter, type Entry, type RiskTier, type Standing } from '../index.ts';
import { tellShortfalls } from '../text/shortfall.ts';

/** First day on which an approval no longer holds, by itself or by the age that a policy allows; `null`: it has no end. */
export function approvalEnd({ approval }: Entry, age: number | null): string | null {
  if (!approval) return null;
  const limit = age === null ? null : dayAfter(approval.at, `${age + 1}d`);
  return [approval.expires, limit].filter((day) => day !== null).toSorted()[0] ?? null;
}

/** What that depends on beside the entry. */
interface Terms {
  readonly now: string;
  readonly ages: Readonly<Record<RiskTier, number | null>>;
}

/** Why an entry that says "approved" approves nothing today; `null` where it does. */
export function whyNot(entry: Entry, { state, risk, shortfalls }: Standing, { now, ages }: Terms): string | null {
  const { approval } = entry;
  if (entry.status !== 'approved' || state === 'approved') return null;
  if (state === 'pending') return `it ${tellShortfalls(shortfalls, risk)}`;
  if (!approval || approval.by.length === 0) return 'nobody is named who approved it';
  if (state === 'stale')
    return approval.at > now
      ? `it is dated ${approval.at}, a day that has not come yet`
      : 'it is of another scope, or has no digest';

  const age = risk === null ? null : ages[risk];
  const end = approvalEnd(entry, age);
  const byPolicy = end === approval.expires ? '' : `, by the age that the policy allows (${risk} risk)`;
  return `it ended on ${end}${byPolicy}`;
}
