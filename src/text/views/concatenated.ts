import { nextLiteral } from './adjacent.ts';
import { chained } from './chains.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { isToken, next } from './tokens.ts';

/** What closes a literal, and may lead to the next: the sign of an operator, a comment, a quote, a statement that appends. */
const closing =
  /[\w+/=.~|-]["'`](?=["'`]{0,2}(?:[\s+.&<|~^\\"'`/#]|[;)]{1,2}\s{0,80}[$@]?[\w.]{1,64}\s{0,8}(?:[+.~]=|<<)))/g;

/**
 * String literals side by side, or with an operator between them: `"sk-" + "ant-…"`, `'a' . 'b'`, `"a" \` and `"b"` on
 * the next line, `k = "a"; k += "b"`.
 */
export function concatenated(text: string, isNew: IsNew): Iterable<Edit> {
  return chained(text, joints(text), isNew);
}

function* joints(text: string): Iterable<Edit> {
  for (let quote = next(closing, text, 0); quote >= 0; ) {
    const [start, end] = [quote - 1, nextLiteral(text, quote - 1)];
    const isJoint = end >= 0 && isToken(text.charCodeAt(end));
    if (isJoint) yield { start, end, text: '' };
    quote = next(closing, text, isJoint ? end : quote);
  }
}
