import type { AcceptedAt } from '../model/baseline.ts';
import type { Finding } from '../model/finding.ts';
import type { EntryState } from '../model/registry.ts';
import type { Waiver, Waivers } from './waiver.ts';

/** An entry of the baseline as a suppression of the one finding that it names. */
export interface Acceptance extends Waiver {
  readonly entry: AcceptedAt;
}

/** The entries of the baseline, by the fingerprint of what they accept. */
export function acceptances(waivers: Waivers): ReadonlyMap<string, Acceptance> {
  const states = new Map<string | null, EntryState['state']>(
    waivers.reconciliation.entries.map(({ id, state }) => [id, state]),
  );
  return new Map(
    waivers.baseline.entries.map((entry) => {
      const { fingerprint, check, reason, until, at } = entry;
      const unread = states.get(entry.entry) === 'not-covered';
      const testable = !unread && couldBeSeen(entry, waivers);
      return [fingerprint, { entry, suppression: { kind: 'baseline', check, reason, until, at }, testable }];
    }),
  );
}

/**
 * What a reviewer was shown of an entry has to be what it does: check and agent are part of the fingerprint. A key that an
 * agent held is accepted too where it is found without the agent: in history, or in a change.
 */
export function means({ entry }: Acceptance, { check, agent }: Finding): boolean {
  return entry.check === check && (entry.agent === agent || (agent === null && check === 'RC201'));
}

/** Whether the finding would be here if it were still there. */
function couldBeSeen(
  { check, repository, alsoIn, entry, file }: AcceptedAt,
  { ran, registry, covered }: Waivers,
): boolean {
  if (!ran.has(check) || (entry !== null && registry.origin === null)) return false;
  if (repository === null) return true;
  return [repository, ...alsoIn].every((id) => covered.repositories.has(id)) && covered.selects(file);
}
