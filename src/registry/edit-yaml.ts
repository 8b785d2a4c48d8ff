import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path, Step } from './difference.ts';
import { appendItems, insertFields, removeLines, replaceValue } from './edit-block.ts';
import { extendFlow, removeFromFlow } from './edit-flow.ts';
import { flow, scalar } from './layout.ts';
import { endOf, startOf } from './node.ts';
import { columnOf, lineBreak, type Splice, spliced } from './splice.ts';

/** A list or a mapping that is written out where it stands. */
export type Collection = YAMLMap | YAMLSeq;

/** A text and how it is laid out. */
export interface Page {
  readonly text: string;
  readonly eol: string;
  /** Spaces that each level of a new block adds. */
  readonly step: number;
}

/** The YAML text after these steps, all else as it was; `null` where it is written so that they cannot be made in it. */
export function editYaml(text: string, steps: readonly Step[]): string | null {
  const document = parseDocument(text, { keepSourceTokens: true });
  const page = { text, eol: lineBreak(text), step: stepOf(document, text) };
  const splices: Splice[] = [];
  for (const step of steps) {
    const made = splicesOf(step, document, page);
    if (made === null) return null;
    splices.push(...made);
  }
  return spliced(text, endedLines(splices, page));
}

function splicesOf(step: Step, document: Document, page: Page): readonly Splice[] | null {
  const { path } = step;
  if (step.kind === 'set') return setSplices(path, step.value, document, page);

  const node = nodeAt(document, path);
  if (!isCollection(node)) return null;
  switch (step.kind) {
    case 'insert':
      return isMap(node) ? insertSplices(node, step, page) : null;
    case 'append':
      return isSeq(node) ? appendSplices(node, path, step.values, document, page) : null;
    case 'remove':
      return removeSplices(node, step.keys, page);
    default:
      return step satisfies never;
  }
}

function setSplices(path: Path, value: unknown, document: Document, page: Page): readonly Splice[] | null {
  const parent = nodeAt(document, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, path.at(-1)) : undefined;
  return isMap(parent) && pair ? replaceValue(pair, value, isFlow(parent), page) : null;
}

function insertSplices(
  map: YAMLMap,
  { after, fields }: Step & { kind: 'insert' },
  page: Page,
): readonly Splice[] | null {
  const index = map.items.findIndex((pair) => isKey(pair, after));
  if (after !== null && index < 0) return null;
  if (!isFlow(map)) return insertFields(map, index, fields, page);

  const texts = fields.map(([key, value]) => `${scalar(key, 'flow')}: ${flow(value)}`);
  return extendFlow(map, index, texts, page);
}

/** A list of entries that is empty becomes a block, so that it is written like any other. */
function appendSplices(
  seq: YAMLSeq,
  path: Path,
  values: readonly unknown[],
  document: Document,
  page: Page,
): readonly Splice[] | null {
  if (!isFlow(seq)) return appendItems(seq, path.length === 1, values, page);

  const parent = nodeAt(document, path.slice(0, -1));
  const pair = isMap(parent) && !isFlow(parent) ? pairOf(parent, path.at(-1)) : undefined;
  const isBare = seq.items.length === 0 && !page.text.slice(startOf(seq), endOf(seq)).includes('#');
  if (pair && isBare) return replaceValue(pair, values, false, page, path.length === 1);
  return extendFlow(seq, seq.items.length - 1, values.map(flow), page);
}

function removeSplices(node: Collection, keys: readonly (string | number)[], page: Page): readonly Splice[] | null {
  const gone = new Set(
    keys.map((key) => (isMap(node) ? node.items.findIndex((pair) => isKey(pair, key)) : Number(key))),
  );
  return isFlow(node) ? removeFromFlow(node, gone, page) : removeLines(node, gone, page);
}

function nodeAt(document: Document, path: Path): unknown {
  let node: unknown = document.contents;
  for (const key of path) {
    if (!isCollection(node)) return null;
    node = isMap(node) ? pairOf(node, key)?.value : node.items[Number(key)];
  }
  return node;
}

function pairOf(map: YAMLMap, key: unknown): Pair | undefined {
  return map.items.find((pair) => isKey(pair, key));
}

function isKey({ key }: Pair, name: unknown): boolean {
  return isScalar(key) && key.value === name;
}

function isFlow(node: Collection): boolean {
  return node.flow === true;
}

/** How deep the file sets the fields of a mapping below its key; two spaces where it does not say. */
function stepOf(document: Document, text: string): number {
  const agents = nodeAt(document, ['agents']);
  for (const entry of isSeq(agents) ? agents.items : []) {
    if (!isMap(entry)) continue;
    for (const { key, value } of entry.items) {
      if (!isMap(value) || isFlow(value)) continue;
      const step = columnOf(text, startOf(value)) - columnOf(text, startOf(key));
      if (step > 0 && step <= 8) return step;
    }
  }
  return 2;
}

/** What is added behind a last line that does not end begins by ending it. */
function endedLines(splices: readonly Splice[], { text, eol }: Page): readonly Splice[] {
  if (text.endsWith('\n')) return splices;
  const first = splices.findIndex(({ from }) => from === text.length);
  return splices.map((splice, index) => (index === first ? { ...splice, text: eol + splice.text } : splice));
}
