import type { RiskTier } from '../model/policy.ts';
import type { Shortfall } from '../model/registry.ts';

/** What an entry has and what it should have: `has 1 approver, and the policy asks for 2 approvers (high risk)`. */
export function tellShortfalls(shortfalls: readonly Shortfall[], risk: RiskTier | null): string {
  const found = shortfalls.map((one) => one.found);
  const wanted = shortfalls.map((one) => one.wanted);
  const tier = risk === null ? '' : ` (${risk} risk)`;
  return `has ${joined(found)}, and the policy asks for ${joined(wanted)}${tier}`;
}

/** What `registry approve` is given so that nothing is missing any more; `null` where an approval does not help. */
export function approvalStep(shortfalls: readonly Pick<Shortfall, 'kind'>[], by: string): string | null {
  const kinds = new Set(shortfalls.map(({ kind }) => kind));
  kinds.delete('sponsor');
  return kinds.size === 0 ? null : `--by ${by}${kinds.has('evidence') ? ' --evidence LINK' : ''}`;
}

/** What is missing, in a few words: `1 of 2 approvers, no sponsor`. */
export function brieflyShort(shortfalls: readonly Shortfall[]): string {
  return shortfalls.map(brief).join(', ');
}

function brief({ kind, found, wanted }: Shortfall): string {
  switch (kind) {
    case 'approvers':
    case 'owner-approves':
      return `${/^\d+/.exec(found)?.[0] ?? 0} of ${wanted}`;
    case 'sponsor':
    case 'evidence':
      return found;
    default:
      return kind satisfies never;
  }
}

/** `a, b and c`. */
function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
