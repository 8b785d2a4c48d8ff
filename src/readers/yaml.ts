import { CST, Parser } from 'yaml';
import type { Reader } from '../model/document.ts';
import { entryReading, Leaves, maximumDepth, maximumText } from './entries.ts';
import { addPairs, pairs } from './pairs.ts';

type Path = readonly (string | number)[];
type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

/** A collection on the way, and how far it has been walked. */
interface Frame {
  readonly collection: Collection;
  readonly path: Path;
  next: number;
}

/** Functions of CloudFormation that name another value: `!Ref Model` is kept as `${Model}`. Other tags make nothing. */
const reference = /^!(?:Ref|GetAtt|ImportValue)$/;

/** YAML of one or more documents. Aliases are named, never followed; tags make nothing; no value is built. */
export const yaml: Reader = {
  id: 'yaml',
  read: (text) => entryReading(text, yamlLeaves(text)),
};

/**
 * The leaves of a YAML text. It walks the tokens of the syntax, with a stack of its own, and never composes a document:
 * what an alias or a merge would expand to cannot cost anything.
 */
export function yamlLeaves(text: string): Leaves {
  const leaves = new Leaves();
  if (text.length > maximumText) {
    leaves.note('The YAML is too large to be parsed; it was read line by line.');
    for (const leaf of pairs(text)) leaves.add(leaf);
    return leaves;
  }
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') leaves.note('The YAML has a mistake; what follows it was read line by line.');
    if (token.type === 'document' && token.value) walk(token.value, leaves);
  }
  if (leaves.trouble) addPairs(text, leaves);
  return leaves;
}

function walk(root: CST.Token, leaves: Leaves): void {
  const frames: Frame[] = [];
  enter(frames, root, [], root.offset, leaves);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const index = frame.next++;
    const item: CST.CollectionItem | undefined = frame.collection.items[index];
    if (item) step(frames, frame, item, index, leaves);
    else frames.pop();
  }
}

function step(frames: Frame[], frame: Frame, item: CST.CollectionItem, index: number, leaves: Leaves): void {
  const { collection, path } = frame;
  const list = isList(collection);
  const base = list ? [...path, index] : path;
  if (item.key === undefined && item.sep === undefined) {
    if (list) enter(frames, item.value, base, item.value?.offset ?? collection.offset, leaves, item.start);
    else if (item.value) enter(frames, null, [...base, keyText(item.value, leaves)], item.value.offset, leaves);
    return;
  }
  const at = item.key?.offset ?? item.sep?.[0]?.offset ?? collection.offset;
  enter(frames, item.value, [...base, keyText(item.key, leaves)], at, leaves, item.sep);
}

function enter(
  frames: Frame[],
  token: CST.Token | null | undefined,
  path: Path,
  at: number,
  leaves: Leaves,
  before: readonly CST.SourceToken[] = [],
): void {
  if (!CST.isCollection(token)) {
    const leaf = scalar(token, path, at, leaves);
    leaves.add(refers(before) && leaf.value !== '' ? { ...leaf, value: `\${${leaf.value}}` } : leaf);
    return;
  }
  if (token.type === 'flow-collection' && token.end.length === 0)
    leaves.note('The YAML holds a bracket that is not closed.');
  if (token.items.length === 0) leaves.add({ path, value: '', at, start: token.offset, end: token.offset + 2 });
  else if (frames.length < maximumDepth) frames.push({ collection: token, path, next: 0 });
  else leaves.note(`The YAML is nested deeper than ${maximumDepth} levels; what lies deeper was not read as entries.`);
}

function refers(before: readonly CST.SourceToken[]): boolean {
  return before.some(({ type, source }) => type === 'tag' && reference.test(source));
}

function scalar(token: CST.Token | null | undefined, path: Path, at: number, leaves: Leaves) {
  if (!token) return { path, value: '', at, start: at, end: at };

  const [start, end] = extent(token);
  const value = valueText(token, leaves);
  if (!isOpen(token)) return { path, value, at, start, end };

  // A forgotten quote must not swallow what follows: its text ends with its line.
  const [line = ''] = token.source.slice(1).split(/\r?\n/, 1);
  return { path, value: line.trimEnd(), at, start, end: start + line.length };
}

/** A quote that is opened and never closed. */
function isOpen(token: CST.Token): token is CST.FlowScalar {
  if (token.type !== 'double-quoted-scalar' && token.type !== 'single-quoted-scalar') return false;
  let isMissing = false;
  CST.resolveAsScalar(token, false, (_offset, code) => {
    isMissing ||= code === 'MISSING_CHAR';
  });
  return isMissing;
}

function keyText(token: CST.Token | null | undefined, leaves: Leaves): string {
  if (CST.isCollection(token)) return '?';
  if (token && 'source' in token && /[\r\n]/.test(token.source))
    leaves.note('The YAML has a key of more than one line.');
  return token ? valueText(token, leaves) : '';
}

function valueText(token: CST.Token, leaves: Leaves): string {
  if (token.type === 'alias') return token.source;

  const resolved = CST.resolveAsScalar(token, false, (_offset, code) => {
    if (code === 'MISSING_CHAR') leaves.note('The YAML holds a quote that is not closed.');
  });
  const text = resolved?.value ?? '';
  return token.type === 'scalar' && /^(?:~|null|Null|NULL)$/.test(text) ? '' : text;
}

/** Where the text of a scalar stands, without quotes; of a block, its first line behind the indentation. */
function extent(token: CST.Token): [start: number, end: number] {
  const source = 'source' in token ? token.source : '';
  if (token.type === 'block-scalar') {
    const from = token.props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), token.offset);
    return [from + (source.length - source.trimStart().length), from + source.length];
  }
  const quoted = token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar' ? 1 : 0;
  return [token.offset + quoted, Math.max(token.offset + quoted, token.offset + source.length - quoted)];
}

function isList(collection: Collection): boolean {
  return collection.type === 'block-seq' || (collection.type === 'flow-collection' && collection.start.source === '[');
}
