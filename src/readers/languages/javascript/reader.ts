import type { ts as TS } from 'ts-morph';
import type { Reader } from '../../../model/document.ts';
import type { Reading } from '../../../model/fact.ts';
import { Lines } from '../../../text/position.ts';
import { program } from '../../code/facts.ts';
import { lexical } from '../../lexical.ts';
import { salvage } from '../../salvage.ts';
import { javascript as language } from './language.ts';
import { translate } from './translate.ts';
import { ts } from './ts.ts';

/** Source over this size costs more to parse than it tells: the lexical pass reads it. UTF-16 units. */
const largest = 2 << 20;

/** JavaScript and TypeScript, with or without JSX, by the TypeScript parser of ts-morph. */
export const javascript: Reader = {
  id: 'javascript',
  read(text, path): Reading {
    if (text.length > largest) return lexical(text, language, 'over 2 MB: read word by word, not parsed');
    try {
      const file = parse(text, path);
      const lines = new Lines(text);
      const nodes = translate(file);
      const { facts, exports, leads, entry } = program(nodes, language, (offset) => lines.at(offset));
      const reading: Reading = {
        facts,
        exports,
        leads,
        manifest: null,
        language: language.id,
        entry: entry || text.startsWith('#!'),
        trouble: '',
      };
      return isBroken(file) ? salvage(reading, text, language) : reading;
    } catch (error) {
      // A parser or a walk that runs out of stack throws a RangeError; what it could not do, the lexical pass can.
      if (!(error instanceof RangeError)) throw error;
      return lexical(text, language, 'nested too deeply for the parser: read word by word');
    }
  },
};

/** Syntax errors do not stop the parser: it goes on with what it can read, and so do we. */
function parse(text: string, path: string): TS.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind(path));
}

function isBroken(file: TS.SourceFile): boolean {
  // Every parsed file has them; the published types leave them out.
  const { parseDiagnostics } = file as TS.SourceFile & { readonly parseDiagnostics?: readonly unknown[] };
  return parseDiagnostics !== undefined && parseDiagnostics.length > 0;
}

function kind(path: string): TS.ScriptKind {
  if (/\.[cm]?ts$/i.test(path)) return ts.ScriptKind.TS;
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  return ts.ScriptKind.JSX;
}
