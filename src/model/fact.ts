import type { Position } from './origin.ts';
import type { Ecosystem, Language } from './ruleset.ts';

/**
 * A name resolved to where it was imported from: `new OpenAI().chat.completions.create` in a file that has
 * `import OpenAI from 'openai'` is `{ module: 'openai', path: '().chat.completions.create' }`.
 *
 * `path` holds members joined by `.`; `()` after a member is its result when called or constructed. A default
 * export is the module itself (empty path), as CommonJS has it. A global (`fetch`, `process.env`) has the module ''.
 */
export interface Ref {
  readonly module: string;
  readonly path: string;
}

/** What an argument or a right-hand side was seen to be, as far as reading (not running) can tell. */
export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly at: Position }
  /** A template or concatenation; `null` stands for a part decided at run time, a reference for one imported. */
  | { readonly kind: 'parts'; readonly parts: readonly (string | Reference | null)[]; readonly at: Position }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  /** An environment variable, with the literal that stands in where it is not set. */
  | { readonly kind: 'env'; readonly name: string; readonly fallback: string | null }
  | Reference
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: readonly Argument[] }
  /** Either of several: the branches of a conditional, the assignments of a variable. */
  | { readonly kind: 'choice'; readonly options: readonly Value[] }
  /** A function or class of this file, by name (empty for an anonymous function); `made` holds what an object of it was made with. */
  | { readonly kind: 'local'; readonly name: string; readonly made?: readonly Argument[] }
  | { readonly kind: 'dynamic' };

/** Something imported, or made by calling something imported. `maker` holds the arguments of the first call of the path. */
export interface Reference {
  readonly kind: 'ref';
  readonly ref: Ref;
  readonly maker?: readonly Argument[];
  readonly at: Position;
}

/** An argument of a call or an entry of an object. `name` is null for a positional argument. */
export interface Argument {
  readonly name: string | null;
  readonly value: Value;
}

interface Base {
  readonly at: Position;
  /** Name of the top-level function or class it stands in, `null` at the file's top level. */
  readonly within: string | null;
}

/** `import { symbol as local } from 'module'`, and every other way to say so. */
export interface ImportFact extends Base {
  readonly kind: 'import';
  readonly module: string;
  /** Imported name, '' for the module itself. */
  readonly symbol: string;
  /** True where only a type is imported: nothing of it runs. */
  readonly typeOnly: boolean;
}

/** A call or construction of something whose origin is known, or of a global. */
export interface CallFact extends Base {
  readonly kind: 'call';
  /** What is called, without the last `()`. */
  readonly ref: Ref;
  readonly args: readonly Argument[];
  /** Arguments of the first call of the path: those that made the client whose method is called. Empty where there is none. */
  readonly maker: readonly Argument[];
  /** The name the result is bound to, such as a variable or a field. */
  readonly target: string | null;
}

/** A string literal. */
export interface StringFact extends Base {
  readonly kind: 'string';
  readonly value: string;
  /** `argument`: handed to a call. `assigned`: bound to a name. `other`: a list item, a comparison, a default … */
  readonly role: 'argument' | 'assigned' | 'other';
  /** The variable, field, key or parameter that it is bound to. */
  readonly name: string | null;
}

/** A reference to an environment variable (`process.env.X`, `os.environ['X']`, `${X}` in a workflow). */
export interface VariableFact extends Base {
  readonly kind: 'variable';
  readonly name: string;
  readonly fallback: string | null;
}

/** A decorator on a function, method or class. */
export interface DecoratorFact extends Base {
  readonly kind: 'decorator';
  readonly ref: Ref;
  readonly args: readonly Argument[];
  /** Name of what is decorated. */
  readonly target: string;
}

/** A class and what it extends. */
export interface ClassFact extends Base {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Ref[];
}

/** A leaf of a configuration tree (YAML, JSON, TOML, dotenv): the path of keys that leads to it, and its value as text. */
export interface EntryFact extends Base {
  readonly kind: 'entry';
  readonly path: readonly (string | number)[];
  readonly value: string;
  /** Where the value stands; `at` is where its key stands. */
  readonly valueAt: Position;
}

/** A package that a manifest asks for. */
export interface DependencyFact extends Base {
  readonly kind: 'dependency';
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly scope: 'runtime' | 'development';
}

/** What a reader saw, in words that every language shares. */
export type Fact =
  | ImportFact
  | CallFact
  | StringFact
  | VariableFact
  | DecoratorFact
  | ClassFact
  | EntryFact
  | DependencyFact;

/** A top-level declaration mentions another of its file (module ''), or something imported. */
export interface Lead {
  /** The declaration's name, null for a statement that runs when the file is loaded. */
  readonly within: string | null;
  readonly ref: Ref;
}

/** What a module offers to others under a name: `ref` where it is (made of) something imported, `text` for a constant. */
export interface Export {
  readonly name: string;
  readonly value: Value;
  /** For a function of this module: what it was seen to return. */
  readonly returns?: Value;
  /** For a class, an object of one, or a function that returns one: its fields, and its methods whose result is known. */
  readonly members?: readonly Export[];
}

/** A unit's manifest, as read. */
export interface Manifest {
  readonly name: string | null;
  /** True for a root that only holds its packages together. */
  readonly workspace: boolean;
  /** True where something in it can be started: a bin, a start script, an entry point. */
  readonly entry: boolean;
  readonly author: string | null;
  /** Claim of the registry entry it belongs to (`rollcall.agent`). */
  readonly claim: string | null;
  /** Packages asked for at run time, all ecosystems. */
  readonly dependencies: readonly string[];
}

/** A package, or a file (`./…`, from the manifest's folder), and the name by which a manifest lets code import it. */
export interface Renaming {
  readonly language: 'javascript' | 'rust';
  readonly as: string;
  readonly name: string;
}

/** One file as a reader understood it. */
export interface Reading {
  readonly facts: readonly Fact[];
  readonly exports: readonly Export[];
  /** What each of its declarations mentions; absent where that is not known. */
  readonly leads?: readonly Lead[];
  readonly manifest: Manifest | null;
  /** Packages and files that code below it imports under another name; absent where there are none. */
  readonly renamed?: readonly Renaming[];
  /** Language of the code in it, where there is code and its language is known. */
  readonly language?: Language;
  /** What stands in it in other languages: cells of a notebook, command lines among them. */
  readonly others?: readonly { readonly language: Language; readonly facts: readonly Fact[] }[];
  /**
   * The package or namespace that the file declares itself to belong to, in languages where files of one package see
   * each other's names without an import (Go, Java, Kotlin, C#, PHP, Elixir); null or absent where there is none.
   */
  readonly package?: string | null;
  /** True where the file can be started by itself (`if __name__ == '__main__'`, a shebang, top-level calls). */
  readonly entry: boolean;
  /** What could not be understood; '' where all was. The facts then come from the lexical pass. */
  readonly trouble: string;
}
