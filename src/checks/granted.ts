import type { Agent, Witness } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import type { Severity, Sighting } from '../model/finding.ts';
import { bySighting, joined, sighting } from './draft.ts';

/** Something that an agent is handed. */
export type Grant = EvidenceOf<'grant'> & Witness;

/** All that an agent is handed, in the order of its places. */
export function grantsOf({ evidence }: Agent): readonly Grant[] {
  const found = evidence.filter((one) => one.kind === 'grant');
  return found.toSorted((a, b) => bySighting(sighting(a), sighting(b)));
}

/** Whether a credential opens the models that the agent asks, or is how people reach it: then it is its own. */
export function isOwn({ opens, channel }: Grant, { providers, triggers }: Agent): boolean {
  return opens.some((provider) => providers.includes(provider)) || triggers.some((trigger) => trigger === channel);
}

/** What has no tools can do nothing with what it is handed, and nobody runs an example: less is at stake. */
export function graded(agent: Agent, severity: Severity): Severity {
  return agent.level === 'caller' || agent.example ? 'low' : severity;
}

/** Grants of which there is one at least. */
export type Grants = readonly [Grant, ...Grant[]];

/** Where grants stand, each place once; they come in the order of their places. */
export function sightings([witness, ...rest]: Grants): { first: Sighting; others: Sighting[] } {
  let last = sighting(witness);
  const others = rest.map(sighting).filter((place) => {
    const isNew = bySighting(place, last) !== 0;
    last = place;
    return isNew;
  });
  return { first: sighting(witness), others };
}

/** `A (Stripe)`: what a credential is called, and what it opens. */
export function called({ name, service }: Grant): string {
  return service === null ? name : `${name} (${service})`;
}

/** `A (Stripe), B (AWS) and 3 more`, each name once. */
export function enumerated(all: readonly string[]): string {
  const names = [...new Set(all)];
  const most = names.length > shown + 1 ? shown : names.length;
  const rest = names.length - most;
  return joined([...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])]);
}

/** How many names a sentence holds. */
const shown = 5;
