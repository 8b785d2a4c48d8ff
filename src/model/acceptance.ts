import type { Finding } from './finding.ts';
import type { VerdictState } from './registry.ts';
import type { Assessment } from './report.ts';

/**
 * The checks whose findings tell of a verdict. Of one that is approved there is nothing to tell, and of one that waits only
 * where it says that it is approved.
 */
const tellers: Readonly<Record<VerdictState, readonly string[]>> = {
  approved: [],
  pending: ['RC102'],
  unregistered: ['RC101', 'RC501'],
  expired: ['RC102'],
  stale: ['RC102'],
  rejected: ['RC102'],
  deprecated: ['RC102'],
  drifted: ['RC103', 'RC502'],
  ambiguous: ['RC104'],
};

/** True for a finding that says of its agent what the verdict says already. */
export function tells({ check, agent }: Finding, { agent: subject, verdict }: Assessment): boolean {
  return agent === subject.id && tellers[verdict.state].includes(check);
}

/**
 * Ids of the agents whose verdict somebody accepted: there are findings that tell of it, and each of them is suppressed.
 * An accepted agent is as unreviewed as before; it just fails nothing.
 */
export function acceptedAgents({
  assessments,
  findings,
}: {
  readonly assessments: readonly Assessment[];
  readonly findings: readonly Finding[];
}): ReadonlySet<string> {
  if (findings.every(({ suppressed }) => suppressed === null)) return new Set();
  const byAgent = new Map<string | null, Assessment>(assessments.map((one) => [one.agent.id, one]));
  const told = new Map<string, boolean>();
  for (const finding of findings) {
    const assessment = byAgent.get(finding.agent);
    if (!assessment || !tells(finding, assessment)) continue;
    const id = assessment.agent.id;
    told.set(id, (told.get(id) ?? true) && finding.suppressed !== null);
  }
  return new Set([...told].flatMap(([id, accepted]) => (accepted ? id : [])));
}
