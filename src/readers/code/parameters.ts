import { optionDecorator } from './options.ts';
import type { Resolver } from './resolve.ts';
import type { Meaning } from './scope.ts';
import type { Seen } from './seen.ts';
import type { Class, Node } from './syntax.ts';
import { anyOf } from './tables.ts';

type Parameter = Extract<Meaning, { m: 'param' }>;

/** How many callers are asked what they hand over. */
const most = 4;

/** A key that is not known. */
const nothing: Node = { k: 'other', parts: [] };

/** A parameter is what its type says, else what callers in this file hand over, else its default. */
export function parameter(meaning: Parameter, resolver: Resolver): readonly Seen[] {
  const { func, param, key, scope } = meaning;
  const typed = param.type && !key ? resolver.instances(param.type, scope) : [];
  if (typed.some((seen) => seen.kind === 'instance')) return typed;
  if (typed.some((seen) => seen.kind === 'ref' && seen.ref.module !== '')) {
    const made = given(meaning, resolver).filter((seen) => typed.some((type) => isMade(seen, type)));
    return made.length > 0 ? made : typed;
  }
  const option = optionDecorator(func, param.name);
  const defaults = [param.fallback, option].flatMap((node) => (node ? resolver.all(node, scope) : []));
  const all = [...given(meaning, resolver), ...defaults];
  return key ? all.flatMap((seen) => resolver.member(seen, key)) : all;
}

/** What objects of a class of this file are made with under the name of a field: the type of a field tells less. */
export function handedOver({ name }: Class, field: string, resolver: Resolver): readonly Seen[] {
  return (resolver.scopes.callers.get(name) ?? []).slice(0, most).flatMap(({ node, scope }) => {
    const argument = node.args.find((arg) => arg.name === field);
    return argument ? resolver.all(argument.value, scope) : [];
  });
}

/** Whether it is the construction of an object of that type: then it is known what the object holds. */
function isMade(seen: Seen, type: Seen): boolean {
  return (
    seen.kind === 'ref' &&
    type.kind === 'ref' &&
    seen.maker !== undefined &&
    seen.ref.module === type.ref.module &&
    seen.ref.path === type.ref.path
  );
}

function given({ func, index, param }: Parameter, resolver: Resolver): readonly Seen[] {
  const { scopes, language } = resolver;
  const name = scopes.makers.get(func) ?? func.name;
  const shift = func.params[0] && language.self.has(func.params[0].name) ? 1 : 0;
  const handed = (name ? (scopes.callers.get(name) ?? []) : []).slice(0, most).flatMap(({ node, scope }) => {
    const named = node.args.find((arg) => arg.name === param.name);
    const argument = named ?? node.args.filter((arg) => arg.name === null)[index - shift];
    return argument ? resolver.all(argument.value, scope) : [];
  });
  const visited = index === 0 ? scopes.visitors.get(func) : undefined;
  if (!visited) return handed;
  const items = resolver
    .all(visited.list, visited.scope)
    .flatMap((seen) => anyOf(seen, nothing, (node, from) => resolver.all(node, from)));
  return [...handed, ...items];
}
