import type { Document } from '../model/document.ts';
import type { Evidence, KeyEvidence } from '../model/evidence.ts';
import type { KeyRule } from '../model/key.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { Secret } from '../model/secret.ts';
import { fingerprint } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { evidenceBase } from './base.ts';
import { assigned } from './keys/assigned.ts';
import { candidates } from './keys/candidates.ts';
import { expires } from './keys/claims.ts';
import { type Ranked, ranked } from './keys/rank.ts';

/** A key in a text. */
export interface FoundKey {
  readonly secret: Secret;
  /** Other spellings of it in the text: escaped, encoded, in pieces. */
  readonly written: readonly string[];
  /** Offset in the text. */
  readonly start: number;
  readonly end: number;
  /** What binds it. */
  readonly name: string | null;
  readonly rule: KeyRule;
  readonly provider: string | null;
  readonly type: string;
  readonly title: string;
  /** Vendors between which nothing decides; empty where it is known. */
  readonly oneOf: readonly string[];
  readonly proof: KeyEvidence['proof'];
  readonly expires: string | null;
  /** Whether the vendor is certain: by the key's own head or checksum, or by what binds it, and not by a word close by. */
  readonly certain: boolean;
}

/** The keys of a text, and how many values only stand for one. */
export interface Keys {
  readonly found: readonly FoundKey[];
  readonly placeholders: number;
}

/** A key is masked and fingerprinted here, where it is found; nothing after this line holds it. */
export function* key(document: Document, rules: RuleSet): Iterable<Evidence> {
  const lines = new Lines(document.text);
  for (const found of keysOf(document, rules).found) {
    const { rule, provider, secret } = found;
    const saying = { rule: rule.rule, provider, confidence: 'high', weight: 'mention' } as const;
    yield {
      kind: 'key',
      ...evidenceBase(document, lines.at(found.start), saying),
      type: found.type,
      title: found.title,
      masked: secret.toString(),
      fingerprint: printOf(secret, document.salt),
      name: found.name,
      proof: found.proof,
      oneOf: found.oneOf,
      grants: rule.secret ? rule.grants : 'nothing',
      severity: rule.severity,
      expires: found.expires,
    };
  }
}

/** The fingerprint of a key: of its characters, in however many lines they stand. */
export function printOf(secret: Secret, salt: string): string {
  return fingerprint(secret.reveal().replace(/\\+n|\s/g, ''), salt);
}

/** Documents are looked through once, for the evidence and for what has to be masked. */
const known = new WeakMap<object, Keys>();

/** The keys of a text, each once, and those who share a shape told apart by what stands around. */
export function keysOf(document: Pick<Document, 'text' | 'hits'>, rules: RuleSet): Keys {
  const before = known.get(document);
  if (before) return before;
  const keys = sought(document, rules);
  known.set(document, keys);
  return keys;
}

function sought({ text, hits }: Pick<Document, 'text' | 'hits'>, rules: RuleSet): Keys {
  const kinds = possible(hits, rules).filter(
    ({ literals }) => literals.length === 0 || literals.some((one) => text.includes(one)),
  );
  if (kinds.length === 0) return { found: [], placeholders: 0 };
  const { found, placeholders } = candidates(text, kinds, rules);
  const best = ranked(found, rules).map((one) => told(one, rules));
  const taken = best.map(({ start, end }) => ({ start, end }));
  const isTaken = (at: number): boolean => taken.some(({ start, end }) => start <= at && at < end);
  const others = kinds
    .filter(({ context }) => context === 'variable')
    .flatMap((rule) => [...assigned(text, rule, rules, isTaken)])
    .map((one): FoundKey => {
      const { value, start, end, name, provider, rule, variable } = one;
      const title = `value of ${variable}`;
      const secret = new Secret(value, '');
      const told = {
        provider,
        type: rule.id,
        title,
        oneOf: [],
        proof: 'context',
        expires: null,
        written: [],
        certain: true,
      } as const;
      return { secret, start, end, name, rule, ...told };
    });
  return { found: [...best, ...others].sort((a, b) => a.start - b.start), placeholders: placeholders.size };
}

/** The kinds of keys that a text may hold, by the keywords that were found in it. */
export function possible(hits: ReadonlySet<number>, { keys, keywords }: RuleSet): readonly KeyRule[] {
  const found = new Set([...hits].map((id) => keywords.words[id]));
  return keys.filter((rule) => rule.keywords.some((word) => found.has(word)));
}

function told({ best, kinds }: Ranked, rules: RuleSet): FoundKey {
  const { value, start, end, around, structure, grade } = best;
  const [rule] = kinds;
  const vendors = [...new Set(kinds.flatMap(({ provider }) => provider ?? []))].sort();
  const isOne = vendors.length === 1 && best.rule.provider !== null;
  return {
    secret: new Secret(value, best.rule.head),
    written: [],
    start,
    end,
    name: around.name,
    rule: isOne ? rule : best.rule,
    provider: isOne ? rule.provider : null,
    type: isOne ? rule.id : best.rule.provider === null ? best.rule.id : kinds.map(({ id }) => id).join('|'),
    title: isOne ? rule.name : several(vendors, rules) || rule.name,
    oneOf: isOne ? [] : vendors,
    proof: structure.verified > 0 ? 'structure' : grade >= 2 ? 'context' : 'shape',
    expires: expires(value, best.rule.expiry),
    certain: isOne && (rule.context === 'none' || structure.summed || grade === 3),
  };
}

/** `API key of DeepSeek or Alibaba Cloud`. */
function several(vendors: readonly string[], { subjects }: RuleSet): string {
  const names = vendors.map((id) => subjects.get(id)?.name ?? id);
  if (names.length === 0) return '';
  const last = names.at(-1) ?? '';
  return `API key of ${names.length > 1 ? `${names.slice(0, -1).join(', ')} or ` : ''}${last}`;
}
