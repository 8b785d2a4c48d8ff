import type { Reader } from '../model/document.ts';
import type { StringFact, VariableFact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import { Lines } from '../text/position.ts';
import { type Cells, cellsOf } from './notebook/cells.ts';
import { isForeign, withoutMagics } from './notebook/magics.ts';
import { moved } from './notebook/moved.ts';
import { unescaped } from './notebook/unescaped.ts';
import { plain } from './plain.ts';

/** Longest line of an output that is worth a look: data of images and tables is longer. */
const maximumOutput = 1000;
const maximumOutputs = 5000;

/**
 * Jupyter notebooks: the code cells as one text for the reader of their language, and every position of what it saw
 * moved back to the line and column of the notebook's own JSON. `code` gives the reader of a kernel's language, such as
 * `python`; where it has none the strings of the code are kept.
 */
export function notebookReader(code: (language: string) => Reader | null): Reader {
  return {
    id: 'notebook',
    read(text, path) {
      const cells = cellsOf(text);
      if (cells.code.length === 0 && cells.trouble) return { ...plain.read(text, path), trouble: cells.trouble };

      const python = cells.language === 'python';
      const joined = join(text, cells.code, python);
      const { source, variables } = python ? withoutMagics(joined.text) : { source: joined.text, variables: [] };
      const { facts, exports, trouble, language } = (code(cells.language) ?? plain).read(source, path);

      const from = new Lines(source);
      const to = new Lines(text);
      const back = ({ line, column }: Position) => to.at(joined.origin(from.start(line) + column - 1));
      const handed = variables.map(({ name, offset }) => variable(name, to.at(joined.origin(offset))));
      const seen = moved({ facts, exports }, back);
      return {
        facts: [...seen.facts, ...handed, ...printed(cells.outputs, to)],
        exports: seen.exports,
        manifest: null,
        ...(language ? { language } : {}),
        entry: cells.code.length > 0,
        trouble: cells.trouble || trouble,
      };
    },
  };
}

interface Joined {
  readonly text: string;
  /** Offset in the notebook of a character of the text. */
  origin(offset: number): number;
}

/** Cells one after the other, each from its pieces, and a newline between them. */
function join(text: string, code: Cells['code'], python: boolean): Joined {
  const pieces: string[] = [];
  const origins: Uint32Array[] = [];
  for (const cell of code) {
    const parts = cell.map(({ start, end }) => unescaped(text, start, end));
    if (python && isForeign(parts.map(({ value }) => value).join(''))) continue;

    for (const { value, offsets } of parts) {
      pieces.push(value);
      origins.push(offsets);
    }
    pieces.push('\n');
    origins.push(Uint32Array.of(cell.at(-1)?.end ?? 0));
  }
  const all = joinedOffsets(origins);
  return { text: pieces.join(''), origin: (offset) => all[Math.min(offset, all.length - 1)] ?? 0 };
}

function joinedOffsets(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}

/** Lines that the cells printed, as strings: they may name hosts, and never run. */
function printed(outputs: Cells['outputs'], lines: Lines): StringFact[] {
  return outputs
    .filter(({ value }) => value.length <= maximumOutput)
    .slice(0, maximumOutputs)
    .map(({ value, start }) => ({
      kind: 'string',
      value: value.trim(),
      role: 'other',
      name: null,
      at: lines.at(start),
      within: null,
    }));
}

function variable(name: string, at: Position): VariableFact {
  return { kind: 'variable', name, fallback: null, at, within: null };
}
