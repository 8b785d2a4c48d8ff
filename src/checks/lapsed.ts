import type { Entry } from '../model/registry.ts';
import { anchor, type Draft, type Scene } from './draft.ts';

/** RC102: an agent whose entry approves it no longer. */
export function* lapsed(scene: Scene): Iterable<Draft> {
  for (const { agent: id, state, entry: entryId } of scene.reconciliation.verdicts) {
    const agent = scene.agents.get(id);
    const entry = scene.entries.get(entryId ?? '');
    if (!agent || !entry) continue;

    const reason = reasonOf(state, entry, scene);
    if (!reason) continue;

    yield {
      ...anchor(agent),
      agent: agent.id,
      entry: entry.id,
      provider: agent.providers[0] ?? null,
      message: `Agent "${agent.name}" is not approved: ${reason}`,
      locations: [],
      fact: `${state} ${entry.id}`,
    };
  }
}

function reasonOf(state: string, { id, approval }: Entry, { now, config }: Scene): string | null {
  switch (state) {
    case 'rejected':
      return `entry "${id}" was rejected, and the agent is still here.`;
    case 'deprecated':
      return `entry "${id}" is deprecated, and the agent is still here.`;
    case 'expired':
      return approval?.expires && now >= approval.expires
        ? `the approval of entry "${id}" expired on ${approval.expires}.`
        : `the approval of entry "${id}" is older than the ${config.policy.maximumAgeDays.low} days that the policy allows.`;
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
