import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import type { Translation } from '../../tree-sitter.ts';
import { importAll, importOf } from '../jvm/names.ts';
import { expression } from './expressions.ts';
import { segments } from './types.ts';

/** A Java file in rollcall's own small syntax tree. The names of its package are in reach without an import. */
export function translate(root: Syntax): Translation {
  const declared = root.namedChildren.find(({ type }) => type === 'package_declaration');
  const own = declared ? segments(declared).join('.') : null;
  const implied: Node[] = own === null ? [] : [importAll(own, 0, { implied: true })];
  return { nodes: [...implied, ...root.namedChildren.flatMap(topLevel)], package: own };
}

function topLevel(node: Syntax): readonly Node[] {
  if (node.type === 'package_declaration' || isComment(node)) return [];
  if (node.type !== 'import_declaration') return [expression(node)];
  const path = segments(node);
  const isAll = node.namedChildren.some(({ type }) => type === 'asterisk');
  return [
    isAll ? importAll(path.join('.'), node.startIndex, { implied: false }) : importOf(path, null, node.startIndex),
  ];
}

function isComment({ type }: Syntax): boolean {
  return type === 'line_comment' || type === 'block_comment';
}
