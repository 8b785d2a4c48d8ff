import type { Census } from '../model/census.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import { type Severity, type Sighting, severities } from '../model/finding.ts';
import { byCodeUnit } from '../text/order.ts';
import { verdictInWords } from '../text/verdict.ts';
import { bySighting, type Draft, groups, type Scene, sighting } from './draft.ts';
import { past, since } from './past.ts';

/**
 * RC201: a key written into a file; one finding for each key, wherever it stands, in the tree and in history. Tests, docs
 * and vendored files count: a key does not know what kind of file it is in.
 */
export function* key({ census, now }: Scene): Iterable<Draft> {
  for (const [fingerprint, found] of groups(witnesses(census), ({ evidence }) => evidence.fingerprint)) {
    const [witness = found[0]] = found.toSorted(byWitness);
    const keys = found.map(({ evidence }) => evidence).toSorted(byAge);
    const [at = witness.evidence] = keys;
    const [first = sighting(at), ...others] = distinct(keys.map(sighting));

    const [agent = null] = found.flatMap(({ agent }) => agent ?? []).toSorted(byCodeUnit);
    const severity = worst(keys.map((evidence) => severityOf(evidence, now)));
    yield {
      ...first,
      agent,
      entry: null,
      provider: witness.evidence.provider,
      keyType: witness.evidence.type,
      message: `${subject(witness.evidence)} ${stands(at, keys, others)}${verdictInWords(witness.evidence)}.${end(witness.evidence, now)}`,
      locations: others,
      fact: keyFact(fingerprint),
      isAnyones: true,
      severity,
    };
  }
}

/** What a finding about a key is known by. */
export function keyFact(fingerprint: string): string {
  return `key ${fingerprint}`;
}

type Key = EvidenceOf<'key'>;

interface KeyWitness {
  readonly agent: string | null;
  readonly evidence: Key;
}

function subject({ title, masked, proof }: Key): string {
  const article = /^[AEIO]/.test(title) ? 'an' : 'a';
  return proof === 'shape' ? `${masked}, which has the shape of ${article} ${title},` : `${capital(title)} ${masked}`;
}

/** Where it stands, and where else; of a file of the tree also since when. */
function stands(at: Key, keys: readonly Key[], others: readonly Sighting[]): string {
  const old = others.filter(({ object }) => object !== null).length;
  const elsewhere = `${places(others.length - old, 'place')}${places(old, 'place of the history', 'places of the history')}`;
  if (at.history) return `${past(at.history)}${elsewhere}`;
  return `is written into this file${elsewhere}${since(keys, at)}`;
}

function places(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return '';
  return count === 1 ? `, and in one other ${one}` : `, and in ${count} other ${many}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function end({ expires }: Key, now: string): string {
  if (expires === null) return '';
  return expires < now ? ` It ran out on ${expires.slice(0, 10)}.` : ` It is good until ${expires.slice(0, 10)}.`;
}

/**
 * `null`: as the check says of any key. What has run out opens nothing, and a name of a key is none. What its vendor takes
 * needs no other proof. What its vendor does not take was leaked all the same, and who made it so is not known.
 */
function severityOf({ severity, proof, grants, expires, context, verified }: Key, now: string): Severity | null {
  if (grants === 'nothing' || verified === 'dead') return 'low';
  if (verified === 'live') return severity;
  if ((expires ?? now) < now) return 'low';
  if (proof !== 'shape') return severity;
  const shown = context === 'test' || context === 'docs' || context === 'example';
  return lower(severity ?? 'critical', shown ? 2 : 1);
}

function lower(severity: Severity, steps: number): Severity {
  return severities[Math.min(severities.indexOf(severity) + steps, severities.length - 1)] ?? severity;
}

/** One place where it is as bad as can be is enough. */
function worst(all: readonly (Severity | null)[]): Severity | null {
  if (all.includes(null)) return null;
  return severities.find((severity) => all.includes(severity)) ?? null;
}

function witnesses({ agents, components, unattached }: Census): KeyWitness[] {
  const held = agents.flatMap(({ id, evidence }) => evidence.map((each) => ({ agent: id, evidence: each })));
  const loose = [...components.flatMap(({ evidence }) => evidence), ...unattached];
  return [...held, ...loose.map((evidence) => ({ agent: null, evidence }))].flatMap(({ agent, evidence }) =>
    evidence.kind === 'key' ? { agent, evidence } : [],
  );
}

/** The clearest witness tells whose key it is. */
function byWitness(a: KeyWitness, b: KeyWitness): number {
  const clear = ({ evidence }: KeyWitness): number =>
    ['structure', 'context', 'shape'].indexOf(evidence.proof) + (evidence.oneOf.length > 0 ? 3 : 0);
  return (
    clear(a) - clear(b) ||
    bySighting(sighting(a.evidence), sighting(b.evidence)) ||
    byCodeUnit(a.evidence.type, b.evidence.type)
  );
}

/** What is in the tree comes first, then what is in HEAD, then what a ref leads to. */
function byAge(a: Key, b: Key): number {
  return (
    age(a) - age(b) ||
    bySighting(sighting(a), sighting(b)) ||
    byCodeUnit(`${a.history?.object}`, `${b.history?.object}`)
  );
}

function age({ history }: Key): number {
  if (!history) return 0;
  if (history.inHead) return 1;
  return history.reachable ? 2 : 3;
}

/** A witness that is attached to two agents is one place, and so is a file of the tree with its own past. */
function distinct(places: readonly Sighting[]): Sighting[] {
  const inTree = new Set(places.filter(({ object }) => object === null).map(fileOf));
  const seen = new Set<string>();
  return places.filter((place) => {
    if (place.object !== null && inTree.has(fileOf(place))) return false;
    const spot = JSON.stringify([fileOf(place), place.line, place.column, place.object]);
    const isNew = !seen.has(spot);
    seen.add(spot);
    return isNew;
  });
}

function fileOf({ repository, file }: Sighting): string {
  return JSON.stringify([repository, file]);
}
