import { acceptedAgents } from '../model/acceptance.ts';
import { brought } from '../model/brought.ts';
import type { Component, Tool } from '../model/census.ts';
import { type Finding, severities } from '../model/finding.ts';
import type { VerdictState } from '../model/registry.ts';
import type { Assessment, Report } from '../model/report.ts';
import { countComponents } from './describe.ts';

/** The order in which verdicts are reported: what asks for a person's attention first. */
const urgency: Readonly<Record<VerdictState, number>> = {
  unregistered: 0,
  drifted: 1,
  rejected: 2,
  expired: 3,
  stale: 4,
  ambiguous: 5,
  deprecated: 6,
  pending: 7,
  approved: 8,
};

/** Agents with the same verdict. */
export interface Group {
  readonly state: VerdictState;
  /** True for agents whose verdict somebody accepted, so that there is nothing to do about them today. */
  readonly accepted: boolean;
  readonly assessments: readonly Assessment[];
}

/** Agents by verdict, most urgent first, the accepted behind the others; in a group those with tools come first, examples last, and of those that only logs show the busiest first. */
export function groups(report: Report): Group[] {
  const { assessments } = brought(report);
  const accepted = acceptedAgents(report);
  const found = new Map<string, Group & { readonly assessments: Assessment[] }>();
  for (const assessment of assessments) {
    const { state } = assessment.verdict;
    const is = accepted.has(assessment.agent.id);
    const group = found.get(`${state} ${is}`) ?? { state, accepted: is, assessments: [] };
    found.set(`${state} ${is}`, group);
    group.assessments.push(assessment);
  }
  const sorted = [...found.values()].sort((a, b) => place(a) - place(b));
  return sorted.map((group) => ({ ...group, assessments: byWeight(group.assessments) }));
}

/** True for agents that ask for somebody's attention. */
export function isOpen({ state, accepted }: Group): boolean {
  return state !== 'approved' && !accepted;
}

function place({ state, accepted }: Group): number {
  return urgency[state] + (accepted ? urgency.approved : 0);
}

// Sorting is stable, so that equals keep the report's own order.
function byWeight(assessments: readonly Assessment[]): Assessment[] {
  const weighed = assessments.map((assessment) => ({
    assessment,
    weight: weight(assessment),
    calls: calls(assessment),
  }));
  return weighed.sort((a, b) => a.weight - b.weight || b.calls - a.calls).map(({ assessment }) => assessment);
}

/** So often it was seen to call, where nothing but that is known of it; of an agent in code, as many as could be. */
function calls({ agent }: Assessment): number {
  if (agent.kind !== 'runtime') return Number.MAX_SAFE_INTEGER;
  return agent.evidence.reduce(
    (sum, one) => (one.kind === 'traffic' && one.basis !== 'dns' ? sum + one.count : sum),
    0,
  );
}

function weight({ agent }: Assessment): number {
  return (agent.example ? 2 : 0) + (agent.level === 'agent' ? 0 : 1);
}

/** Findings that count, most serious first; of a change those that it brings. */
export function counted(report: Report): Finding[] {
  return ranked(brought(report).findings.filter(({ suppressed }) => suppressed === null));
}

/** Findings, most serious first; equals keep their order. */
export function ranked(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Findings that say more than that an agent is in no entry: the list of agents says that already. */
export function beyondRoll(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ check }) => check !== 'RC101');
}

/** `4 MCP servers, 2 libraries`; '' where there are none. */
export function componentsLine({ components }: Report): string {
  const counts = new Map<Component['kind'], number>();
  for (const { kind } of components) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => countComponents(kind, count))
    .join(', ');
}

/** True for a tool that can change something. */
export function acts({ access }: Tool): boolean {
  return access === 'write' || access === 'execute';
}
