import type { Node as Syntax } from 'web-tree-sitter';
import type { Import, Node } from '../../code/syntax.ts';
import { codeIn, field } from '../../nodes.ts';

/** Namespaces that a project of today's SDK imports by itself. */
const implicit = [
  'System',
  'System.IO',
  'System.Net.Http',
  'System.Net.Http.Json',
  'System.Threading.Tasks',
  'Microsoft.AspNetCore.Builder',
  'Microsoft.Extensions.Configuration',
  'Microsoft.Extensions.DependencyInjection',
  'Microsoft.Extensions.Hosting',
];

/** `using A.B;`, `using static A.B;`, `using X = A.B;`, and with `global` the same for all files of the project. */
export function using(node: Syntax): Node {
  const at = node.startIndex;
  const alias = field(node, 'name');
  const module = dotted(codeIn(node).at(-1)?.text ?? '');
  if (alias) return aliased(alias.text, module, at);
  if (node.child(0)?.type === 'global') return { k: 'other', parts: [star(module, at), offered(module, at)] };
  return star(module, at);
}

/** All names of a namespace. */
export function star(module: string, at: number): Import {
  return { k: 'import', module, names: [{ symbol: '*', local: '*', typeOnly: false }], typeOnly: false, at };
}

/** A `global using` is seen by the other files of the project: it hands the names on. */
export function offered(module: string, at: number): Node {
  return { k: 'export', name: '*', local: '*', module, value: null, at };
}

function aliased(local: string, module: string, at: number): Import {
  const dot = module.lastIndexOf('.');
  const name = { symbol: dot < 0 ? '' : module.slice(dot + 1), local, typeOnly: false };
  return { k: 'import', module: dot < 0 ? module : module.slice(0, dot), names: [name], typeOnly: false, at };
}

function dotted(text: string): string {
  return text.replace(/^global::/, '').replace(/\s+/g, '');
}

/** What is in reach without a `using`: the file's own namespaces, those around them, and what every project imports. */
export function implied(namespaces: readonly string[]): readonly Node[] {
  const own = namespaces.flatMap((name) => {
    const parts = name.split('.');
    return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  });
  // As one import: a name that comes from here comes from one of them.
  return [{ ...star([...new Set([...own, ...implicit])].join('|'), 0), implied: true }];
}

/** The namespaces that a file declares, outermost first. */
export function namespacesIn(root: Syntax): readonly string[] {
  const found: string[] = [];
  const open: { readonly node: Syntax; readonly around: string }[] = [{ node: root, around: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const child of next.node.namedChildren) {
      if (!/^(?:file_scoped_)?namespace_declaration$/.test(child.type)) continue;
      const name = [next.around, dotted(field(child, 'name')?.text ?? '')].filter(Boolean).join('.');
      if (name !== '') found.push(name);
      const body = field(child, 'body');
      if (body) open.push({ node: body, around: name });
    }
  }
  return found;
}
