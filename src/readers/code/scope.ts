import type { Language } from './language.ts';
import type { Bind, Class, Func, Node, Param, Target } from './syntax.ts';

/** What a name stands for in a scope. A name bound more than once has several meanings. */
export type Meaning =
  | { readonly m: 'import'; readonly module: string; readonly symbol: string; readonly implied: boolean }
  | { readonly m: 'node'; readonly node: Node; readonly scope: Scope }
  | { readonly m: 'member'; readonly node: Node; readonly name: string; readonly scope: Scope }
  /** A value known by its type only. */
  | { readonly m: 'type'; readonly node: Node; readonly scope: Scope }
  | { readonly m: 'function'; readonly node: Func; readonly scope: Scope }
  | { readonly m: 'class'; readonly node: Class; readonly scope: Scope }
  | {
      readonly m: 'param';
      readonly func: Func;
      readonly index: number;
      readonly param: Param;
      readonly key: string | null;
      readonly scope: Scope;
    };

/** `name.key = node`: an object that is completed after it was made. */
export interface Addition {
  readonly key: string;
  readonly node: Node;
  readonly scope: Scope;
}

/** A class with the names of its fields and methods. */
interface Owner {
  readonly node: Class;
  readonly fields: Map<string, Meaning[]>;
}

/** Names and what they mean, and the scope around it. `owner` is the class it stands in. */
export class Scope {
  readonly parent: Scope | null;
  readonly names: Map<string, Meaning[]>;
  readonly more = new Map<string, Addition[]>();
  readonly owner: Owner | null;

  constructor(parent: Scope | null, owner: Owner | null = parent?.owner ?? null, names = new Map<string, Meaning[]>()) {
    this.parent = parent;
    this.names = names;
    this.owner = owner;
  }

  get fields(): Map<string, Meaning[]> | null {
    return this.owner?.fields ?? null;
  }

  lookup(name: string): readonly Meaning[] {
    return this.#home(name)?.names.get(name) ?? [];
  }

  /** What is added to the object of that name after it was made. */
  additions(name: string): readonly Addition[] {
    const home = this.#home(name);
    return home?.more.get(name) ?? [];
  }

  /** Remembers an addition where the name was declared. */
  add(name: string, addition: Addition): void {
    const home = this.#home(name);
    if (home) add(home.more, name, addition);
  }

  #home(name: string): Scope | null {
    for (let scope: Scope | null = this; scope; scope = scope.parent) if (scope.names.has(name)) return scope;
    return null;
  }

  declare(name: string, meaning: Meaning): void {
    add(this.names, name, meaning);
  }

  /** Adds a meaning where the name was declared, or at the top where it was not. */
  assign(name: string, meaning: Meaning): void {
    let scope: Scope = this;
    for (; scope.parent; scope = scope.parent) if (scope.names.has(name)) break;
    add(scope.names, name, meaning);
  }
}

/** The scopes of a program: one per function, class and block that declares something. */
export interface Scopes {
  readonly top: Scope;
  readonly of: ReadonlyMap<Node, Scope>;
  /** Calls of a function of this file by its name: what its parameters may be. */
  readonly callers: ReadonlyMap<string, readonly { readonly node: Node & { k: 'call' }; readonly scope: Scope }[]>;
  /** Functions that are called by another name than their own: constructors, and functions bound to a name. */
  readonly makers: ReadonlyMap<Func, string>;
  /** Functions that are called with each item of a list: `xs.map((x) => …)`. */
  readonly visitors: ReadonlyMap<Func, { readonly list: Node; readonly scope: Scope }>;
}

/** Methods of a list that call a function with each item of it. */
const visits = /^(?:map|flatMap|forEach|filter|find|some|every)$/;

