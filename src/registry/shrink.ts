import type { Agent } from '../model/census.ts';
import type { DynamicFacet, Scope } from '../model/registry.ts';
import { fits } from '../text/fits.ts';

/** A facet of a scope that is a list. */
export type ScopeFacet = keyof Scope;

/** A scope without what no agent was seen to use. */
export interface Shrunk {
  readonly scope: Scope;
  /** What goes, in the order of the scope. */
  readonly dropped: readonly { readonly facet: ScopeFacet; readonly value: string }[];
  /** Facets that stay whole, since a value of them is decided at run time. */
  readonly kept: readonly ScopeFacet[];
}

const facets = [
  'providers',
  'models',
  'hosts',
  'frameworks',
  'tools',
  'mcpServers',
  'dataSinks',
  'dynamic',
] as const satisfies readonly ScopeFacet[];

/**
 * Takes out of a scope what none of its agents shows. A pattern stays as wide as it is where anything fits it. What is
 * decided at run time may be any of the values, so none of that facet goes.
 */
export function shrink(scope: Scope, agents: readonly Agent[]): Shrunk {
  const free = new Set<string>(agents.flatMap(({ dynamic }) => dynamic));
  const kept = facets.filter((facet) => free.has(facet) && namesOf(scope, facet).length > 0);
  const dropped = facets.flatMap((facet) => {
    if (kept.includes(facet)) return [];
    const seen = agents.flatMap((agent) => seenOf(agent, facet));
    return namesOf(scope, facet)
      .filter((name) => !seen.some((value) => fits(name, value)))
      .map((value) => ({ facet, value }));
  });
  return { scope: without(scope, dropped), dropped, kept };
}

function without(scope: Scope, dropped: Shrunk['dropped']): Scope {
  const lists = facets.flatMap((facet): [ScopeFacet, unknown][] => {
    const gone = dropped.filter((one) => one.facet === facet).map(({ value }) => value);
    const list: readonly (string | { readonly name: string })[] = scope[facet] ?? [];
    const left = list.filter((each) => !gone.includes(nameOf(each)));
    return left.length === 0 ? [] : [[facet, left]];
  });
  return Object.fromEntries(lists);
}

function namesOf(scope: Scope, facet: ScopeFacet): readonly string[] {
  return (scope[facet] ?? []).map(nameOf);
}

function seenOf(agent: Agent, facet: ScopeFacet): readonly string[] {
  return facet === 'dynamic' ? agent.dynamic : agent[facet].map(nameOf);
}

function nameOf(value: string | DynamicFacet | { readonly name: string }): string {
  return typeof value === 'string' ? value : value.name;
}
