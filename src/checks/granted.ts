import type { Agent, Witness } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import type { Severity, Sighting } from '../model/finding.ts';
import { bySighting, sighting } from './draft.ts';

/** Something that an agent is handed. */
export type Grant = EvidenceOf<'grant'> & Witness;

/** All that an agent is handed, in the order of its places. */
export function grantsOf({ evidence }: Agent): readonly Grant[] {
  const found = evidence.flatMap((one) => (one.kind === 'grant' ? [one as Grant] : [])); // a witness is an evidence
  return found.toSorted((a, b) => bySighting(sighting(a), sighting(b)));
}

/** Whether a credential opens the models that the agent asks, or is how people reach it: then it is its own. */
export function isOwn({ opens, channel }: Grant, { providers, triggers }: Agent): boolean {
  return opens.some((provider) => providers.includes(provider)) || (channel !== null && triggers.includes(channel));
}

/** What has no tools can do nothing with what it is handed, and nobody runs an example: less is at stake. */
export function graded(agent: Agent, severity: Severity): Severity {
  return agent.level === 'caller' || agent.example ? 'low' : severity;
}

/** The first place, and the others, each once. */
export function sightings(found: readonly Grant[]): { first: Sighting; others: Sighting[] } | null {
  const places = found.map(sighting).toSorted(bySighting);
  const [first, ...others] = places.filter((place, i) => i === 0 || bySighting(place, places[i - 1] ?? place) !== 0);
  return first ? { first, others } : null;
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
  const parts = [...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** How many names a sentence holds. */
const shown = 5;
