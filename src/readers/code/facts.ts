import type { Export, Fact, Lead, Ref, StringFact } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import { withHoles } from '../../model/value.ts';
import { exportsOf } from './exports.ts';
import type { Language } from './language.ts';
import { Resolver } from './resolve.ts';
import { type Scope, type Scopes, scopes } from './scope.ts';
import type { Bind, Class, Func, Node } from './syntax.ts';
import { extension, undeclared } from './wildcard.ts';

/** What a program says, once its names are resolved. */
export interface Program {
  readonly facts: readonly Fact[];
  readonly exports: readonly Export[];
  readonly leads: readonly Lead[];
  /** True where a top-level statement starts something. */
  readonly entry: boolean;
}

/** Where the walk stands. `top` names the top-level binding it is in, `role` and `name` what a literal is used for. */
interface Context {
  readonly scope: Scope;
  readonly within: string | null;
  readonly top: string | null;
  readonly role: StringFact['role'];
  readonly name: string | null;
}

/** Reads the facts of a program: imports, calls of what is imported, literals, environment variables, decorators, classes. */
export function program(nodes: readonly Node[], language: Language, at: (offset: number) => Position): Program {
  const known = scopes(nodes, language);
  const resolver = new Resolver(known, language, at);
  const walk = new Walk(known, resolver, at);
  const context: Context = { scope: known.top, within: null, top: null, role: 'other', name: null };
  for (const node of nodes) walk.visit(node, context);
  return {
    facts: walk.facts,
    exports: exportsOf(nodes, { scopes: known, resolver, language, at }),
    leads: [...walk.leads.values()],
    entry: nodes.some((node) => walk.starts(node)),
  };
}

class Walk {
  readonly facts: Fact[] = [];
  readonly leads = new Map<string, Lead>();
  readonly #scopes: Scopes;
  readonly #resolver: Resolver;
  readonly #at: (offset: number) => Position;

  constructor(known: Scopes, resolver: Resolver, at: (offset: number) => Position) {
    this.#scopes = known;
    this.#resolver = resolver;
    this.#at = at;
  }

  visit(node: Node, context: Context): void {
    switch (node.k) {
      case 'name':
        this.#lead(node.name, context);
        return;
      case 'number':
      case 'boolean':
        return;
      case 'member':
        this.#variable(node, context);
        if (node.of.k === 'name') this.#lead(node.of.name, context, node.name);
        else this.visit(node.of, context);
        if (node.of.k === 'module') this.#leadTo({ module: node.of.module, path: node.name }, context);
        return;
      case 'item':
        this.visit(node.of, context);
        this.visit(node.key, { ...context, role: 'other', name: null });
        return;
      case 'text':
        this.facts.push({
          ...this.#base(node.at, context),
          kind: 'string',
          value: node.text,
          role: context.role,
          name: context.name,
        });
        return;
      case 'parts':
        this.#parts(node, context);
        return;
      case 'module':
        this.#import(node.module, '', false, node.at, context);
        return;
      case 'import':
        if (node.implied) return;
        for (const { symbol, typeOnly } of node.names)
          this.#import(node.module, symbol, typeOnly || node.typeOnly, node.at, context);
        if (node.names.length === 0) this.#import(node.module, '', node.typeOnly, node.at, context);
        return;
      case 'export':
        if (node.module) this.#import(node.module, node.local, false, node.at, context);
        if (node.value) this.visit(node.value, { ...context, top: context.top ?? 'default' });
        return;
      case 'call':
        this.#call(node, context);
        return;
      case 'list':
        for (const item of node.items)
          this.visit(item, { ...context, role: context.role === 'argument' ? 'argument' : 'other' });
        return;
      case 'map':
        for (const { name, value } of node.entries)
          this.visit(value, {
            ...context,
            name: name ?? context.name,
            role: context.role === 'argument' ? 'argument' : 'assigned',
          });
        return;
      case 'choice':
        for (const option of node.options) this.visit(option, context);
        return;
      case 'return':
        if (node.value) this.visit(node.value, context);
        return;
      case 'block':
        for (const part of node.body)
          this.visit(part, { ...context, scope: this.#scopes.of.get(node) ?? context.scope });
        return;
      case 'other':
        for (const part of node.parts) this.visit(part, { ...context, role: 'other' });
        return;
      case 'bind':
        this.#bind(node, context);
        return;
      case 'function':
        this.#function(node, context);
        return;
      case 'class':
        this.#class(node, context);
        return;
      default:
        node satisfies never;
    }
  }

  /** Whether a top-level statement starts something: a call of the file's own function, or one that prints. */
  starts(node: Node): boolean {
    if (node.k === 'other' || node.k === 'block')
      return (node.k === 'other' ? node.parts : node.body).some((part) => this.starts(part));
    if (node.k !== 'call') return false;
    return this.#resolver.all(node.callee, this.#scopes.top).some((seen) => {
      if (seen.kind === 'function') return true;
      if (seen.kind !== 'ref') return false;
      return /^(?:\.print|asyncio\.run|\.console\.log|\.(?:app|server)\.listen)$/.test(
        `${seen.ref.module}.${seen.ref.path}`,
      );
    });
  }