/** Reads all declarations of a program. `blocks`: blocks are scopes of their own (not so in Python). */
export function scopes(
  program: readonly Node[],
  { blocks, constructors, members = false }: Pick<Language, 'blocks' | 'constructors' | 'members'>,
): Scopes {
  const top = new Scope(null);
  const of = new Map<Node, Scope>();
  const callers = new Map<string, { node: Node & { k: 'call' }; scope: Scope }[]>();
  const makers = new Map<Func, string>();
  const visitors = new Map<Func, { list: Node; scope: Scope }>();
  const later: (() => void)[] = [];

  const visitAll = (nodes: readonly Node[], scope: Scope): void => {
    for (const node of nodes) visit(node, scope);
  };
  const visit = (node: Node, scope: Scope): void => {
    switch (node.k) {
      case 'name':
      case 'text':
      case 'number':
      case 'boolean':
      case 'module':
        return;
      case 'import':
        for (const { symbol, local } of node.names)
          scope.declare(local, { m: 'import', module: node.module, symbol, implied: node.implied === true });
        return;
      case 'export':
        if (node.value) visit(node.value, scope);
        return;
      case 'member':
        visit(node.of, scope);
        return;
      case 'item':
        visit(node.of, scope);
        visit(node.key, scope);
        return;
      case 'call':
        if (node.callee.k === 'name' || node.callee.k === 'member') {
          const name = node.callee.name;
          const list = callers.get(name);
          if (list) list.push({ node, scope });
          else callers.set(name, [{ node, scope }]);
          const [first] = node.args;
          if (node.callee.k === 'member' && visits.test(name) && first?.value.k === 'function')
            visitors.set(first.value, { list: node.callee.of, scope });
        }
        visit(node.callee, scope);
        for (const { value } of node.args) visit(value, scope);
        return;
      case 'parts':
        for (const part of node.parts) if (typeof part !== 'string') visit(part, scope);
        return;
      case 'list':
        visitAll(node.items, scope);
        return;
      case 'map':
        for (const { value } of node.entries) visit(value, scope);
        return;
      case 'choice':
        visitAll(node.options, scope);
        return;
      case 'return':
        if (node.value) visit(node.value, scope);
        return;
      case 'other':
        visitAll(node.parts, scope);
        return;
      case 'block': {
        const inner = blocks ? new Scope(scope) : scope;
        of.set(node, inner);
        visitAll(node.body, inner);
        return;
      }
      case 'bind':
        if (node.value?.k === 'function' && 'name' in node.target) makers.set(node.value, node.target.name);
        if (node.declares && node.target.t !== 'member') bind(node, scope);
        else later.push(() => bind(node, scope));
        if (node.value) visit(node.value, scope);
        return;
      case 'function':
        visitFunction(node, scope, { method: false });
        return;
      case 'class':
        visitClass(node, scope);
        return;
      default:
        node satisfies never;
    }
  };
  const visitFunction = (node: Func, scope: Scope, { method }: { method: boolean }): void => {
    if (node.name && !method) scope.declare(node.name, { m: 'function', node, scope });
    const inner = new Scope(scope);
    of.set(node, inner);
    node.params.forEach((param, index) => {
      const meaning = { m: 'param', func: node, index, param, scope } as const;
      if (param.name) inner.declare(param.name, { ...meaning, key: null });
      for (const { key, name } of param.members) inner.declare(name, { ...meaning, key });
      if (param.field && inner.fields) add(inner.fields, param.name, { ...meaning, key: null });
      if (param.fallback) visit(param.fallback, scope);
    });
    visitAll(node.decorators, scope);
    visitAll(node.body, inner);
  };
  const visitClass = (node: Class, scope: Scope): void => {
    if (node.name) scope.declare(node.name, { m: 'class', node, scope });
    const fields = new Map<string, Meaning[]>();
    const inner = new Scope(scope, { node, fields }, members ? fields : new Map());
    of.set(node, inner);
    visitAll(node.decorators, scope);
    visitAll(node.bases, scope);
    for (const member of node.body) {
      if (member.k !== 'function') {
        visit(member, inner);
        continue;
      }
      if (constructors.has(member.name)) makers.set(member, node.name);
      if (member.name) add(fields, member.name, { m: 'function', node: member, scope: inner });
      visitFunction(member, inner, { method: true });
    }
    later.push(() => inherit(node, scope, fields, of));
  };
  visitAll(program, top);
  for (const run of later) run();
  return { top, of, callers, makers, visitors };
}

/** A class of this file hands its fields on to the classes that extend it. */
function inherit(node: Class, scope: Scope, fields: Map<string, Meaning[]>, of: ReadonlyMap<Node, Scope>): void {
  for (const base of node.bases) {
    if (base.k !== 'name') continue;
    const parent = scope.lookup(base.name).find((meaning) => meaning.m === 'class');
    const inherited = parent && of.get(parent.node)?.fields;
    for (const [name, meanings] of inherited ?? []) if (!fields.has(name)) fields.set(name, meanings);
  }
}

function bind({ target, value, type, declares }: Bind, scope: Scope): void {
  const typed: Meaning | null = type ? { m: 'type', node: type, scope } : null;
  place(target, value ? { m: 'node', node: value, scope } : typed, value, declares, scope);
  if (value && typed && (target.t === 'name' || target.t === 'field')) place(target, typed, null, declares, scope);
}

function place(target: Target, meaning: Meaning | null, value: Node | null, declares: boolean, scope: Scope): void {
  switch (target.t) {
    case 'name':
      if (!meaning) {
        if (declares && !scope.names.has(target.name)) scope.names.set(target.name, []);
        return;
      }
      if (declares) scope.declare(target.name, meaning);
      else scope.assign(target.name, meaning);
      return;
    case 'field':
      if (meaning && scope.fields) add(scope.fields, target.name, meaning);
      return;
    case 'members':
      for (const { key, name } of target.members)
        if (value) scope.declare(name, { m: 'member', node: value, name: key, scope });
      return;
    case 'member': {
      const { node, adds } = target;
      if (adds && node.k === 'member' && node.of.k === 'name' && value)
        scope.add(node.of.name, { key: node.name, node: value, scope });
      return;
    }
    case 'none':
      return;
    default:
      target satisfies never;
  }
}

/** How many meanings of a name, and additions to an object, are kept. */
const most = 12;

/** How many modules may be imported with all of their names. */
const mostStars = 60;

function add<T>(map: Map<string, T[]>, name: string, one: T): void {
  const list = map.get(name);
  if (!list) map.set(name, [one]);
  else if (list.length < (name === '*' ? mostStars : most)) list.push(one);
}
