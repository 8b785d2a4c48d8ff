import { bindings } from './bindings.ts';
import { chained } from './chains.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { merged } from './merged.ts';
import { blankAfter, blankBefore, isQuote, literalAfter, operatorAfter, operatorBefore } from './operators.ts';
import { steps } from './origins.ts';
import { nameAt, operands, type Site, siteBefore, templates } from './sites.ts';
import { endOf, isDrawn, isToken, longest, startOf } from './tokens.ts';

/** So many places where a text names a value are looked at. */
const mostSites = 100_000;

/**
 * What a name stands for that is bound to one string literal of the same text: in a template (`${prefix}api03-…`,
 * f"{PREFIX}…", `$PREFIX…`) its value, beside an operator (`PREFIX + "api03-…"`) a literal of it.
 */
export function* constants(text: string, isNew: IsNew): Iterable<Edit> {
  const sites = { templates: first(templates(text)), operands: first(operands(text)) };
  const names = new Set([...sites.templates, ...sites.operands].map(({ name }) => name));
  const bound = names.size > 0 ? bindings(text, names) : new Map<string, string>();
  if (bound.size === 0) return;
  let left = text.length + longest;
  const edits = merged([
    chained(text, filled(sites.templates, bound), isNew),
    replaced(text, sites.operands, bound, isNew),
  ]);
  for (const edit of edits) {
    left -= edit.text.length;
    if (left > 0) yield edit;
  }
}

function first(sites: Iterable<Site>): readonly Site[] {
  const found: Site[] = [];
  for (const site of sites) if (found.push(site) === mostSites) break;
  return found;
}

type Bindings = ReadonlyMap<string, string>;

function* filled(sites: readonly Site[], bound: Bindings): Iterable<Edit> {
  for (const { start, end, name } of sites) {
    const value = bound.get(name);
    if (value !== undefined) yield { start, end, text: value };
  }
}

function* replaced(text: string, sites: readonly Site[], bound: Bindings, isNew: IsNew): Iterable<Edit> {
  for (const { start, end, name } of sites) {
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
