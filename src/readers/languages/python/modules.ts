import type { Node as Syntax } from 'web-tree-sitter';
import type { Import } from '../../code/syntax.ts';

/** `import a.b` binds `a`; `import a.b as c` binds the module `a.b`. */
export function importName(node: Syntax, at: number): Import {
  if (node.type === 'aliased_import') {
    const names = [{ symbol: '', local: node.childForFieldName('alias')?.text ?? '', typeOnly: false }];
    return { k: 'import', module: node.childForFieldName('name')?.text ?? '', names, typeOnly: false, at };
  }
  const [root = ''] = node.text.split('.');
  return { k: 'import', module: root, names: [{ symbol: '', local: root, typeOnly: false }], typeOnly: false, at };
}

/** `from a import b as c`, and `from a import *`. */
export function importFrom(node: Syntax): Import {
  const from = node.childForFieldName('module_name');
  const names = node.namedChildren.flatMap((child) => {
    if (from && child.startIndex === from.startIndex) return [];
    if (child.type === 'wildcard_import') return [{ symbol: '*', local: '*', typeOnly: false }];
    if (child.type === 'aliased_import')
      return [
        {
          symbol: child.childForFieldName('name')?.text ?? '',
          local: child.childForFieldName('alias')?.text ?? '',
          typeOnly: false,
        },
      ];
    return child.type === 'dotted_name' ? [{ symbol: child.text, local: child.text, typeOnly: false }] : [];
  });
  return { k: 'import', module: from?.text ?? '', names, typeOnly: false, at: node.startIndex };
}
