import type { Node as Syntax } from 'web-tree-sitter';
import type { Import, Node } from '../../code/syntax.ts';
import { codeIn, empty, field } from '../../nodes.ts';

/** `A\B\C` with dots: `A.B.C`. */
export function dotted(text: string): string {
  return text.replace(/^\\/, '').replaceAll('\\', '.').replace(/\s+/g, '');
}

/** `A\B`, from the top where it begins with `\`, else from an imported name or the file's own namespace. */
export function qualified(node: Syntax): Node {
  const at = node.startIndex;
  const isAbsolute = node.text.startsWith('\\');
  const [head = '', ...rest] = dotted(node.text).split('.');
  // A function or class of PHP's own is written like that too.
  const start: Node =
    isAbsolute && /^\p{Lu}/u.test(head) ? { k: 'module', module: head, at } : { k: 'name', name: head, at };
  return rest.reduce<Node>((of, name) => ({ k: 'member', of, name, at }), start);
}

/** `use A\B;`, `use A\B as C;`, `use A\{B, C\D};`, and the same of functions and constants. */
export function uses(node: Syntax): Node {
  const group = field(node, 'body');
  const prefix = group ? dotted(codeIn(node).find(({ type }) => type === 'namespace_name')?.text ?? '') : '';
  const clauses = codeIn(group ?? node).filter(({ type }) => type === 'namespace_use_clause');
  return { k: 'other', parts: clauses.map((clause) => use(clause, prefix)) };
}

function use(clause: Syntax, prefix: string): Import {
  const [named] = codeIn(clause);
  const path = [prefix, dotted(named?.text ?? '')].filter(Boolean).join('.');
  return imported(path, field(clause, 'alias')?.text ?? '', clause.startIndex);
}

/** The last part of a name is what is imported; one without a namespace is a module of its own. */
export function imported(path: string, alias: string, at: number): Import {
  const dot = path.lastIndexOf('.');
  const symbol = dot < 0 ? '' : path.slice(dot + 1);
  const names = [{ symbol, local: alias || symbol || path, typeOnly: false }];
  return { k: 'import', module: dot < 0 ? path : path.slice(0, dot), names, typeOnly: false, at };
}

/** The names of the file's own namespace; a file that names none sees those of the top. */
export function implied(namespace: string | null): Import {
  const names = [{ symbol: '*', local: '*', typeOnly: false }];
  return { k: 'import', module: namespace ?? '', names, typeOnly: false, implied: true, at: 0 };
}

/** The first namespace of a file. */
export function namespaceOf(root: Syntax): string | null {
  const found = codeIn(root).find(({ type }) => type === 'namespace_definition');
  const name = found ? dotted(field(found, 'name')?.text ?? '') : '';
  return name === '' ? null : name;
}

/** A type as the names of its classes: `?Client` and `Client|null` are `Client`. */
export function typeOf(node: Syntax | null): Node | null {
  if (!node) return null;
  const names: Node[] = [];
  const open: Syntax[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'name') names.push({ k: 'name', name: next.text, at: next.startIndex });
    else if (next.type === 'qualified_name') names.push(qualified(next));
    else open.push(...next.namedChildren);
  }
  const [only] = names;
  return names.length > 1 ? { k: 'choice', options: names } : (only ?? null);
}

/** The class that a `new`, a `::` or an attribute names. */
export function classNamed(node: Syntax | null | undefined): Node {
  if (!node) return empty;
  if (node.type === 'qualified_name') return qualified(node);
  return { k: 'name', name: node.text, at: node.startIndex };
}
