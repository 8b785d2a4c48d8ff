import type { KeyRule } from '../../model/key.ts';
import { parts } from '../../text/words.ts';
import type { Imports } from './imports.ts';
import { type Said, said } from './said.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * How clearly what stands around a value says whose it is. 3: what binds it names the vendor, or its own variable; 2: the vendor
 * is named close by; 1: the vendor is named somewhere in the file; 0: nothing.
 */
export type Grade = 0 | 1 | 2 | 3;

/** What a text says beyond what stands around a value. */
export interface Whole {
  /** The text in lower case. */
  lower(): string;
  imports(): Imports;
}

/** How a value of this kind stands in its surroundings. */
export function grade(rule: KeyRule, around: Surroundings, whole: Whole): Grade {
  if (isBoundTo(rule, around, whole)) return 3;
  if (rule.context !== 'none' && around.uses.some((use) => isBoundTo(rule, use, whole))) return 3;
  if (rule.context === 'bound') return 0;
  if (says(rule, around.spacedNear) || rule.hosts.some((host) => around.near.includes(host))) return 2;
  if (rule.context === 'near') return 0;
  const text = whole.lower();
  return [...rule.hosts, ...rule.words].some((word) => text.includes(word)) ? 1 : 0;
}

/** Whether what binds a value names the vendor. */
function isBoundTo(rule: KeyRule, around: Surroundings, { imports }: Whole): boolean {
  const words = said(around, imports);
  if (isNamed(rule, words)) return true;
  if (!words.isCredential) {
    // `{ api_keys: { mistral: "…" } }`, and what a client is handed by itself.
    if (words.isHeldByCredentials && isAmong(rule, words.own)) return true;
    return isOf(rule, words.client);
  }
  if (says(rule, words.name) || says(rule, words.above)) return true;
  if (rule.hosts.some((host) => around.near.includes(host))) return true;
  return isAmong(rule, words.told) || isOf(rule, words.owners);
}

/** Whether what binds a value is called as the vendor is, and nothing more. */
export function isCalledVendor(rule: KeyRule, around: Surroundings, { imports }: Whole): boolean {
  return isAmong(rule, said(around, imports).own);
}

/** Whether a module or a vendor that a call is of is the one of the kind. */
function isOf(rule: KeyRule, { names, text }: Said['client']): boolean {
  return text !== '' && (isAmong(rule, names) || says(rule, text));
}

function isAmong({ vendors }: KeyRule, names: ReadonlySet<string>): boolean {
  return names.size > 0 && vendors.some((one) => names.has(one));
}

/** `NEXT_PUBLIC_OPENAI_API_KEY`, `openaiApiKey`, `OPENAI_API_KEY_2` for `OPENAI_API_KEY`. */
function isNamed(rule: KeyRule, { bare, flat }: Said): boolean {
  if (flat === '') return false;
  return wantedOf(rule).some(
    (wanted) =>
      flat === wanted.flat ||
      (wanted.isLong && flat.endsWith(wanted.flat)) ||
      (wanted.isSeveral && bare.endsWith(wanted.spaced)),
  );
}

interface Wanted {
  readonly flat: string;
  readonly spaced: string;
  readonly isLong: boolean;
  readonly isSeveral: boolean;
}

const wanted = new WeakMap<KeyRule, readonly Wanted[]>();

/** The names that hold keys of a kind, by their words. */
function wantedOf(rule: KeyRule): readonly Wanted[] {
  const before = wanted.get(rule);
  if (before) return before;
  const made = rule.names.map((name) => {
    const words = parts(name);
    const flat = words.join('');
    return { flat, spaced: ` ${words.join(' ')}`, isLong: flat.length >= 9, isSeveral: words.length > 1 };
  });
  wanted.set(rule, made);
  return made;
}

/** `mistral` in ` mistral api key `, and in ` mistralai key `, not `cohere` in ` coherent `; `elevenlabs` in ` eleven labs `. */
function says({ words, split }: KeyRule, text: string): boolean {
  return words.some((word) => stands(text, word)) || (text.length < 400 && split.some((pattern) => pattern.test(text)));
}

function stands(text: string, word: string): boolean {
  for (let at = text.indexOf(` ${word}`); at >= 0; at = text.indexOf(` ${word}`, at + 1)) {
    if (isWhole.test(text.slice(at + 1 + word.length, at + 12 + word.length))) return true;
  }
  return false;
}

const isWhole = /^(?:ai|api|apikey|key|token|secret|client|llm|llms|cloud|com|auth|\d{1,2})?\s/;
