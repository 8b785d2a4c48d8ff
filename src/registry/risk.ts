import type { RiskTier } from '../model/policy.ts';
import type { Entry, ScopedTool } from '../model/registry.ts';

/**
 * How much harm an agent can do by what its entry allows. The scope alone decides: a tier that an entry could declare, or
 * that a promise of human approval could lower, would be declared and promised.
 */
export function riskOf({ scope }: Pick<Entry, 'scope'>): RiskTier {
  const { tools = [], mcpServers = [], dataSinks = [] } = scope;
  // What nobody can name, nobody has weighed: `p*` is as open as `*`, and so is a choice at run time.
  const isOpen = [scope.providers, mcpServers, dataSinks].some((names) => names?.some((name) => name.endsWith('*')));
  const isFree = scope.dynamic?.some((facet) => facet === 'tools' || facet === 'providers');
  if (isOpen || isFree || tools.some(changesThings)) return 'high';

  return tools.length + mcpServers.length + dataSinks.length > 0 ? 'medium' : 'low';
}

/** Of a tool that only reads, and that has a name of its own, it is known that it changes nothing. */
function changesThings({ name, access }: ScopedTool): boolean {
  return access !== 'read' || name.endsWith('*');
}
