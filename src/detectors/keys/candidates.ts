import type { KeyRule } from '../../model/key.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { entropy } from '../../text/entropy.ts';
import { isDrawn } from '../../text/views/tokens.ts';
import { type Grade, grade, isCalledVendor, type Whole } from './context.ts';
import { Imports } from './imports.ts';
import { type Occurrence, occurrences } from './occurrences.ts';
import { isPlaceholder } from './placeholders.ts';
import { impossible, type Structure, structure } from './structure.ts';
import { Surroundings } from './surroundings.ts';

/** A value that is a key of some kind, as far as itself and its surroundings tell. */
export interface Candidate extends Occurrence {
  readonly rule: KeyRule;
  readonly grade: Grade;
  readonly structure: Structure;
  readonly around: Surroundings;
}

/** What a text holds of the kinds of keys that it may hold. */
export interface Candidates {
  readonly found: readonly Candidate[];
  /** Values that have the shape of a key and were invented to stand for one, each once. */
  readonly placeholders: ReadonlySet<string>;
}

/** Holds every value of a text that has the shape of a key against what is known of its kind. */
export function candidates(
  text: string,
  kinds: readonly KeyRule[],
  rules: RuleSet,
  look = (start: number, end: number): Surroundings => new Surroundings(text, start, end),
): Candidates {
  const found: Candidate[] = [];
  const placeholders = new Set<string>();
  const whole: Whole = { lower: once(() => text.toLowerCase()), imports: once(() => new Imports(text, rules)) };
  for (const [first, ...others] of alike(kinds)) {
    if (!first) continue;
    for (const occurrence of occurrences(text, first)) {
      const { value, start, end } = occurrence;
      if (first.head === '' && isOther(text, occurrence)) continue;
      const near = (): string => text.slice(Math.max(0, start - 2000), end + 2000);
      const around = once(() => look(start, end));
      const bits = entropy(value);
      for (const rule of [first, ...others]) {
        const made = bits < leastEntropy(value, rule) ? impossible : structure(value, rule, near);
        const how = made.possible ? accepted(rule, value, made, around(), whole) : null;
        if (how === null) continue;
        if (!made.summed && isPlaceholder(value, rule, rules.placeholders)) placeholders.add(value);
        else found.push({ ...occurrence, rule, structure: made, around: around(), grade: how });
      }
    }
  }
  return { found, placeholders };
}

/**
 * Digests that say so (`sha512-…`, `sha256:…`, `….tgz#…`), the rest of a URL, the scope of a package; what goes on as a call
 * or with a member. Lock files have thousands of digests, and to look around each takes seconds.
 */
function isOther(text: string, { value, start, end }: Occurrence): boolean {
  const before = text[start - 1];
  if (before === '#' || before === '@' || (before === ':' && value.startsWith('//'))) return true;
  if (text[end] === '(' || (text[end] === '.' && /\w/.test(text[end + 1] ?? ''))) return true;
  return /^sha\d{1,3}-/.test(value) || /sha\d{1,3}[:=-]$/i.test(text.slice(Math.max(0, start - 7), start));
}

/** Kinds by their shape: 32 hex digits are sought once, for whoever has keys of them. */
function alike(kinds: readonly KeyRule[]): Iterable<readonly KeyRule[]> {
  const shapes = new Map<string, KeyRule[]>();
  for (const rule of kinds) {
    if (rule.context === 'variable') continue;
    const same = shapes.get(rule.pattern.source);
    if (same) same.push(rule);
    else shapes.set(rule.pattern.source, [rule]);
  }
  return shapes.values();
}

/** A text of fewer characters has fewer different ones: what may be asked of a short key is less than of a long one. */
function leastEntropy({ length }: string, { entropy: least, typical }: KeyRule): number {
  return length >= typical ? least : (least * Math.log2(length)) / Math.log2(typical);
}

/** The grade of what stands around a value, where that is enough for its kind; else `null`. */
function accepted(
  rule: KeyRule,
  value: string,
  { expected, verified }: Structure,
  around: Surroundings,
  whole: Whole,
): Grade | null {
  if (rule.head === '' && (isName(value) || (rule.context === 'bound' && isWords(value)))) return null;
  const how = grade(rule, around, whole);
  if (how < 3 && rule.publicBy.some((word) => around.near.includes(word))) return null;
  if (how < 3 && !expected) return null;
  switch (rule.context) {
    case 'none':
      return how;
    case 'shared':
      return how >= 2 || verified > 0 ? how : null;
    case 'near':
      return how >= 2 ? how : null;
    case 'bound':
      // What a function is handed by itself is more often the name of a thing than a key, and has no digits then.
      if (how === 3) return around.name !== null || /\d/.test(value) ? how : null;
      return expected && asksForClasses(rule) && around.isQuoted && isCalledVendor(rule, around, whole) ? 3 : null;
    case 'variable':
      return null;
    default:
      return rule.context satisfies never;
  }
}

/** Whether its kind asks for letters and digits of classes, as only what was drawn has them. */
function asksForClasses({ checks }: KeyRule): boolean {
  return checks.some(({ check, effect }) => check === 'classes' && effect === 'expect');
}

/** Whether a value is the name of a class or a member, in quotes or not: nearly all of it is words in camel case. */
function isName(value: string): boolean {
  if (!/^[A-Za-z][\w.]*$/.test(value) || !/[A-Z][a-z]/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]{3,}/g) ?? [];
  return words.length > 1 && words.join('').length * 5 >= value.replace(/[_.]/g, '').length * 4;
}

/**
 * Whether a value is words, or words and numbers, each by itself: the name of a function or of a model. What was drawn has a
 * digit, or letters as only chance mixes them.
 */
function isWords(value: string): boolean {
  if (!isDrawn(value)) return true;
  const pieces = value.split(/[-_.]/);
  return pieces.length > 2 && pieces.every((piece) => /^(?:[a-z]*|[A-Z][a-z]*|[A-Z]*|\d*)$/.test(piece));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
