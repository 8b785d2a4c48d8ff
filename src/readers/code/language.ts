import type { Ref } from '../../model/fact.ts';
import type { Language as Id } from '../../model/ruleset.ts';
import type { Node } from './syntax.ts';
import type { Window } from './window.ts';

/** What differs between languages once their syntax is out of the way. */
export interface Language {
  readonly id: Id;
  /** Whether a block is a scope of its own. */
  readonly blocks: boolean;
  /** Names of the receiver inside a method. */
  readonly self: ReadonlySet<string>;
  /** Whether a bare name may be a field or method of the class around it (`this.` may be left out). */
  readonly members?: boolean;
  /** Modules of the platform: what comes out of their containers is told by its declared type alone. */
  readonly containers?: RegExp;
  /** Names of methods that make an object of their class. */
  readonly constructors: ReadonlySet<string>;
  /** Whether all names of the top level, imported ones among them, are offered to others; else those marked as exported. */
  readonly offersAll: boolean;
  /**
   * Whether a name that the file does not declare may be one of a module whose names are all imported (`using A.B;`,
   * `import a.b.*`): it is then looked for in each of them. `only`: and
   * nowhere else, where there is such a module.
   */
  wildcard(name: string): boolean | 'only';
  /** Whether a name that the file does not declare is a module by itself: names are found from the top (`OpenAI::Client`). */
  readonly absolute?: (name: string) => boolean;
  /** Whether a method may be one that anything has once its namespace is imported: it counts on what is not known too. */
  readonly extensions?: boolean;
  /** Whether a function that is imported by its name may be called on anything, as Kotlin's extensions are. */
  readonly importedExtensions?: boolean;
  /** `process.env.X` and its like: the variable's name, where `ref` reads one. */
  environment(ref: Ref): string | null;
  /** `os.getenv('X')` and its like: true where calling `ref` reads the variable named by its first argument. */
  environmentCall(ref: Ref): boolean;
  /** `Field(default='x')` and its like: true where a call of `ref` stands for its default. */
  declares(ref: Ref): boolean;
  /** True where `ref` is what a command line was parsed into. */
  commandLine(ref: Ref): boolean;
  /** How it is read word by word, where it cannot be parsed. */
  readonly lexis: Lexis;
}

/** What a reading word by word has to know of a language. */
export interface Lexis {
  /** A comment up to the end of its line, or the opening of one that ends with `close`; sticky. */
  readonly comment: RegExp;
  /** How comments over several lines end, by how they open. */
  readonly close: Readonly<Record<string, string>>;
  /** Quotes of literals that end with their line. */
  readonly quotes: string;
  /** Quotes of literals over several lines; longest first. */
  readonly long: readonly string[];
  /** Words that stand before a quote and belong to the literal. */
  readonly prefix: RegExp | null;
  /** An import that begins at a token, and the token behind it. */
  imports(list: Window, at: number): { readonly node: Node; readonly next: number } | null;
  /** Marks that join members to a name, beside `.`: `?.`, `::`, `->`. Longest first. */
  readonly links: readonly string[];
  /** Whether line breaks end statements: without indentation nothing is an argument. */
  readonly lines: boolean;
  /** A word that declares the name behind it, wherever it stands. */
  readonly declaring: RegExp | null;
}
