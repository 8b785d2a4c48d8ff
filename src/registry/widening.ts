import type { Agent } from '../model/census.ts';
import { atRunTime, type Drift, type Scope } from '../model/registry.ts';
import { scopeOf } from './stub.ts';

/** What a scope lacks so that the drift of an agent is none any more; a tool is given whole, as the agent has it. */
export function widening(agent: Agent, drift: readonly Drift[]): Scope {
  const lacks = (facet: string, value: string): boolean =>
    drift.some((one) =>
      facet === 'dynamic'
        ? one.facet === value && one.note === atRunTime
        : one.facet === facet && one.value === value && one.note !== atRunTime,
    );
  const lists: readonly [string, readonly Named[]][] = Object.entries(scopeOf(agent));
  const lacking = lists.map(([facet, list]) => [facet, list.filter((each) => lacks(facet, nameOf(each)))] as const);
  return Object.fromEntries(lacking.filter(([, list]) => list.length > 0));
}

type Named = string | { readonly name: string };

function nameOf(value: Named): string {
  return typeof value === 'string' ? value : value.name;
}
