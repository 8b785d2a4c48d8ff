import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Parser, Node as Syntax, Tree } from 'web-tree-sitter';
import type { Reader } from '../model/document.ts';
import type { Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { withoutEndless } from './code/endless.ts';
import { program } from './code/facts.ts';
import type { Language } from './code/language.ts';
import type { Node } from './code/syntax.ts';
import { lexical } from './lexical.ts';
import { salvage } from './salvage.ts';

/** A language that is parsed by tree-sitter. One lies in `languages/<id>/grammar.ts`. */
export interface Grammar {
  readonly language: Language;
  /** The compiled grammar: a file of an installed package, or one in `grammars/` (starts with `./`). */
  readonly wasm: string;
  /** The parsed file in rollcall's own small syntax tree. */
  translate(root: Syntax): Translation;
  /** True where the text by itself says that it can be started: a main function, a shebang. */
  starts(text: string): boolean;
  /** The text as the grammar can read it in time, with every character in its place; null where it never can. */
  readonly ease?: (text: string) => string | null;
}

/** A file in rollcall's own small syntax tree, and the package it says it belongs to. */
export interface Translation {
  readonly nodes: readonly Node[];
  readonly package: string | null;
}

/** Source over this size costs more to parse than it tells: the lexical pass reads it. UTF-16 units. */
const largest = 2 << 20;

/**
 * How often a parser may report that it still works, for a text of that length: a program takes some ten reports a
 * thousand characters, text that is none takes many times that. Counted, not timed: the same file reads the same anywhere.
 */
const patience = (length: number): number => Math.min(4_000 + length / 100, 15_000);

/** Nodes of a tree that are worth translating: a program of 2 MB has some 500,000. */
const mostNodes = 700_000;

/**
 * Parsers run in a machine of their own (WebAssembly), with a small stack. A text may bring that machine down for
 * good: then a new one is made, but not one for every file of a tree that is full of such texts.
 */
const machines = 4;

/** The parsers of all languages met so far, and whether the machine they share still runs. */
interface Machine {
  readonly library: typeof import('web-tree-sitter');
  /** By grammar: two of them may be of one language. */
  readonly parsers: Map<string, Promise<Parser>>;
  broken: boolean;
}

const require = createRequire(import.meta.url);

let current: Promise<Machine> | null = null;
let made = 0;
/** What belongs to broken machines is kept: to collect it would run code in them. */
const kept: unknown[] = [];

/** The reader of a language; its grammar is loaded here, once a thread. */
export async function loadReader(grammar: Grammar): Promise<Reader> {
  current ??= load();
  const machine = await current;
  const { id } = grammar.language;
  const known = machine.parsers.get(grammar.wasm) ?? parserOf(grammar, machine);
  machine.parsers.set(grammar.wasm, known);
  const parser = await known;
  return { id, read: (text) => read({ machine, parser }, text, grammar) };
}

async function load(): Promise<Machine> {
  // Grammars are large and each runs for seconds at most: to compile them a second time, for speed, costs more memory than it saves time.
  setFlagsFromString('--liftoff-only');
  const wasm = require.resolve('web-tree-sitter/web-tree-sitter.wasm');
  // The library keeps one machine for good; another name of the same module has another one.
  const again = pathToFileURL(join(dirname(wasm), 'web-tree-sitter.js'));
  again.search = `${made}`;
  const library: typeof import('web-tree-sitter') =
    made++ === 0 ? await import('web-tree-sitter') : await import(again.href);
  await library.Parser.init({ locateFile: () => wasm, print: () => {}, printErr: () => {} });
  return { library, parsers: new Map(), broken: false };
}

async function parserOf({ wasm }: Grammar, { library, broken }: Machine): Promise<Parser> {
  const parser = new library.Parser();
  const path = wasm.startsWith('./')
    ? fileURLToPath(new URL(`../../grammars/${wasm.slice(2)}`, import.meta.url))
    : require.resolve(wasm);
  if (!broken) parser.setLanguage(await library.Language.load(path));
  return parser;
}

/** A parser in its machine. */
interface Running {
  readonly machine: Machine;
  readonly parser: Parser;
}

function read({ machine, parser }: Running, text: string, grammar: Grammar): Reading {
  const { language } = grammar;
  if (text.length > largest) return lexical(text, language, 'over 2 MB: read word by word, not parsed');
  if (machine.broken) return lexical(text, language, 'the parser was down: read word by word');
  const calm = withoutEndless(text, language.lexis);
  const source = grammar.ease ? grammar.ease(calm ?? text) : (calm ?? text);
  if (source === null) return lexical(text, language, 'too many lines joined by backslashes: read word by word');
  let tree: Tree | null = null;
  try {
    tree = parseWithin(parser, source);
    if (!tree || tree.rootNode.descendantCount > mostNodes)
      return lexical(text, language, 'too much for the parser: read word by word');
    const reading = parsed(tree, calm ?? text, grammar);
    return calm === null
      ? reading
      : { ...reading, trouble: reading.trouble || 'has marks without an end: passed over' };
  } catch (error) {
    // A walk that runs out of stack throws a RangeError; what it could not do, the lexical pass can.
    if (error instanceof RangeError)
      return lexical(text, language, 'nested too deeply for the parser: read word by word');
    if (!isMachineError(error)) throw error;
    bury(machine, tree);
    return lexical(text, language, 'brought the parser down: read word by word');
  } finally {
    if (!machine.broken) tree?.delete();
  }
}

/** `null` where the parser does not come to an end in a sensible number of steps. */
function parseWithin(parser: Parser, source: string): Tree | null {
  let reports = 0;
  const tree = parser.parse(source, null, { progressCallback: () => ++reports > patience(source.length) });
  if (!tree) parser.reset();
  return tree;
}

function parsed(tree: Tree, text: string, { language, translate, starts }: Grammar): Reading {
  const lines = new Lines(text);
  const translation = translate(tree.rootNode);
  const { facts, exports, leads, entry } = program(translation.nodes, language, (offset) => lines.at(offset));
  const reading: Reading = {
    facts,
    exports,
    leads,
    manifest: null,
    language: language.id,
    package: translation.package,
    entry: entry || starts(text),
    trouble: '',
  };
  return tree.rootNode.hasError ? salvage(reading, text, language) : reading;
}

function bury(machine: Machine, tree: Tree | null): void {
  machine.broken = true;
  kept.push(machine, tree);
  if (made < machines) current = null;
}

/** The machine's stack or memory ran out, or its code stopped itself. */
function isMachineError(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}