  /** A name of the file's top level, or an imported one, is mentioned; of a module that is imported whole, a member. */
  #lead(name: string, { scope, within, top }: Context, member = ''): void {
    const from = within ?? top;
    const meanings = scope.lookup(name);
    if (meanings.length === 0) {
      this.#leadAbroad(name, from, scope);
      return;
    }
    const imported = meanings.find((meaning) => meaning.m === 'import');
    const isTop = meanings.length > 0 && meanings === this.#scopes.top.names.get(name);
    if (!imported && (!isTop || name === from)) return;
    const symbol = imported && !/^(?:default|\*)$/.test(imported.symbol) ? imported.symbol : '';
    const path = imported?.symbol === '' ? member : symbol;
    this.#leadTo(imported ? { module: imported.module, path } : { module: '', path: name }, { within, top });
  }

  #leadTo(ref: Ref, { within, top }: Pick<Context, 'within' | 'top'>): void {
    const from = within ?? top;
    this.leads.set(`${from}|${ref.module}|${ref.path}`, { within: from, ref });
  }

  /** A name that the file does not declare may be one of its package, or of another whose names are all in reach. */
  #leadAbroad(name: string, from: string | null, scope: Scope): void {
    for (const seen of undeclared(name, this.#at(0), scope, this.#resolver.language))
      if (seen.kind === 'ref' && seen.ref.module !== '')
        this.leads.set(`${from}|${seen.ref.module}|${name}`, { within: from, ref: seen.ref });
  }

  #base(offset: number, { within }: Context): { at: Position; within: string | null } {
    return { at: this.#at(offset), within };
  }

  #import(module: string, symbol: string, typeOnly: boolean, at: number, context: Context): void {
    const name = symbol === 'default' || symbol === '*' ? '' : symbol;
    this.facts.push({ ...this.#base(at, context), kind: 'import', module, symbol: name, typeOnly });
  }

  #variable(node: Node & { k: 'member' | 'call' }, context: Context): void {
    const at = node.k === 'member' ? node.at : node.at;
    for (const seen of this.#resolver.all(node, context.scope)) {
      if (seen.kind !== 'env') continue;
      this.facts.push({ ...this.#base(at, context), kind: 'variable', name: seen.name, fallback: seen.fallback });
    }
  }

  #parts(node: Node & { k: 'parts' }, context: Context): void {
    const [seen] = this.#resolver.all(node, context.scope);
    const value = seen?.kind === 'text' ? seen.text : seen?.kind === 'parts' ? withHoles(seen.parts) : '';
    this.facts.push({ ...this.#base(node.at, context), kind: 'string', value, role: context.role, name: context.name });
    for (const part of node.parts) if (typeof part !== 'string') this.visit(part, { ...context, role: 'other' });
  }

  #call(node: Node & { k: 'call' }, context: Context): void {
    const seen = this.#resolver.all(node.callee, context.scope);
    const callees = [...seen, ...extension(node, seen, context.scope, this.#resolver)].flatMap((one) =>
      one.kind === 'ref' ? [one] : [],
    );
    const args = callees.length > 0 ? this.#resolver.arguments(node.args, context.scope) : [];
    const target = context.role === 'assigned' ? context.name : null;
    for (const { ref, maker = args } of callees)
      this.facts.push({ ...this.#base(node.at, context), kind: 'call', ref, args, maker, target });
    if (callees.length > 0) this.#variable(node, context);
    this.visit(node.callee, { ...context, role: 'other', name: null });
    for (const { name, value } of node.args)
      this.visit(value, { ...context, role: 'argument', name: name === '...' ? null : name });
  }

  #bind(node: Bind, context: Context): void {
    if (!node.value) return;
    const given = node.target.t === 'name' || node.target.t === 'field' ? node.target.name : memberName(node);
    // A name that no program can have was made up in translation.
    const name = given?.startsWith(' ') ? null : given;
    this.visit(node.value, {
      ...context,
      role: 'assigned',
      name,
      top: context.within || context.top ? context.top : name,
    });
  }

  #function(node: Func, context: Context): void {
    const scope = this.#scopes.of.get(node) ?? context.scope;
    const within = context.within ?? context.top ?? (node.name || null);
    this.#decorators(node.decorators, node.name, { ...context, within });
    const inside: Context = { scope, within, top: context.top, role: 'other', name: null };
    for (const { name, fallback } of node.params)
      if (fallback) this.visit(fallback, { ...inside, role: 'assigned', name });
    for (const part of node.body) this.visit(part, inside);
  }

  #class(node: Class, context: Context): void {
    const scope = this.#scopes.of.get(node) ?? context.scope;
    const within = context.within ?? (node.name || context.top);
    this.#decorators(node.decorators, node.name, { ...context, within });
    const bases = node.bases.flatMap((base) => this.#refs(base, context.scope));
    this.facts.push({ ...this.#base(node.at, { ...context, within }), kind: 'class', name: node.name, bases });
    for (const base of node.bases) this.visit(base, { ...context, within });
    for (const part of node.body) this.visit(part, { scope, within, top: context.top, role: 'other', name: null });
  }

  #decorators(decorators: readonly Node[], target: string, context: Context): void {
    for (const decorator of decorators) {
      const callee = decorator.k === 'call' ? decorator.callee : decorator;
      const args = decorator.k === 'call' ? this.#resolver.arguments(decorator.args, context.scope) : [];
      const offset = 'at' in decorator ? decorator.at : 0;
      for (const ref of this.#refs(callee, context.scope))
        this.facts.push({ ...this.#base(offset, context), kind: 'decorator', ref, args, target });
      if (decorator.k === 'call')
        for (const { name, value } of decorator.args) this.visit(value, { ...context, role: 'argument', name });
    }
  }

  #refs(node: Node, scope: Scope): readonly Ref[] {
    return this.#resolver.all(node, scope).flatMap((seen) => (seen.kind === 'ref' ? [seen.ref] : []));
  }
}

/** `config.apiKey = …` binds `apiKey`. */
function memberName({ target }: Bind): string | null {
  return target.t === 'member' && target.node.k === 'member' ? target.node.name : null;
}
