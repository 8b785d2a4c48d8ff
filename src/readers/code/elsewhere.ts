import type { Resolver } from './resolve.ts';
import type { Scope } from './scope.ts';
import type { Seen } from './seen.ts';
import type { Class, Node } from './syntax.ts';

/**
 * A member that an object of a class lacks in this file, where the rest of the class stands in others of its package:
 * it may be there, or be one of something imported that the class is made of.
 */
export function elsewhere(node: Class, member: string, resolver: Resolver): readonly Seen[] {
  const scope = node.partial ? resolver.scopes.of.get(node) : undefined;
  if (!scope) return [];
  const own = scope.lookup('*').flatMap((meaning): readonly Seen[] => {
    if (meaning.m !== 'import' || !meaning.implied) return [];
    const ref = { module: meaning.module, path: `${node.name}().${member}` };
    return [{ kind: 'ref', ref, at: { line: 1, column: 1 } }];
  });
  return [...embedded(node, scope, resolver).flatMap((seen) => resolver.member(seen, member)), ...own];
}

/** Objects of other packages that a class is made of. In Go they are fields that are called like their type. */
function embedded({ name, bases }: Class, scope: Scope, resolver: Resolver): readonly Seen[] {
  return bases.flatMap((base) => {
    const field = base.k === 'name' || base.k === 'member' ? base.name : '';
    const self: Node = {
      k: 'member',
      of: { k: 'call', callee: { k: 'name', name, at: 0 }, args: [], at: 0 },
      name: field,
      at: 0,
    };
    const held = scope.fields?.has(field) ? resolver.all(self, scope) : resolver.instances(base, scope);
    return held.filter((seen) => seen.kind === 'ref' && !/^(?:\||\.\||$)/.test(seen.ref.module));
  });
}
