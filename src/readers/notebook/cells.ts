import type { Leaf } from '../entries.ts';
import { jsonLeaves } from '../json.ts';
import { textAt } from '../manifests/tree.ts';

/** A code cell: the strings of its source, and its language where it says so itself. */
export interface Code {
  readonly source: readonly Leaf[];
  readonly language: string | null;
}

/** A notebook's pieces of text, by what they are for. */
export interface Cells {
  /** The code cells, in order. */
  readonly code: readonly Code[];
  /** Strings that the cells put out. */
  readonly outputs: readonly Leaf[];
  /** Language of the kernel, lower case: `python` where it is not said. */
  readonly language: string;
  readonly trouble: string;
}

interface Cell {
  kind: string;
  language: string | null;
  readonly source: Leaf[];
}

/** Sorts the leaves of a notebook's JSON. A cell of unknown kind, as in a file that is cut off, is taken for code. */
export function cellsOf(text: string): Cells {
  const { list, trouble } = jsonLeaves(text);
  const cells = new Map<string, Cell>();
  const outputs: Leaf[] = [];
  for (const leaf of list) {
    const depth = depthOfCell(leaf.path);
    if (depth === 0) continue;

    const id = leaf.path.slice(0, depth).join('\0');
    const cell = cells.get(id) ?? { kind: 'code', language: null, source: [] };
    cells.set(id, cell);
    const [field, second, third] = leaf.path.slice(depth);
    if (field === 'cell_type') cell.kind = leaf.value;
    else if (field === 'metadata' && /^(?:languageId|language|kernelName)$/.test(String(leaf.path.at(-1))))
      cell.language = leaf.value;
    else if ((field === 'source' || field === 'input') && leaf.value !== '') cell.source.push(leaf);
    else if (field === 'outputs' && typeof second === 'number' && isText(third, leaf)) outputs.push(leaf);
  }
  const code = [...cells.values()].filter(({ kind }) => kind === 'code');
  return { code, outputs, language: languageOf(list), trouble };
}

/** Segments that lead to the cell that a leaf belongs to, 0 for none. Notebooks of format 3 keep their cells in worksheets. */
function depthOfCell([first, second, third, fourth]: Leaf['path']): number {
  if (first === 'cells' && typeof second === 'number') return 2;
  return first === 'worksheets' && third === 'cells' && typeof fourth === 'number' ? 4 : 0;
}

/** Text that was printed or returned; pictures and markup are none. */
function isText(field: string | number | undefined, { path }: Leaf): boolean {
  return field === 'text' || (field === 'data' && path.includes('text/plain'));
}

function languageOf(list: readonly Leaf[]): string {
  const said = textAt(list, 'metadata', 'kernelspec', 'language') ?? textAt(list, 'metadata', 'language_info', 'name');
  const language = (said ?? 'python').toLowerCase();
  return language === 'ipython' || language.startsWith('python') ? 'python' : language;
}
