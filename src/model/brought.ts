import type { AgentChange, FacetValue } from './change.ts';
import type { Finding } from './finding.ts';
import type { Assessment, Report } from './report.ts';

/** True where a report tells what a change brings to the agents, and not what there is. */
export function isChange({ comparison }: Pick<Report, 'comparison'>): boolean {
  return comparison !== null && comparison.agents !== null;
}

/**
 * The agents and findings that a change brings: agents that are new, have another verdict than before or, where nobody
 * approved them, more power; and findings that did not count before. Where no change was looked at, all there are.
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

  const moved = new Set(comparison.agents.filter(asksAnew).map(({ id }) => id));
  const known = new Set(comparison.known);
  return {
    assessments: assessments.filter(({ agent }) => moved.has(agent.id)),
    findings: findings.filter(({ fingerprint }) => !known.has(fingerprint)),
  };
}

/**
 * True where an agent is there that was not, or stands otherwise to the registry; or where one that nobody approved can do
 * what it could not before. What one that is approved does beyond its scope is drift, and its findings tell of that.
 */
function asksAnew({ before, after, gained }: AgentChange): boolean {
  if (after === null) return false;
  return before !== after || (after !== 'approved' && after !== 'drifted' && gained.some(isPower));
}

/** Whom it asks, what it can change and whom it tells. A model, a host or a framework gives no power by itself. */
function isPower({ facet, value, note }: FacetValue): boolean {
  switch (facet) {
    case 'providers':
    case 'dataSinks':
    case 'mcpServers':
      return true;
    case 'tools':
      return !note?.startsWith('read tool');
    case 'level':
      return value === 'agent';
    default:
      return false;
  }
}
