import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { argumentsOf, type Place, targetName } from './place.ts';

/** The statements of a body; the last of them, or the last of each of its branches, is what it returns. */
export function returning(body: readonly Syntax[], place: Place): readonly Node[] {
  const statements = body.filter(({ type }) => type !== 'comment');
  const last = statements.at(-1);
  return statements.map((one) => (one === last ? lastOf(one, place) : place.read(one, place)));
}

function lastOf(node: Syntax, place: Place): Node {
  const target = node.type === 'call' ? targetName(node) : '';
  const block = node.namedChildren.find(({ type }) => type === 'do_block');
  if (/^(?:rescue_block|else_block|after_block|catch_block)$/.test(node.type)) return place.read(node, place);
  if (!/^(?:if|unless|case|cond|with|try)$/.test(target) || !block)
    return { k: 'return', value: place.read(node, place) };
  const parts: Node[] = argumentsOf(node).map((one) => place.read(one, place));
  const branches = block.namedChildren.filter(({ type }) => type !== 'comment');
  const clauses = branches.filter(({ type }) => type === 'stab_clause');
  if (clauses.length > 0) {
    for (const one of clauses)
      parts.push(blockOf(returning(one.childForFieldName('right')?.namedChildren ?? [], place)));
  } else {
    const [ends, own] = [branches.filter(isOther), branches.filter((one) => !isOther(one))];
    parts.push(blockOf(returning(own, place)));
    for (const one of ends) parts.push(blockOf(returning(one.namedChildren, place)));
  }
  return { k: 'other', parts };
}

function isOther({ type }: Syntax): boolean {
  return /_block$/.test(type);
}

function blockOf(body: readonly Node[]): Node {
  return { k: 'block', body };
}
