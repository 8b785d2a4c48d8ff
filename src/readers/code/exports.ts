import type { Export } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import type { Language } from './language.ts';
import type { Resolver } from './resolve.ts';
import type { Scopes } from './scope.ts';
import type { Instance, Seen } from './seen.ts';
import type { Bind, Class, Node } from './syntax.ts';

/** A program whose names can be resolved. */
interface Program {
  readonly scopes: Scopes;
  readonly resolver: Resolver;
  readonly language: Language;
  readonly at: (offset: number) => Position;
}

/** How deep the fields of a class are told, and how many of them. */
const limits = { depth: 2, members: 100 };

/** What a module offers to others, under the names they import. */
export function exportsOf(nodes: readonly Node[], program: Program): readonly Export[] {
  const found: Export[] = [];
  for (const node of flat(nodes)) {
    if (node.k === 'export') found.push(exported(node, program));
    else if (program.language.offersAll) found.push(...allNames(node, program));
    else if ((node.k === 'function' || node.k === 'class') && node.exported)
      found.push(named(node.name, node.at, program));
    else if (node.k === 'bind' && node.exported) found.push(...bound(node, program));
  }
  return found;
}

function exported(node: Node & { k: 'export' }, program: Program): Export {
  const { at, resolver, scopes } = program;
  const name = node.name === 'default' ? '' : node.name;
  if (node.module) {
    const path = node.local === '*' || node.local === 'default' ? '' : node.local;
    return { name, value: { kind: 'ref', ref: { module: node.module, path }, at: at(node.at) } };
  }
  if (!node.value) return { ...named(node.local, node.at, program), name };
  if ((node.value.k === 'function' || node.value.k === 'class') && node.value.name !== '')
    return { ...named(node.value.name, node.at, program), name };
  return offer(name, resolver.all(node.value, scopes.top), program, 0);
}

function allNames(node: Node, program: Program): readonly Export[] {
  if (node.k === 'function' || node.k === 'class') return [named(node.name, node.at, program)];
  if (node.k === 'bind') return bound(node, program);
  if (node.k !== 'import') return [];
  return node.names.map(({ symbol, local }) => ({
    name: symbol === '*' ? '*' : local,
    value: {
      kind: 'ref',
      ref: { module: node.module, path: symbol === '*' ? '' : symbol },
      at: program.at(node.at),
    },
  }));
}

function bound({ target, value, at }: Bind, program: Program): readonly Export[] {
  if (target.t === 'name' && value) return [named(target.name, at, program)];
  return target.t === 'members' ? target.members.map(({ name }) => named(name, at, program)) : [];
}

/** A name of the top level. */
function named(name: string, at: number, program: Program): Export {
  return offer(name, program.resolver.all({ k: 'name', name, at }, program.scopes.top), program, 0);
}

/** What stands under a name, with what it returns and what it holds. */
function offer(name: string, seen: readonly Seen[], program: Program, depth: number): Export {
  const { resolver } = program;
  // A field and the method that reads it may go by one name (`client` and `client()`): both are what the field holds.
  const held = seen.filter(({ kind }) => kind !== 'function');
  const value = resolver.valueOf(held.length > 0 ? held : seen);
  const returned = seen.flatMap((one) => (one.kind === 'function' ? resolver.returns(one.node) : []));
  const holder = [...seen, ...returned].find(isHolder);
  const members = holder && depth < limits.depth ? membersOf(holder, program, depth) : [];
  const returns = resolver.valueOf(returned);
  return {
    name,
    value,
    ...(returned.length > 0 && returns.kind !== 'dynamic' ? { returns } : {}),
    ...(members.length > 0 ? { members } : {}),
  };
}

type Holder = Instance | { readonly kind: 'class'; readonly node: Class };

function isHolder(seen: Seen): seen is Holder {
  return seen.kind === 'instance' || seen.kind === 'class';
}

/** Fields of a class or of an object of it, and methods whose result is known. */
function membersOf(holder: Holder, program: Program, depth: number): readonly Export[] {
  const fields = program.scopes.of.get(holder.node)?.fields?.keys() ?? [];
  const given = holder.kind === 'instance' ? holder.args.flatMap(({ name }) => name ?? []) : [];
  const names = [...new Set([...given, ...fields])].filter((name) => !/^(?:__.*|constructor|\.\.\.)$/.test(name));
  return names.slice(0, limits.members).flatMap((name) => {
    const member = offer(name, program.resolver.member(holder, name), program, depth + 1);
    const tells = member.value.kind === 'local' ? member.returns || member.members : member.value.kind !== 'dynamic';
    return tells ? [member] : [];
  });
}

/** Top-level statements, those that stand in a list or a condition among them. */
function* flat(nodes: readonly Node[]): Iterable<Node> {
  for (const node of nodes) {
    if (node.k === 'other') yield* flat(node.parts);
    else if (node.k === 'block') yield* flat(node.body);
    else yield node;
  }
}
