import { type CST, isMap, isScalar, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Collection, Page } from './edit-yaml.ts';
import { entryLines, fieldLines, flow, itemLines, quoted, scalar } from './layout.ts';
import { endOf, startOf } from './node.ts';
import { blockEnd, columnOf, leading, lineStart, nextLine, type Splice } from './splice.ts';

/** New lines of a block mapping behind the key at `index`; `-1`: before the first. */
export function insertFields(
  map: YAMLMap,
  index: number,
  fields: readonly (readonly [string, unknown])[],
  { text, eol, step }: Page,
): readonly Splice[] {
  const column = columnOf(text, startOf(map));
  const lines = fields.flatMap(([key, value]) => fieldLines(key, value, { column, step }));
  const before = map.items[index];
  if (before === undefined) {
    const at = startOf(map);
    return [{ from: at, to: at, text: `${lines.join(eol).trimStart()}${eol}${' '.repeat(column)}` }];
  }
  const at = blockEnd(text, endOf(before), column);
  return [{ from: at, to: at, text: lines.map((line) => line + eol).join('') }];
}

/** New lines of a block list behind its last item, set apart as those before them. */
export function appendItems(
  seq: YAMLSeq,
  areEntries: boolean,
  values: readonly unknown[],
  { text, eol, step }: Page,
): readonly Splice[] {
  const last = seq.items.at(-1);
  const column = columnOf(text, startOf(seq));
  const at = blockEnd(text, endOf(last), column);
  const gap = isMap(last) && !last.flow ? columnOf(text, startOf(last)) - column : 2;
  const space = seq.items.length > 1 && isApart(dashOf(seq, seq.items.length - 1), text) ? eol : '';
  const items = values.map((value) =>
    areEntries ? entryLines(value, { column, step }, gap > 1 ? gap : 2) : itemLines(value, { column, step }),
  );
  return [{ from: at, to: at, text: items.map((lines) => space + lines.map((line) => line + eol).join('')).join('') }];
}

/** True where an empty line stands above the item, or above the comments on it. */
function isApart(dash: number, text: string): boolean {
  const above = text.slice(0, lineStart(text, dash)).split('\n').slice(0, -1);
  return above.findLast((line) => !line.trim().startsWith('#'))?.trim() === '';
}

/** Takes keys or items out of a block, each with its lines and the comment behind it. */
export function removeLines(node: Collection, gone: ReadonlySet<number>, { text }: Page): readonly Splice[] | null {
  const splices: Splice[] = [];
  for (const index of gone) {
    const item = node.items[index];
    const start = isMap(node) ? startOf(item) : dashOf(node, index);
    const to = blockEnd(text, endOf(item), columnOf(text, start));
    if (leading(text, start).trim() === '') {
      splices.push({ from: lineStart(text, start), to, text: '' });
      continue;
    }
    // The first key of an item stands behind its dash: the next one takes its place.
    const next = node.items[index + 1];
    if (!isMap(node) || !next || text.slice(start, startOf(next)).includes('#')) return null;
    splices.push({ from: start, to: startOf(next), text: '' });
  }
  return splices;
}

/** Another value behind a key. What is short stays on the line of the key, and in quotes if it was. */
export function replaceValue(
  pair: Pair,
  value: unknown,
  isInFlow: boolean,
  { text, eol, step }: Page,
  areEntries = false,
): readonly Splice[] | null {
  const old = pair.value;
  const [from, to] = [startOf(old), endOf(old)];
  if (
    isInFlow ||
    (isScalar(old) && old.type !== 'BLOCK_LITERAL' && old.type !== 'BLOCK_FOLDED' && typeof value !== 'object')
  ) {
    return [{ from, to, text: likeIt(old, value, isInFlow) }];
  }
  const column = columnOf(text, startOf(pair));
  // The key stays as it is written, in quotes or not; only its length matters to what stands behind it.
  const key = 'k'.repeat(endOf(pair.key) - startOf(pair));
  const name = `${' '.repeat(column)}${key}:`;
  const [first = '', ...rest] = areEntries
    ? [name, ...(value as readonly unknown[]).flatMap((each) => entryLines(each, { column: column + step, step }))]
    : fieldLines(key, value, { column, step });
  const head = first.slice(name.length);
  const colon = text.indexOf(':', endOf(pair.key)) + 1;
  // A comment in what goes would be lost; in a text of several lines it is none.
  if (text.slice(colon, isScalar(old) ? nextLine(text, from) : to).includes('#')) return null;

  // A text of several lines ends with its last line break.
  const isEnded = text[to - 1] === '\n';
  if (rest.length === 0) return [{ from: colon, to, text: isEnded ? head + eol : head }];

  const next = isEnded ? to : nextLine(text, to);
  const body = rest.map((line) => line + eol).join('');
  return isEnded
    ? [{ from: colon, to: next, text: eol + body }]
    : [
        { from: colon, to, text: head },
        { from: next, to: next, text: body },
      ];
}

/** In the quotes of the value before it, where that had any. */
function likeIt(old: unknown, value: unknown, isInFlow: boolean): string {
  if (typeof value === 'string' && isScalar(old)) {
    if (old.type === 'QUOTE_DOUBLE') return quoted(value, '"');
    if (old.type === 'QUOTE_SINGLE') return quoted(value);
  }
  return isInFlow ? flow(value) : scalar(value, 'block');
}

/** Where the dash of an item stands. */
function dashOf({ srcToken }: YAMLSeq, index: number): number {
  const { items } = srcToken as CST.BlockSequence; // a list in flow style has no dashes, and nobody asks
  return items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset ?? 0;
}
