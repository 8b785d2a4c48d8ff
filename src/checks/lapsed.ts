import type { Approval, Entry, Verdict } from '../model/registry.ts';
import { tellShortfalls } from '../text/shortfall.ts';
import { anchor, type Draft, type Scene } from './draft.ts';

/** RC102: an agent whose entry does not approve it: no longer, or not as the policy asks. */
export function* lapsed(scene: Scene): Iterable<Draft> {
  for (const { agent, verdict, entry } of scene.judged) {
    const reason = entry && reasonOf(verdict, entry, scene);
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

function reasonOf(verdict: Verdict, { id, approval }: Entry, scene: Scene): string | null {
  const { state, risk, shortfalls } = verdict;
  switch (state) {
    case 'pending':
      // An entry that waits is on its way; one that says "approved" says more than it may.
      return shortfalls.length > 0 ? `entry "${id}" ${tellShortfalls(shortfalls, risk)}.` : null;
    case 'rejected':
      return `entry "${id}" was rejected, and the agent is still here.`;
    case 'deprecated':
      return `entry "${id}" is deprecated, and the agent is still here.`;
    case 'expired':
    case 'stale':
      return approval ? lost(verdict, id, approval, scene) : `entry "${id}" says so, but names nobody who approved it.`;
  }
  // All else is told by another check, or is nothing to tell.
  return null;
}

/** Why an approval that is there does not hold. */
function lost({ state, risk }: Verdict, id: string, approval: Approval, { now, config }: Scene): string {
  const { at, expires, digest } = approval;
  if (state === 'expired') {
    return expires === null || now < expires
      ? `the approval of entry "${id}" is older than the ${ageAllowed(config, risk)} that the policy allows.`
      : `the approval of entry "${id}" expired on ${expires}.`;
  }
  if (!digest) return `the approval of entry "${id}" has no digest of what was approved.`;
  return at > now
    ? `the approval of entry "${id}" is dated ${at}, a day to come.`
    : `entry "${id}" was edited after it was approved.`;
}

function ageAllowed({ policy }: Scene['config'], risk: Verdict['risk']): string {
  const days = risk && policy.maximumAgeDays[risk];
  return `${days ?? 0} day${days === 1 ? '' : 's'}`;
}
