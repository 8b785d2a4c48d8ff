import type { ApprovalPolicy, RiskTier } from '../model/policy.ts';
import type { Approval, Entry, Shortfall } from '../model/registry.ts';
import { personKey } from '../text/person.ts';

/** What a policy asks of an approval by the risk of what it approves, and does not get. */
export function shortfallsOf(
  approval: Approval,
  { owner }: Pick<Entry, 'owner'>,
  policy: ApprovalPolicy,
  tier: RiskTier,
): Shortfall[] {
  const shortfalls = approversMissing(people(approval, owner, policy), policy.approvers[tier]);
  if (policy.sponsor.includes(tier) && personKey(owner.sponsor ?? '') === '')
    shortfalls.push({ kind: 'sponsor', wanted: 'a sponsor', found: 'no sponsor' });
  if (policy.evidence.includes(tier) && !approval.evidence.some((each) => each.trim() !== ''))
    shortfalls.push({ kind: 'evidence', wanted: 'evidence of the approval', found: 'no evidence' });
  return shortfalls;
}

/** Approvers, each person once, as they are written first. */
interface People {
  /** Those whom the policy does not let approve. */
  readonly owners: readonly string[];
  readonly others: number;
}

function people({ by }: Approval, owner: Entry['owner'], { approverIsNotOwner }: ApprovalPolicy): People {
  const names = new Map<string, string>();
  for (const name of by)
    if (personKey(name) !== '' && !names.has(personKey(name))) names.set(personKey(name), name.trim());
  const isOwner = (key: string) => Object.values(owner).some((each) => each !== null && personKey(each) === key);
  const all = [...names].map(([key, name]) => ({ name, isBarred: approverIsNotOwner && isOwner(key) }));
  return {
    owners: all.filter(({ isBarred }) => isBarred).map(({ name }) => name),
    others: all.filter(({ isBarred }) => !isBarred).length,
  };
}

/** An owner's own approval counts for nothing, and spoils nothing: one more approver never makes an approval worse. */
function approversMissing({ owners, others: count }: People, wanted: number): Shortfall[] {
  if (count >= wanted) return [];
  if (owners.length === 0) return [{ kind: 'approvers', wanted: approvers(wanted), found: approvers(count) }];
  return [
    {
      kind: 'owner-approves',
      wanted: `${approvers(wanted)} who ${wanted === 1 ? 'does' : 'do'} not own it`,
      found: `${approvers(count)} besides its owner (${owners.join(', ')})`,
    },
  ];
}

function approvers(count: number): string {
  return `${count === 0 ? 'no' : count} approver${count > 1 ? 's' : ''}`;
}
