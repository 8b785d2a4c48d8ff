import type { Node as Syntax } from 'web-tree-sitter';
import { asField } from '../../code/pieces.ts';
import type { Class } from '../../code/syntax.ts';
import type { File } from './file.ts';
import { pathOf } from './paths.ts';

/** A type with its fields, and with all that the file implements for it: the traits are its bases. */
export function classOf(node: Syntax, file: File): Class {
  const name = file.own ?? '';
  const impls = node.type === 'impl_item' ? [node] : (file.impls.get(name) ?? []);
  const bases = impls.flatMap((impl) => {
    const trait = impl.childForFieldName('trait');
    return trait ? [pathOf(trait, file)] : [];
  });
  const parts = node.type === 'impl_item' ? impls : [node, ...impls];
  const body = parts.flatMap((part) => {
    const inner = part.childForFieldName('body');
    return inner ? file.read.all(inner, file).map(asField) : [];
  });
  return { k: 'class', name, bases, body, decorators: [], exported: true, at: node.startIndex };
}
