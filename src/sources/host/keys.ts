import type { KeyRule } from '../../model/key.ts';
import type { HeldKey } from '../../model/process.ts';
import type { RuleSet, VariableRule } from '../../model/ruleset.ts';
import { entropy } from '../../text/entropy.ts';
import { keyPrint } from '../../text/fingerprint.ts';

/** A value by its name, as an environment or a command line has it. It is held as long as it takes to look at it. */
export interface Setting {
  readonly name: string | null;
  readonly value: string;
}

/** No key of a model is shorter, nor longer. */
const [shortest, longest] = [16, 8192];

/**
 * The model keys among settings, by name and fingerprint: what a known variable holds, and what has the shape of a vendor's key
 * whatever it is called. The fingerprint is that of the same key in a file.
 */
export function heldKeys(settings: readonly Setting[], from: HeldKey['from'], rules: RuleSet, salt: string): HeldKey[] {
  return settings.flatMap(({ name, value }) => {
    const variable = keyVariable(name, rules);
    const shaped = shapedKey(value, variable?.provider ?? null, rules);
    if (!variable && !shaped) return [];
    // An empty variable holds none.
    if (value.trim() === '') return [];
    const provider = shaped?.rule.provider ?? variable?.provider ?? null;
    const key = shaped?.key ?? value.trim();
    const isKey = shaped !== null || isDrawn(key, rules);
    return [{ name, provider, fingerprint: isKey ? keyPrint(key, salt) : null, from }];
  });
}

/** A variable that holds a model's key and is not set for other reasons as well. */
function keyVariable(name: string | null, { variables }: RuleSet): VariableRule | null {
  const rule = name === null ? undefined : variables.get(name);
  return rule?.role === 'key' && !rule.ambiguous ? rule : null;
}

/** The longest part of a value that is a key by its shape, of the vendor that is expected or of one whose keys are told by it alone. */
function shapedKey(value: string, expected: string | null, rules: RuleSet): { rule: KeyRule; key: string } | null {
  if (value.length < shortest || value.length > longest) return null;
  const { telling, all } = shapesOf(rules);
  const candidates = expected === null ? [] : all.filter(({ provider }) => provider === expected);
  if (telling.heads.test(value))
    candidates.push(...telling.rules.filter(({ literals }) => isPossible(value, literals)));
  let best: { rule: KeyRule; key: string } | null = null;
  for (const rule of candidates) {
    const key = keyIn(value, rule);
    if (key !== null && key.length > (best?.key.length ?? 0) && isDrawn(key, rules)) best = { rule, key };
  }
  return best;
}

function isPossible(value: string, literals: readonly string[]): boolean {
  return literals.some((literal) => value.includes(literal));
}

function keyIn(value: string, { pattern, entropy: least }: KeyRule): string | null {
  // A compiled rule searches from where it stopped.
  pattern.lastIndex = 0;
  const found = pattern.exec(value);
  pattern.lastIndex = 0;
  if (!found) return null;
  const key = found[1] ?? found[0];
  const start = found.index + found[0].indexOf(key);
  const isBounded = !/\w/.test(value[start - 1] ?? '') && !/\w/.test(value[start + key.length] ?? '');
  return isBounded && entropy(key) >= least * 0.9 ? key : null;
}

/** Kinds of model keys; `telling`: those that are told by what they begin with, and one pattern for all beginnings. */
interface Shapes {
  readonly all: readonly KeyRule[];
  readonly telling: { readonly rules: readonly KeyRule[]; readonly heads: RegExp };
}

const byRules = new WeakMap<RuleSet, Shapes>();

function shapesOf(rules: RuleSet): Shapes {
  const known = byRules.get(rules);
  if (known) return known;
  const all = rules.keys.filter(({ secret, grants }) => secret && grants === 'models');
  const telling = all.filter(({ context, literals }) => context === 'none' && literals.length > 0);
  const heads = new Set(telling.flatMap(({ literals }) => literals.map(escaped)));
  const shapes = { all, telling: { rules: telling, heads: new RegExp([...heads].join('|') || '(?!)') } };
  byRules.set(rules, shapes);
  return shapes;
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Drawn by a generator, and no text that stands in the place of a key: `EMPTY`, `not-needed`, `sk-your-key-here`. */
function isDrawn(value: string, { placeholders: { patterns, words } }: RuleSet): boolean {
  if (value.length < shortest || value.length > longest || /\s/.test(value)) return false;
  if (new Set(value).size < 8 || patterns.some((pattern) => pattern.test(value))) return false;
  const said = value
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((piece) => words.has(piece));
  return said.join('').length * 2 < value.length;
}
