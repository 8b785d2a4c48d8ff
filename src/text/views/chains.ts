import { nextLiteral } from './adjacent.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { isQuote } from './operators.ts';
import { endOf, isDrawn, isToken, longest, mostParts, startOf } from './tokens.ts';

/** A link with where the run of characters of a key ends that begins behind it. */
interface Link extends Edit {
  readonly until: number;
}

/**
 * Edits that make one run of what stands before and behind them, a chain where the next begins at once. Only those of
 * chains that could be a key.
 */
export function* chained(text: string, edits: Iterable<Edit>, isNew: IsNew): Iterable<Edit> {
  let chain: Link[] = [];
  for (const { start, end, text: written } of edits) {
    if (chain.length === mostParts || chain.at(-1)?.until !== start) {
      if (isKey(text, chain, isNew)) yield* chain;
      chain = [];
    }
    chain.push({ start, end, text: written, until: endOf(text, end, isToken, end + longest) });
  }
  if (isKey(text, chain, isNew)) yield* chain;
}

function isKey(text: string, chain: readonly Link[], isNew: IsNew): boolean {
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last) return false;
  const start = startOf(text, first.start, isToken, Math.max(0, first.start - longest));
  if (!isNew(start - 1, last.until + 1)) return false;
  const parts = chain.map((link) => link.text + text.slice(link.end, link.until));
  return isDrawn(text.slice(start, first.start) + parts.join('') + runBehind(text, last.until));
}

/** What the next literal adds, where one belongs to that which is closed here: `"$a"'…'`. */
function runBehind(text: string, close: number): string {
  const next = isQuote(text.charCodeAt(close)) ? nextLiteral(text, close) : -1;
  return next < 0 ? '' : text.slice(next, endOf(text, next, isToken, next + longest));
}
