import { stringify } from 'yaml';
import type { Agent } from '../model/census.ts';
import { written } from '../registry/render.ts';
import { idFor, stubOf } from '../registry/stub.ts';

/** The entry to paste into the registry for an agent, as one item of its list `agents`. `taken` are ids that are in use. */
export function stubText(agent: Agent, taken: ReadonlySet<string>): string {
  return stringify([written(stubOf(agent, idFor(agent, taken)))], { lineWidth: 120 });
}
