import type { AgentChange } from './change.ts';
import type { Finding } from './finding.ts';
import type { Assessment, Report } from './report.ts';

/** True where a report tells what a change brings to the agents, and not what there is. */
export function isChange({ comparison }: Pick<Report, 'comparison'>): boolean {
  return comparison !== null && comparison.agents !== null;
}

/**
 * The agents and findings that a change brings: agents that are new or have another verdict than before, and findings that
 * did not count before. Where no change was looked at, all there are.
 */
export function brought({
  assessments,
  findings,
  comparison,
}: Pick<Report, 'assessments' | 'findings' | 'comparison'>): {
  readonly assessments: readonly Assessment[];
  readonly findings: readonly Finding[];
} {
  if (!comparison?.agents) return { assessments, findings };

  const moved = new Set(comparison.agents.filter(movesVerdict).map(({ id }) => id));
  const known = new Set(comparison.known);
  return {
    assessments: assessments.filter(({ agent }) => moved.has(agent.id)),
    findings: findings.filter(({ fingerprint }) => !known.has(fingerprint)),
  };
}

/** True where an agent is there that was not, or stands otherwise to the registry. */
function movesVerdict({ before, after }: AgentChange): boolean {
  return after !== null && before !== after;
}
