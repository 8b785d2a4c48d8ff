import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import type { Translation } from '../../tree-sitter.ts';
import { importAll, importOf } from '../jvm/names.ts';
import { expression } from './expressions.ts';

/** A Kotlin file in rollcall's own small syntax tree. The names of its package are in reach without an import. */
export function translate(root: Syntax): Translation {
  const header = root.namedChildren.find(({ type }) => type === 'package_header');
  const own = header ? segments(header).join('.') : null;
  const implied: Node[] = own === null || own === '' ? [] : [importAll(own, 0, { implied: true })];
  return { nodes: [...implied, ...root.namedChildren.flatMap(topLevel)], package: own };
}

function topLevel(node: Syntax): readonly Node[] {
  if (/^(?:package_header|file_annotation|shebang|.*comment)$/.test(node.type)) return [];
  if (node.type !== 'import') return [offered(expression(node))];
  const path = node.namedChildren.find(({ type }) => type === 'qualified_identifier');
  const renamed = node.namedChildren.find(({ type }) => type === 'identifier')?.text ?? null;
  const words = path ? segments(path) : renamed ? [renamed] : [];
  const isAll = node.children.some(({ type }) => type === '*');
  const at = node.startIndex;
  return [isAll ? importAll(words.join('.'), at, { implied: false }) : importOf(words, path ? renamed : null, at)];
}

/** Values of the top level are seen by other files. */
function offered(node: Node): Node {
  return node.k === 'bind' ? { ...node, exported: true } : node;
}

function segments(node: Syntax): readonly string[] {
  const path = node.type === 'package_header' ? (node.namedChild(0) ?? node) : node;
  return path.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text);
}
