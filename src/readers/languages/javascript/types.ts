import { ts } from 'ts-morph';
import type { Node } from '../../code/syntax.ts';

/** Offset of a node in its file. */
type At = (node: ts.Node) => number;

/** A type as the names it is made of; `OpenAI | null` is `OpenAI`. */
export function typeOf(node: ts.TypeNode | undefined, at: At): Node | null {
  if (!node) return null;
  if (ts.isTypeReferenceNode(node)) return entity(node.typeName, at);
  if (!ts.isUnionTypeNode(node)) return null;
  const options = node.types.flatMap((type) => typeOf(type, at) ?? []);
  return options.length > 0 ? { k: 'choice', options } : null;
}

function entity(node: ts.EntityName, at: At): Node {
  if (ts.isIdentifier(node)) return { k: 'name', name: node.text, at: at(node) };
  return { k: 'member', of: entity(node.left, at), name: node.right.text, at: at(node) };
}
