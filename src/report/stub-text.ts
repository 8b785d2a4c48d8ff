import type { Agent } from '../model/census.ts';
import type { Drift } from '../model/registry.ts';
import { layOut } from '../registry/edit.ts';
import { fieldLines } from '../registry/layout.ts';
import { writtenScope } from '../registry/render.ts';
import { idFor, stubOf } from '../registry/stub.ts';
import { widening } from '../registry/widening.ts';

/** The entry to paste into the registry for an agent, as one item of its list `agents`. `taken` are ids that are in use. */
export function stubText(agent: Agent, taken: ReadonlySet<string>): string {
  const [first = '', second = '', ...rest] = layOut(stubOf(agent, idFor(agent, taken))).split('\n');
  const owner = agent.owner === null ? ['    # owner: { team: ORG/TEAM, technical: WHO, sponsor: WHO }'] : [];
  return [first, second, '    # purpose: WHAT IT IS FOR', ...owner, ...rest].join('\n');
}

/** What an agent does beyond its scope, as lines to add to that of its entry. */
export function scopeText(agent: Agent, drift: readonly Drift[]): string {
  return fieldLines('scope', writtenScope(widening(agent, drift)), { column: 4, step: 2 }).join('\n');
}
