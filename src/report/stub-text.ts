import type { Agent } from '../model/census.ts';
import { layOut } from '../registry/edit.ts';
import { idFor, stubOf } from '../registry/stub.ts';

/** The entry to paste into the registry for an agent, as one item of its list `agents`. `taken` are ids that are in use. */
export function stubText(agent: Agent, taken: ReadonlySet<string>): string {
  const [first = '', second = '', ...rest] = layOut(stubOf(agent, idFor(agent, taken))).split('\n');
  const owner = agent.owner === null ? ['    # owner: { team: ORG/TEAM, technical: WHO, sponsor: WHO }'] : [];
  return [first, second, '    # purpose: WHAT IT IS FOR', ...owner, ...rest].join('\n');
}
