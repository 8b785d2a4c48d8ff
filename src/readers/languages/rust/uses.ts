import type { Node as Syntax } from 'web-tree-sitter';
import type { Import } from '../../code/syntax.ts';

/** One name that a `use` brings in: the path to it, `*` at its end for all names, and what it is called here. */
export interface Use {
  readonly path: readonly string[];
  readonly local: string;
}

/** Longest path and largest list of a `use`. */
const limits = { path: 16, names: 200 };

/** `use a::b::{self, C as D};` A path may begin with a module that the file declares: `mod config; use config::Config;`. */
export function usesOf(node: Syntax, modules: ReadonlySet<string>): readonly Import[] {
  const argument = node.childForFieldName('argument');
  const uses = argument ? [...read(argument, [])].slice(0, limits.names) : [];
  const own = uses.map(({ path, local }) => ({ path: modules.has(path[0] ?? '') ? ['self', ...path] : path, local }));
  return importsOf(own, node.startIndex);
}

function* read(node: Syntax, before: readonly string[]): Iterable<Use> {
  if (before.length > limits.path) return;
  switch (node.type) {
    case 'scoped_use_list':
    case 'use_list': {
      const path = [...before, ...segments(node.childForFieldName('path'))];
      const list = node.childForFieldName('list') ?? node;
      for (const child of list.namedChildren) yield* read(child, path);
      return;
    }
    case 'use_wildcard':
      yield { path: [...before, ...segments(node.namedChild(0)), '*'], local: '*' };
      return;
    case 'use_as_clause': {
      const own = segments(node.childForFieldName('path'));
      const path = own.length === 1 && own[0] === 'self' ? before : [...before, ...own];
      yield { path, local: node.childForFieldName('alias')?.text ?? '_' };
      return;
    }
    case 'self':
      yield { path: before, local: before.at(-1) ?? 'self' };
      return;
    default: {
      const path = [...before, ...segments(node)];
      yield { path, local: path.at(-1) ?? '' };
    }
  }
}

function segments(node: Syntax | null): readonly string[] {
  return node
    ? node.text
        .replace(/<[^>]{0,200}>/g, '')
        .split('::')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];
}

/** The names as imports: a module is all of a path but its last part. */
export function importsOf(uses: readonly Use[], at: number): readonly Import[] {
  return uses.flatMap(({ path, local }): Import[] => {
    const symbol = path.at(-1);
    if (symbol === undefined || local === '_') return [];
    const module = path.length > 1 ? path.slice(0, -1).join('.') : symbol;
    const names = [{ symbol: path.length > 1 ? symbol : '', local, typeOnly: false }];
    return [{ k: 'import', module, names, typeOnly: false, at }];
  });
}
