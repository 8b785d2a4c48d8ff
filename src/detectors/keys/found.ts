import type { KeyEvidence } from '../../model/evidence.ts';
import type { KeyRule } from '../../model/key.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { Secret } from '../../model/secret.ts';
import { assigned } from './assigned.ts';
import { candidates } from './candidates.ts';
import { expires } from './claims.ts';
import { type Ranked, ranked } from './rank.ts';
import type { Surroundings } from './surroundings.ts';

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

/** The keys that stand in a text as they are, each once, and the values that only stand for one. `hits` are the keywords in it. */
export function keysIn(
  text: string,
  hits: ReadonlySet<number>,
  rules: RuleSet,
  look?: (start: number, end: number) => Surroundings,
): { readonly found: readonly FoundKey[]; readonly placeholders: ReadonlySet<string> } {
  const kinds = possible(hits, rules).filter(
    ({ literals }) => literals.length === 0 || literals.some((one) => text.includes(one)),
  );
  if (kinds.length === 0) return { found: [], placeholders: new Set() };
  const { found, placeholders } = candidates(text, kinds, rules, look);
  const best = ranked(found, rules).map((one) => told(one, rules));
  const isTaken = (at: number): boolean => best.some(({ start, end }) => start <= at && at < end);
  const others = kinds
    .filter(({ context }) => context === 'variable')
    .flatMap((rule) => [...assigned(text, rule, rules, isTaken)])
    .map(({ value, start, end, name, provider, rule, variable }): FoundKey => {
      const title = `value of ${variable}`;
      const told = { type: rule.id, oneOf: [], proof: 'context', expires: null, written: [], certain: true } as const;
      return { ...told, secret: new Secret(value, ''), start, end, name, rule, provider, title };
    });
  return { found: [...best, ...others], placeholders };
}

/** The kinds of keys that each keyword tells of, by its id. */
const byWord = new WeakMap<RuleSet, readonly (readonly KeyRule[])[]>();

/** The kinds of keys that a text may hold, by the keywords that were found in it. */
export function possible(hits: ReadonlySet<number>, rules: RuleSet): readonly KeyRule[] {
  const kinds = byWord.get(rules) ?? kindsByWord(rules);
  byWord.set(rules, kinds);
  const found = new Set<KeyRule>();
  for (const id of hits) for (const rule of kinds[id] ?? []) found.add(rule);
  return found.size === 0 ? [] : rules.keys.filter((rule) => found.has(rule));
}

function kindsByWord({ keys, keywords }: RuleSet): readonly (readonly KeyRule[])[] {
  const kinds = new Map(keywords.words.map((word): [string, KeyRule[]] => [word, []]));
  for (const rule of keys) for (const word of rule.keywords) kinds.get(word)?.push(rule);
  return [...kinds.values()];
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
