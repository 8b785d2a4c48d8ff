import type { Agent, Tool } from '../model/census.ts';
import { severities } from '../model/finding.ts';
import { type ApprovalPolicy, defaultPolicy } from '../model/policy.ts';
import {
  atRunTime,
  type Drift,
  type DriftFacet,
  type DynamicFacet,
  type Scope,
  type ScopedTool,
} from '../model/registry.ts';
import { fits } from '../text/fits.ts';

/** Facets that are lists of names, and how grave it is to find a name that the scope does not have. Gravest first. */
const grades = [
  ['providers', 'high'],
  ['dataSinks', 'high'],
  ['mcpServers', 'medium'],
  ['hosts', 'medium'],
  ['models', 'low'],
  ['frameworks', 'low'],
] as const satisfies readonly (readonly [DriftFacet, Drift['severity']])[];

/** What of a policy drift depends on. */
type DriftPolicy = Pick<ApprovalPolicy, 'drift' | 'declareDynamic'>;

/** What an agent was seen to do beyond its scope, gravest first. A policy moves how grave it is, never whether it is drift. */
export function drift(agent: Agent, scope: Scope, policy: DriftPolicy = defaultPolicy): Drift[] {
  const tools = agent.tools.flatMap((tool) => toolDrift(tool, scope.tools ?? []));
  const names = grades.flatMap(([facet, severity]) =>
    agent[facet]
      .filter((value) => !allows(scope[facet], value))
      .map((value): Drift => ({ facet, value, severity, note: null })),
  );
  const dynamic = policy.declareDynamic ? undeclared(agent, scope) : [];
  const open = dynamic.map((facet): Drift => ({ facet, value: '*', severity: 'medium', note: atRunTime }));
  return [...tools, ...names, ...open]
    .map((each) => ({ ...each, severity: graded(each, policy) }))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

function graded({ facet, severity }: Drift, policy: DriftPolicy): Drift['severity'] {
  switch (policy.drift[facet]) {
    case 'fail':
      return 'high';
    case 'warn':
      return severity === 'high' ? 'medium' : severity;
    default:
      return severity;
  }
}

/**
 * What was seen, or rather not seen, and cannot be held against the scope: facets decided at run time, unless the scope
 * declares them or allows any value, or the policy makes drift of them; and tools that need a person's approval where no
 * approval was found either way.
 */
export function undecided(agent: Agent, scope: Scope, policy: DriftPolicy = defaultPolicy): string[] {
  const facets = policy.declareDynamic ? [] : undeclared(agent, scope);
  const tools = agent.tools.filter(
    (tool) => tool.approval === 'unknown' && scopedTool(tool, scope.tools ?? [])?.approval === 'human',
  );
  return [...facets, ...tools.map(({ name }) => `approval of ${name}`)];
}

function undeclared(agent: Agent, scope: Scope): DynamicFacet[] {
  return agent.dynamic.filter((facet) => !scope.dynamic?.includes(facet) && !isOpen(scope[facet]));
}

function isOpen(allowed: readonly (string | ScopedTool)[] | undefined): boolean {
  return allowed?.some((each) => (typeof each === 'string' ? each : each.name) === '*') ?? false;
}

function allows(patterns: readonly string[] | undefined, value: string): boolean {
  return patterns?.some((pattern) => fits(pattern, value)) ?? false;
}

function toolDrift(tool: Tool, scope: readonly ScopedTool[]): Drift[] {
  const { name, access } = tool;
  const approved = scopedTool(tool, scope);
  if (!approved) return [{ facet: 'tools', value: name, severity: newTool[access], note: `${access} tool` }];

  const drifts: Drift[] = [];
  if (exceeds(access, approved.access)) {
    drifts.push({
      facet: 'tools',
      value: name,
      severity: 'high',
      note: `${access} access, approved for ${approved.access}`,
    });
  }
  if (approved.approval === 'human' && tool.approval === 'none') {
    drifts.push({ facet: 'tools', value: name, severity: 'high', note: 'approval no longer human' });
  }
  return drifts;
}

/** The entry of the scope that a tool is held to: its own name, else the longest pattern. */
function scopedTool({ name }: Tool, scope: readonly ScopedTool[]): ScopedTool | undefined {
  return scope
    .filter((each) => fits(each.name, name))
    .toSorted((a, b) => Number(b.name === name) - Number(a.name === name) || b.name.length - a.name.length)[0];
}

const newTool = { write: 'high', execute: 'high', unknown: 'medium', read: 'low' } as const;

/** What was seen is more than what was approved. An access that is not known, on either side, is not compared. */
function exceeds(seen: Tool['access'], approved: ScopedTool['access']): boolean {
  return ['write beyond read', 'execute beyond read', 'execute beyond write'].includes(`${seen} beyond ${approved}`);
}
