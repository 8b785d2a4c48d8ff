import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { statements } from './statements.ts';

/** Translates what stands inside: a statement or an expression. */
type Inner = (node: Syntax) => Node;

/** `if`, `when` and `try` have the value of one of their branches; null for any other node. */
export function branching(node: Syntax, inner: Inner): Node | null {
  switch (node.type) {
    case 'if_expression':
      return branches(node, node.namedChildren.slice(1), node.namedChild(0), inner);
    case 'try_expression': {
      const parts = node.namedChildren.filter(({ type }) => type !== 'finally_block');
      return branches(node, parts, null, inner);
    }
    case 'when_expression': {
      const entries = node.namedChildren.filter(({ type }) => type === 'when_entry');
      const subject = node.namedChildren.find(({ type }) => type === 'when_subject') ?? null;
      const results = entries.flatMap((entry) => entry.namedChildren.at(-1) ?? []);
      return branches(node, results, subject, inner);
    }
    default:
      return null;
  }
}

/** A condition is looked at, but no value flows out of it. */
function branches(node: Syntax, parts: readonly Syntax[], condition: Syntax | null, inner: Inner): Node {
  const options = parts.filter(({ type }) => !type.endsWith('comment')).map((part) => branch(part, inner));
  const last = node.namedChildren.filter(({ type }) => type === 'finally_block').map((part) => branch(part, inner));
  const looked = [...(condition ? [inner(condition)] : []), ...last];
  return { k: 'choice', options: looked.length > 0 ? [...options, { k: 'other', parts: looked }] : options };
}

/** A block of one expression is that expression. */
function branch(node: Syntax, inner: Inner): Node {
  const inside = node.type === 'block' ? node : (node.namedChildren.find(({ type }) => type === 'block') ?? node);
  const isBlock = inside.type === 'block';
  if (!isBlock && /^(?:catch_block|finally_block)$/.test(node.type)) return { k: 'other', parts: [] };
  const body = isBlock ? statements(inside.namedChildren, inner) : [inner(inside)];
  const [only] = body;
  return body.length === 1 && only && only.k !== 'bind' ? only : { k: 'block', body };
}
