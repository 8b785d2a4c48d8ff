import type { Argument } from '../../model/fact.ts';
import { readings } from '../../model/module.ts';
import type { Resolver } from './resolve.ts';
import type { Scope } from './scope.ts';
import type { Seen } from './seen.ts';
import type { Class, Entry, Node } from './syntax.ts';
import { returned } from './tables.ts';

type Call = Node & { k: 'call' };

/** What a call of something imported yields: an environment variable, a declared default, or what it makes. */
export function calledRef(
  { ref, maker }: Seen & { kind: 'ref' },
  { callee, args, at }: Call,
  scope: Scope,
  resolver: Resolver,
): readonly Seen[] {
  const { language } = resolver;
  if (readings(ref).some((one) => language.environmentCall(one))) {
    const [name] = args.map(({ value }) => resolver.value(value, scope));
    const given = args.find((arg) => arg.name === 'default') ?? args[1];
    const fallback = given ? resolver.value(given.value, scope) : null;
    if (name?.kind === 'text')
      return [{ kind: 'env', name: name.text, fallback: fallback?.kind === 'text' ? fallback.text : null }];
  }
  const declared = readings(ref).some((one) => language.declares(one)) ? declaredDefault(args, scope, resolver) : [];
  if (declared.length > 0) return declared;
  const own = resolver.arguments(args, scope, 2);
  const made = maker ? [...maker, ...built(callee, own, maker)] : own;
  return [{ kind: 'ref', ref: { module: ref.module, path: `${ref.path}()` }, maker: made, at: resolver.at(at) }];
}

/** How many steps of a builder are kept. */
const steps = 32;

/** `builder().model("gpt-4o")`: a step of a builder names what it sets, as an argument does. */
function built(callee: Node, args: readonly Argument[], before: readonly Argument[]): readonly Argument[] {
  const [only, more] = args;
  if (callee.k !== 'member' || !only || more || only.name !== null || before.length >= steps) return [];
  return [{ name: callee.name, value: only.value }];
}

/** `Field(default='x')` declares a field that is `'x'` where nobody says otherwise. */
function declaredDefault(args: readonly Entry[], scope: Scope, resolver: Resolver): readonly Seen[] {
  const made = args.find(({ name }) => name === 'default_factory');
  if (made) return resolver.all({ k: 'call', callee: made.value, args: [], at: made.at }, scope);
  const given = args.find(({ name }) => name === 'default') ?? args.find(({ name }) => name === null);
  return given ? resolver.all(given.value, scope) : [];
}

/** `table.get(key, fallback)` of an object literal; null where it is something else. */
export function lookedUp({ callee, args }: Call, scope: Scope, resolver: Resolver): readonly Seen[] | null {
  const [key, fallback] = args;
  if (callee.k !== 'member' || callee.name !== 'get' || !key) return null;
  const holders = resolver.all(callee.of, scope).filter(({ kind }) => kind === 'object' || kind === 'map');
  if (holders.length === 0) return null;
  return [...resolver.item(holders, key.value, scope), ...(fallback ? resolver.all(fallback.value, scope) : [])];
}

/** A class that hands every attribute on (`__getattr__`) stands for the module or object behind it. */
export function delegated(node: Class, resolver: Resolver): readonly Seen[] {
  const { scopes } = resolver;
  const methods = scopes.of.get(node)?.fields?.get('__getattr__') ?? [];
  return methods.flatMap((method) => {
    const inner = method.m === 'function' ? scopes.of.get(method.node) : undefined;
    if (method.m !== 'function' || !inner) return [];
    const items = [...returned(method.node.body, inner, scopes)].flatMap(([one, from]) =>
      one.k === 'item' ? resolver.all(one.of, from) : [],
    );
    return items.filter((seen) => seen.kind === 'ref' && seen.ref.module !== '');
  });
}
