import type { Reader } from '../model/document.ts';
import type { Fact, Reading, StringFact, VariableFact } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import { Lines } from '../text/position.ts';
import { type Cells, type Code, cellsOf } from './notebook/cells.ts';
import { languageNamed } from './notebook/languages.ts';
import { asides, languageOfCell, withoutHead, withoutMagics } from './notebook/magics.ts';
import { moved } from './notebook/moved.ts';
import { unescaped } from './notebook/unescaped.ts';
import { plain } from './plain.ts';

/** Longest line of an output that is worth a look: data of images and tables is longer. */
const maximumOutput = 1000;
const maximumOutputs = 5000;

/**
 * Jupyter and polyglot notebooks: the code cells of each language as one text for its reader, and every position of what
 * it saw moved back to the line and column of the notebook's own JSON. `code` gives the reader of a language, such as
 * `python`; where it has none for that of the kernel, the strings of the code are kept.
 */
export function notebookReader(code: (language: string) => Reader | null): Reader {
  return {
    id: 'notebook',
    read(text, path) {
      const cells = cellsOf(text);
      if (cells.code.length === 0 && cells.trouble) return { ...plain.read(text, path), trouble: cells.trouble };

      const kernel = languageNamed(cells.language) ?? cells.language;
      const to = new Lines(text);
      const parts = partsOf(text, cells, kernel);
      const own = parts.find(({ language }) => language === kernel);
      const seen = own ? readPart(own, code(kernel) ?? plain, path, to) : null;
      const others = parts.flatMap((part) => {
        const reader = part === own ? null : code(part.language);
        const reading = reader && readPart(part, reader, path, to);
        return reading?.language ? [{ language: reading.language, facts: reading.facts }] : [];
      });
      const [first] = others;
      const language = seen?.language ?? (own ? undefined : first?.language);
      return {
        facts: [...(seen?.facts ?? []), ...printed(cells.outputs, to)],
        exports: seen?.exports ?? [],
        manifest: null,
        ...(language ? { language } : {}),
        ...(others.length > 0 ? { others } : {}),
        entry: cells.code.length > 0,
        trouble: cells.trouble || (seen?.trouble ?? ''),
      };
    },
  };
}

/** What stands in a notebook in one language, as one text; `set` are variables that magics set. */
interface Part {
  readonly language: string;
  readonly source: string;
  readonly set: readonly { readonly name: string; readonly offset: number }[];
  /** Offset in the notebook of a character of the text. */
  origin(offset: number): number;
}

function readPart({ source, set, origin }: Part, reader: Reader, path: string, to: Lines): Reading {
  const reading = reader.read(source, `${path}${reader.id === 'javascript' ? '.ts' : ''}`);
  const from = new Lines(source);
  const back = ({ line, column }: Position) => to.at(origin(from.start(line) + column - 1));
  const { facts, exports } = moved({ facts: reading.facts, exports: reading.exports }, back);
  const handed = set.map(({ name, offset }) => variable(name, to.at(origin(offset))));
  return { ...reading, facts: [...facts, ...handed], exports };
}

/** The cells by their language; lines of Python cells for a shell or a database are parts of their own. */
function partsOf(text: string, { code }: Cells, kernel: string): readonly Part[] {
  const groups = new Map<string, { pieces: Piece[]; end: number }[]>([[kernel, []]]);
  for (const cell of code) {
    const pieces = cell.source.map(({ start, end }) => unescaped(text, start, end));
    const said = languageOfCell(pieces.map(({ value }) => value).join(''));
    const language = said ?? (cell.language === null ? null : languageNamed(cell.language)) ?? kernel;
    const list = groups.get(language) ?? [];
    groups.set(language, list);
    list.push({ pieces: said === null ? pieces : headless(pieces), end: endOf(cell) });
  }
  return [...groups].flatMap(([language, list]): Part[] => {
    if (language === '') return [];
    const { text: joined, origin } = join(list);
    if (language !== 'python') return list.length > 0 ? [{ language, source: joined, set: [], origin }] : [];
    const { source, variables } = withoutMagics(joined);
    const aside = Object.entries(asides(joined)).flatMap(([name, lines]): Part[] =>
      lines.trim() === '' ? [] : [{ language: name, source: lines, set: [], origin }],
    );
    return [{ language, source, set: variables, origin }, ...aside];
  });
}

interface Piece {
  readonly value: string;
  readonly offsets: Uint32Array;
}

/** The first line, which says what language it is, blanked. */
function headless([first, ...rest]: readonly Piece[]): Piece[] {
  return first ? [{ ...first, value: withoutHead(first.value) }, ...rest] : [];
}

function endOf({ source }: Code): number {
  return source.at(-1)?.end ?? 0;
}

/** Cells one after the other, each from its pieces, and a newline between them. */
function join(cells: readonly { pieces: readonly Piece[]; end: number }[]): Pick<Part, 'origin'> & { text: string } {
  const texts: string[] = [];
  const origins: Uint32Array[] = [];
  for (const { pieces, end } of cells) {
    for (const { value, offsets } of pieces) {
      texts.push(value);
      origins.push(offsets);
    }
    texts.push('\n');
    origins.push(Uint32Array.of(end));
  }
  const all = joinedOffsets(origins);
  return { text: texts.join(''), origin: (offset) => all[Math.min(offset, all.length - 1)] ?? 0 };
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
function printed(outputs: Cells['outputs'], lines: Lines): readonly Fact[] {
  return outputs
    .filter(({ value }) => value.length <= maximumOutput)
    .slice(0, maximumOutputs)
    .map(
      ({ value, start }): StringFact => ({
        kind: 'string',
        value: value.trim(),
        role: 'other',
        name: null,
        at: lines.at(start),
        within: null,
      }),
    );
}

function variable(name: string, at: Position): VariableFact {
  return { kind: 'variable', name, fallback: null, at, within: null };
}
