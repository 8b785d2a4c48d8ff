import type { Census } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import type { Sighting } from '../model/finding.ts';
import { byCodeUnit, bySighting, type Draft, groups, type Scene, sighting } from './draft.ts';

/**
 * RC201: a key written into a file; one finding for each key, wherever it stands. Tests, docs and vendored files count:
 * a key does not know what kind of file it is in.
 */
export function* key({ census }: Scene): Iterable<Draft> {
  for (const [fingerprint, found] of groups(witnesses(census), ({ evidence }) => evidence.fingerprint)) {
    const [witness] = found.toSorted(byWitness);
    const [first, ...others] = distinct(found.map(({ evidence }) => sighting(evidence)));
    if (!first || !witness) continue;

    const { title, masked, provider } = witness.evidence;
    const [agent = null] = found.flatMap(({ agent }) => agent ?? []).toSorted(byCodeUnit);
    yield {
      ...first,
      agent,
      entry: null,
      provider,
      message: `${title} ${masked} is written into this file${elsewhere(others.length)}.`,
      locations: others,
      fact: `key ${fingerprint}`,
    };
  }
}

interface KeyWitness {
  readonly agent: string | null;
  readonly evidence: EvidenceOf<'key'>;
}

function witnesses({ agents, components, unattached }: Census): KeyWitness[] {
  const held = agents.flatMap(({ id, evidence }) => evidence.map((each) => ({ agent: id, evidence: each })));
  const loose = [...components.flatMap(({ evidence }) => evidence), ...unattached];
  return [...held, ...loose.map((evidence) => ({ agent: null, evidence }))].flatMap(({ agent, evidence }) =>
    evidence.kind === 'key' ? { agent, evidence } : [],
  );
}

function byWitness(a: KeyWitness, b: KeyWitness): number {
  return bySighting(sighting(a.evidence), sighting(b.evidence)) || byCodeUnit(a.evidence.type, b.evidence.type);
}

/** A witness that is attached to two agents is one place. */
function distinct(places: readonly Sighting[]): Sighting[] {
  return places.toSorted(bySighting).filter((place, i, all) => {
    const before = all[i - 1];
    return !before || bySighting(before, place) !== 0;
  });
}

function elsewhere(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', and in one other place' : `, and in ${count} other places`;
}
