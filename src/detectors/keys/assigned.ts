import type { KeyRule } from '../../model/key.ts';
import type { RuleSet, VariableRule } from '../../model/ruleset.ts';
import { entropy } from '../../text/entropy.ts';
import { isPlaceholder } from './placeholders.ts';
import { nameParts } from './said.ts';

/** A literal that is bound to a variable which holds a vendor's key. */
export interface Assigned {
  readonly rule: KeyRule;
  readonly provider: string;
  readonly variable: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The end of a name that ends as those of keys do, what binds it, and a literal. */
const assignment =
  /(?:key|token|secret|pat|KEY|TOKEN|SECRET|PAT|Key|Token|Secret)(?:_\w{1,12}|\d{1,4})?(?:\\{0,4}["'`]|\])*([ \t]{0,8}(?::=|=>|=|:|,)[ \t]{0,8})(\\{0,4}["'`])?([A-Za-z0-9_.:/+=|~-]{20,512})(?![\w(<[])/g;

/** The name that goes on to the left of a place. */
const nameBefore = /[A-Za-z][\w.-]{0,120}$/;

/**
 * Literals bound to known variables, whatever their shape, where nobody has written down what the vendor's keys look like. Of a
 * vendor whose formats are known, what has none of them is no key.
 */
export function* assigned(
  text: string,
  rule: KeyRule,
  rules: RuleSet,
  skip: (at: number) => boolean,
): Iterable<Assigned> {
  const variables = lookup(rules);
  for (const match of text.matchAll(assignment)) {
    const [whole, sign = '', quote, value = ''] = match;
    const ending = /^\w+/.exec(whole)?.[0] ?? '';
    const before = nameBefore.exec(text.slice(Math.max(0, match.index - 120), match.index))?.[0] ?? '';
    const name = before + ending;
    const end = match.index + whole.length;
    const start = end - value.length;
    if (skip(start) || (quote === undefined && !isUnquoted(text, sign, match.index - before.length, end))) continue;
    if (quote !== undefined && !text.startsWith(quote, end)) continue;
    const variable = held(name, variables);
    if (!variable?.provider || !isDrawn(value, rule) || isPlaceholder(value, rule, rules.placeholders)) continue;
    yield { rule, provider: variable.provider, variable: variable.name, value, start, end, name };
  }
}

/** `NAME=value` and `NAME: value` to the end of the line, or of the string that holds both; in code, a literal has quotes. */
function isUnquoted(text: string, sign: string, start: number, end: number): boolean {
  const around = text[start - 1] ?? '';
  if (/["'`]/.test(around) && text[end] === around) return true;
  return /^(?:=|:[ \t]{1,8})$/.test(sign) && /^[ \t]{0,20}(?:#.*)?(?:\r?\n|$)/.test(text.slice(end, end + 120));
}

/** Drawn by a generator: letters and several digits, no path, no address, no words. */
function isDrawn(value: string, { entropy: least }: KeyRule): boolean {
  if (/:\/\/|^(?:arn:|vault:|[./])|^\d+(?:\.\d+)+$/.test(value) || entropy(value) < least) return false;
  if (!/[A-Za-z]/.test(value) || !/\d|[a-z][A-Z][a-z]?[A-Z]/.test(value)) return false;
  return !/^[A-Za-z]+\d{0,4}(?:[._:/-][A-Za-z]+\d{0,4})*$/.test(value);
}

type Lookup = ReadonlyMap<string, VariableRule>;
const lookups = new WeakMap<RuleSet, Lookup>();

function lookup(rules: RuleSet): Lookup {
  const before = lookups.get(rules);
  if (before) return before;
  const known = new Set(rules.keys.map(({ provider }) => provider));
  const held = [...rules.variables.values()].filter(
    ({ role, provider, ambiguous }) => role === 'key' && provider !== null && !ambiguous && !known.has(provider),
  );
  const made = new Map(held.map((one) => [nameParts(one.name).join(' '), one]));
  lookups.set(rules, made);
  return made;
}

/** The variable that a name ends in: `VITE_GROQ_API_KEY`, `groqApiKey`. */
function held(name: string, variables: Lookup): VariableRule | null {
  const words = nameParts(name);
  for (let from = 0; from < words.length; from++) {
    const found = variables.get(words.slice(from).join(' '));
    if (found) return found;
  }
  return null;
}
