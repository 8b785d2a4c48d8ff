import { bindings } from './bindings.ts';
import { chained } from './chains.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { merged } from './merged.ts';
import { blankAfter, blankBefore, isQuote, literalAfter, operatorAfter, operatorBefore } from './operators.ts';
import { steps } from './origins.ts';
import { nameAt, operands, type Site, siteBefore, templates } from './sites.ts';
import { endOf, isDrawn, isToken, longest, startOf } from './tokens.ts';

/** So many names of a text are looked up. */
const mostNames = 20_000;

/**
 * What a name stands for that is bound to one string literal of the same text: in a template (`${prefix}api03-…`,
 * f"{PREFIX}…", `$PREFIX…`) its value, beside an operator (`PREFIX + "api03-…"`) a literal of it.
 */
export function* constants(text: string, isNew: IsNew): Iterable<Edit> {
  const names = new Set<string>();
  for (const { name } of sites(text)) if (names.size < mostNames) names.add(name);
  const bound = names.size > 0 ? bindings(text, names) : new Map<string, string>();
  if (bound.size === 0) return;
  let left = text.length + longest;
  for (const edit of merged([chained(text, filled(text, bound), isNew), replaced(text, bound, isNew)])) {
    left -= edit.text.length;
    if (left > 0) yield edit;
  }
}

function* sites(text: string): Iterable<Site> {
  yield* templates(text);
  yield* operands(text);
}

type Bindings = ReadonlyMap<string, string>;

function* filled(text: string, bound: Bindings): Iterable<Edit> {
  for (const { start, end, name } of templates(text)) {
    const value = bound.get(name);
    if (value !== undefined) yield { start, end, text: value };
  }
}

function* replaced(text: string, bound: Bindings, isNew: IsNew): Iterable<Edit> {
  for (const { start, end, name } of operands(text)) {
    const value = bound.get(name);
    if (value === undefined || !isNew(start - 8, end + 8)) continue;
    if (!isDrawn(valueBefore(text, start, bound) + value + valueAfter(text, end, bound))) continue;
    yield { start, end, text: `"${value}"`, step: steps.still };
  }
}

/** What an operator puts before the name that begins at `start`. */
function valueBefore(text: string, start: number, bound: Bindings): string {
  const operator = operatorBefore(text, blankBefore(text, start));
  if (operator < 1) return '';
  if (!isQuote(text.charCodeAt(operator - 1))) return bound.get(siteBefore(text, operator)?.name ?? '') ?? '';
  return text.slice(startOf(text, operator - 1, isToken, Math.max(0, operator - longest)), operator - 1);
}

function valueAfter(text: string, end: number, bound: Bindings): string {
  const blank = blankAfter(text, end);
  const operand = operatorAfter(text, blank);
  const literal = literalAfter(text, operand < 0 ? blank : operand);
  if (literal < 0) return bound.get(nameAt(text, operand)?.name ?? '') ?? '';
  return text.slice(literal, endOf(text, literal, isToken, literal + longest));
}
