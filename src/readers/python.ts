import { createRequire } from 'node:module';
import { Language as Grammar, Parser } from 'web-tree-sitter';
import type { Reader } from '../model/document.ts';
import type { Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { program } from './code/facts.ts';
import { python as language } from './code/language.ts';
import { translate } from './code/python.ts';
import { lexical } from './lexical.ts';
import { salvage } from './salvage.ts';

/** Source over this size costs more to parse than it tells: the lexical pass reads it. UTF-16 units. */
const largest = 2 << 20;

/** Python by tree-sitter; the grammar is loaded here, once a thread. */
export async function loadPython(): Promise<Reader> {
  const require = createRequire(import.meta.url);
  await Parser.init({ locateFile: () => require.resolve('web-tree-sitter/web-tree-sitter.wasm') });
  const parser = new Parser();
  parser.setLanguage(await Grammar.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm')));
  return { id: 'python', read: (text, path) => read(parser, text, path) };
}

function read(parser: Parser, text: string, _path: string): Reading {
  if (text.length > largest) return lexical(text, language, 'over 2 MB: read word by word, not parsed');
  const tree = parser.parse(text);
  if (!tree) return lexical(text, language, 'the parser gave up: read word by word');
  try {
    const lines = new Lines(text);
    const { facts, exports, entry } = program(translate(tree.rootNode), language, (offset) => lines.at(offset));
    const main = /^if\s+__name__\s*==/m.test(text) || text.startsWith('#!');
    const reading: Reading = {
      facts,
      exports,
      manifest: null,
      language: language.id,
      entry: entry || main,
      trouble: '',
    };
    return tree.rootNode.hasError ? salvage(reading, text, language) : reading;
  } catch (error) {
    // A walk that runs out of stack throws a RangeError; what it could not do, the lexical pass can.
    if (!(error instanceof RangeError)) throw error;
    return lexical(text, language, 'nested too deeply for the parser: read word by word');
  } finally {
    tree.delete();
  }
}
