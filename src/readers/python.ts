import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Parser, Tree } from 'web-tree-sitter';
import type { Reader } from '../model/document.ts';
import type { Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { program } from './code/facts.ts';
import { python as language } from './code/language.ts';
import { translate } from './code/python.ts';
import { ease } from './ease.ts';
import { lexical } from './lexical.ts';
import { salvage } from './salvage.ts';

/** Source over this size costs more to parse than it tells: the lexical pass reads it. UTF-16 units. */
const largest = 2 << 20;

/**
 * The parser runs in a machine of its own (WebAssembly), with a small stack. A text may bring that machine down for
 * good: then a new one is made, but not one for every file of a tree that is full of such texts.
 */
const machines = 4;

/** A parser, and whether its machine still runs. */
interface Machine {
  readonly parser: Parser;
  broken: boolean;
}

let current: Promise<Machine> | null = null;
let made = 0;
/** What belongs to broken machines is kept: to collect it would run code in them. */
const kept: unknown[] = [];

/** Python by tree-sitter; the grammar is loaded here, once a thread. */
export async function loadPython(): Promise<Reader> {
  current ??= load();
  const machine = await current;
  return { id: 'python', read: (text) => read(machine, text) };
}

async function load(): Promise<Machine> {
  const require = createRequire(import.meta.url);
  const wasm = require.resolve('web-tree-sitter/web-tree-sitter.wasm');
  // The library keeps one machine for good; another name of the same module has another one.
  const again = pathToFileURL(join(dirname(wasm), 'web-tree-sitter.js'));
  again.search = `${made}`;
  const { Parser, Language }: typeof import('web-tree-sitter') =
    made++ === 0 ? await import('web-tree-sitter') : await import(again.href);
  await Parser.init({ locateFile: () => wasm, print: () => {}, printErr: () => {} });
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm')));
  return { parser, broken: false };
}

function read(machine: Machine, text: string): Reading {
  if (text.length > largest) return lexical(text, language, 'over 2 MB: read word by word, not parsed');
  if (machine.broken) return lexical(text, language, 'the parser was down: read word by word');
  const source = ease(text);
  if (source === null) return lexical(text, language, 'too many lines joined by backslashes: read word by word');
  let tree: Tree | null = null;
  try {
    tree = machine.parser.parse(source);
    return tree ? parsed(tree, text) : lexical(text, language, 'the parser gave up: read word by word');
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

function parsed(tree: Tree, text: string): Reading {
  const lines = new Lines(text);
  const { facts, exports, leads, entry } = program(translate(tree.rootNode), language, (offset) => lines.at(offset));
  const main = /^if\s+__name__\s*==/m.test(text) || text.startsWith('#!');
  const reading: Reading = {
    facts,
    exports,
    leads,
    manifest: null,
    language: language.id,
    entry: entry || main,
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
