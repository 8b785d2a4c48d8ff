import type { Entry, Verdict } from '../model/registry.ts';
import { tellShortfalls } from '../text/shortfall.ts';
import { anchor, type Draft, type Scene } from './draft.ts';

/** RC102: an agent whose entry does not approve it: no longer, or not as the policy asks. */
export function* lapsed(scene: Scene): Iterable<Draft> {
  for (const verdict of scene.reconciliation.verdicts) {
    const agent = scene.agents.get(verdict.agent);
    const entry = scene.entries.get(verdict.entry ?? '');
    if (!agent || !entry) continue;

    const reason = reasonOf(verdict, entry, scene);
    if (!reason) continue;

    yield {
      ...anchor(agent),
      agent: agent.id,
      entry: entry.id,
      provider: agent.providers[0] ?? null,
      message: `Agent "${agent.name}" is not approved: ${reason}`,
      locations: [],
      fact: [verdict.state, entry.id, ...verdict.shortfalls.map(({ kind }) => kind)].join(' '),
    };
  }
}

function reasonOf(
  { state, risk, shortfalls }: Verdict,
  { id, approval }: Entry,
  { now, config }: Scene,
): string | null {
  switch (state) {
    case 'pending':
      // An entry that waits is on its way; one that says "approved" says more than it may.
      return shortfalls.length > 0 ? `entry "${id}" ${tellShortfalls(shortfalls, risk)}.` : null;
    case 'rejected':
      return `entry "${id}" was rejected, and the agent is still here.`;
    case 'deprecated':
      return `entry "${id}" is deprecated, and the agent is still here.`;
    case 'expired':
      return approval?.expires && now >= approval.expires
        ? `the approval of entry "${id}" expired on ${approval.expires}.`
        : `the approval of entry "${id}" is older than the ${ageAllowed(config, risk)} that the policy allows.`;
    case 'stale':
      if (!approval) return `entry "${id}" says so, but names nobody who approved it.`;
      if (!approval.digest) return `the approval of entry "${id}" has no digest of what was approved.`;
      return approval.at > now
        ? `the approval of entry "${id}" is dated ${approval.at}, a day to come.`
        : `entry "${id}" was edited after it was approved.`;
    default:
      return null;
  }
}

function ageAllowed({ policy }: Scene['config'], risk: Verdict['risk']): string {
  const days = risk && policy.maximumAgeDays[risk];
  return `${days ?? 0} day${days === 1 ? '' : 's'}`;
}
