/**
 * What rollcall needs of a program, in one small tree for every language. A language's reader translates its own
 * syntax tree into this one; names are then resolved by the same code for all. `at` is an offset into the text.
 */
export type Node =
  | { readonly k: 'name'; readonly name: string; readonly at: number }
  /** `of.name`, and `of['name']` where the key is a literal. */
  | { readonly k: 'member'; readonly of: Node; readonly name: string; readonly at: number }
  /** `of[key]`, with a key that is decided at run time; so is the name of an attribute that is asked for by `getattr`. */
  | { readonly k: 'item'; readonly of: Node; readonly key: Node; readonly at: number }
  /** A call or a construction. */
  | { readonly k: 'call'; readonly callee: Node; readonly args: readonly Entry[]; readonly at: number }
  | { readonly k: 'text'; readonly text: string; readonly at: number }
  /** A template, an f-string, a concatenation. */
  | { readonly k: 'parts'; readonly parts: readonly (string | Node)[]; readonly at: number }
  | { readonly k: 'number'; readonly number: number }
  | { readonly k: 'boolean'; readonly boolean: boolean }
  | { readonly k: 'list'; readonly items: readonly Node[] }
  | { readonly k: 'map'; readonly entries: readonly Entry[] }
  /** `a ?? b`, `a or b`, `c ? a : b`: the value is one of these. */
  | { readonly k: 'choice'; readonly options: readonly Node[] }
  /** A module as a value: `require('x')`, `import('x')`. */
  | { readonly k: 'module'; readonly module: string; readonly at: number }
  | Import
  | Export
  | Bind
  | Func
  | Class
  | { readonly k: 'return'; readonly value: Node | null }
  /** A scope of its own, such as a block. */
  | { readonly k: 'block'; readonly body: readonly Node[] }
  /** Anything else: only its parts matter. `condition` is looked at, but no value flows out of it. */
  | { readonly k: 'other'; readonly parts: readonly Node[] };

/** An argument of a call, or an entry of an object; `name` null is a position, `...` a spread. */
export interface Entry {
  readonly name: string | null;
  readonly value: Node;
  readonly at: number;
}

export interface Import {
  readonly k: 'import';
  readonly module: string;
  /** `symbol` '' is the module itself, `*` (with `*` for `local` too) all of its names. */
  readonly names: readonly { readonly symbol: string; readonly local: string; readonly typeOnly: boolean }[];
  readonly typeOnly: boolean;
  /** True where no statement says so: the names of a file's own package are in reach by themselves. */
  readonly implied?: boolean;
  readonly at: number;
}

/** `export { local as name }`, or with `module` a re-export (`name` and `local` `*` for all). `value` for a default export. */
export interface Export {
  readonly k: 'export';
  readonly name: string;
  readonly local: string;
  readonly module: string | null;
  readonly value: Node | null;
  readonly at: number;
}

/** `target = value`, with or without a declaration. */
export interface Bind {
  readonly k: 'bind';
  readonly target: Target;
  readonly value: Node | null;
  /** Type annotation, as an expression. */
  readonly type: Node | null;
  /** True where it declares the name in the current scope. */
  readonly declares: boolean;
  readonly exported: boolean;
  readonly at: number;
}

/** What a value is bound to. */
export type Target =
  | { readonly t: 'name'; readonly name: string }
  /** `this.name` or `self.name`, or a class field. */
  | { readonly t: 'field'; readonly name: string }
  /** `{ key: name }` and its like. */
  | { readonly t: 'members'; readonly members: readonly { readonly key: string; readonly name: string }[] }
  /** `a.b.c = …`; `adds`: the value is an entry of the object from then on, as an attribute of a Python object is not. */
  | { readonly t: 'member'; readonly node: Node; readonly adds: boolean }
  | { readonly t: 'none' };

export interface Param {
  readonly name: string;
  readonly members: readonly { readonly key: string; readonly name: string }[];
  readonly type: Node | null;
  readonly fallback: Node | null;
  /** True for a TypeScript parameter property: it is a field too. */
  readonly field: boolean;
}

export interface Func {
  readonly k: 'function';
  /** '' for an anonymous function. */
  readonly name: string;
  readonly params: readonly Param[];
  readonly body: readonly Node[];
  readonly decorators: readonly Node[];
  readonly exported: boolean;
  /** True for a method that is read like a field. */
  readonly getter?: boolean;
  readonly at: number;
}

export interface Class {
  readonly k: 'class';
  readonly name: string;
  readonly bases: readonly Node[];
  readonly body: readonly Node[];
  readonly decorators: readonly Node[];
  readonly exported: boolean;
  /** True where the rest of it stands in other files of its package: what it lacks here is looked for there. */
  readonly partial?: boolean;
  readonly at: number;
}
