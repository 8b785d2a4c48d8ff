import type { Scope, Scopes } from './scope.ts';
import type { Made, Seen } from './seen.ts';
import type { Node } from './syntax.ts';

/** Resolves a node of this file. */
type All = (node: Node, scope: Scope) => readonly Seen[];

/** What an object holds under a name: what is added to it later, and of its own entries the last. */
export function entryOf({ entries, scope, additions }: Made, name: string, all: All): readonly Seen[] {
  const added = additions.flatMap(({ key, node, scope: from }) => (key === name ? all(node, from) : []));
  const own = entries.findLast((entry) => entry.name === name);
  return own ? [...added, ...all(own.value, scope)] : added;
}

/** All that a table or list holds, or the item of a number. `Agent[Context]` is `Agent`. */
export function anyOf(holder: Seen, key: Node, all: All): readonly Seen[] {
  switch (holder.kind) {
    case 'object':
      return [
        ...holder.entries.flatMap(({ value }) => all(value, holder.scope)),
        ...holder.additions.flatMap(({ node, scope }) => all(node, scope)),
      ];
    case 'map':
      return holder.entries.map(({ value }) => value);
    case 'list':
      return key.k === 'number' ? holder.items.slice(key.number, key.number + 1) : holder.items;
    case 'class':
      return [holder];
    case 'ref':
      return /(?:^|\.)[A-Z]\w*$/.test(holder.ref.path) ? [holder] : [];
    default:
      return [];
  }
}

/** What a function may return, with the scope it stands in; not what functions inside it return. */
export function* returned(body: readonly Node[], scope: Scope, scopes: Scopes): Iterable<readonly [Node, Scope]> {
  for (const node of body) {
    if (node.k === 'return' && node.value) yield [node.value, scope];
    else if (node.k === 'block') yield* returned(node.body, scopes.of.get(node) ?? scope, scopes);
    else if (node.k === 'other') yield* returned(node.parts, scope, scopes);
  }
}
