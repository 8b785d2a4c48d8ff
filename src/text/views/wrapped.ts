import { type Break, breaks, deepest, isIndent } from './breaks.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { isQuote } from './operators.ts';
import { isDrawn, shortest, startOf } from './tokens.ts';

/** A value that was broken by hand is not longer. */
const mostLines = 64;

/** Values that go on in the next line: in quotes that are open, and plain YAML with a deeper indent below it. */
export function* wrapped(text: string, isNew: IsNew): Iterable<Edit> {
  let value: Break[] = [];
  for (const next of breaks(text)) {
    if (mayFollow(text, value, next)) {
      value.push(next);
      continue;
    }
    yield* edits(text, value, isNew);
    value = mayBegin(text, next) ? [next] : [];
  }
  yield* edits(text, value, isNew);
}

function mayBegin(text: string, { start, alone, indent, edit, end, endsLine }: Break): boolean {
  if (alone || edit.start - start < shortest) return false;
  const before = text[start - 1] ?? '';
  if (isQuote(before.charCodeAt(0))) return endsLine || text[end] === before;
  const isValue = before === '=' || (before === ' ' && /[:=-] {1,8}$/.test(text.slice(Math.max(0, start - 9), start)));
  return isValue && endsLine && depth(text, edit) > indent;
}

function mayFollow(text: string, value: readonly Break[], next: Break): boolean {
  const [first, last] = [value[0], value.at(-1)];
  if (!first || last?.edit.end !== next.start || value.length === mostLines) return false;
  const quote = text[first.start - 1] ?? '';
  if (isQuote(quote.charCodeAt(0))) return next.endsLine || text[next.end] === quote;
  return next.endsLine && depth(text, next.edit) === depth(text, first.edit);
}

function* edits(text: string, value: readonly Break[], isNew: IsNew): Iterable<Edit> {
  const [first, last] = [value[0], value.at(-1)];
  if (!first || !last || !isNew(first.start - 1, last.end + 1)) return;
  const quote = text[first.start - 1] ?? '';
  if (isQuote(quote.charCodeAt(0)) && text[last.end] !== quote) return;
  const parts = value.map(({ edit, end }) => text.slice(edit.end, end));
  if (isDrawn(text.slice(first.start, first.edit.start) + parts.join(''))) for (const { edit } of value) yield edit;
}

function depth(text: string, { end }: Edit): number {
  return end - startOf(text, end, isIndent, Math.max(0, end - deepest));
}
