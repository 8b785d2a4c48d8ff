import { SaxesParser } from 'saxes';
import type { Reader } from '../model/document.ts';
import { entryReading, Leaves, maximumDepth, maximumText } from './entries.ts';

/** XML: texts and attributes as entries. An element's path holds its number behind its name from the second of that name on. */
export const xml: Reader = { id: 'xml', read: (text) => entryReading(text, xmlLeaves(text)) };

/** An element that is open, with the number of its children by name and where its last piece of markup ended. */
interface Open {
  readonly path: readonly (string | number)[];
  readonly children: Map<string, number>;
  readonly at: number;
  text: string;
  start: number;
}

/**
 * The leaves of an XML text: `<a x="1"><b>t</b></a>` has `a.@x` and `a.b`. Names lose their prefix. Entities that a
 * document defines are not expanded: there is nothing to blow up.
 */
export function xmlLeaves(text: string): Leaves {
  const leaves = new Leaves();
  if (text.length > maximumText) leaves.note('It is over 2 MB: only its beginning was read.');
  const source = text.slice(0, maximumText);
  const parser = new SaxesParser({ position: true });
  const root: Open = { path: [], children: new Map(), at: 0, text: '', start: 0 };
  const open: Open[] = [root];
  let markup = 0;
  let begin = 0;

  parser.on('error', (error) => leaves.note(`It is not well-formed XML: ${error.message}`));
  // A tag that is never closed takes the next one in: where it began is known only when it begins.
  parser.on('opentagstart', () => {
    begin = source.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const above = open.at(-1) ?? root;
    const isDeep = open.length > maximumDepth;
    if (isDeep) leaves.note('It is nested too deeply; what lies deeper was left out.');
    const element = isDeep ? { ...above, text: '' } : opened(plain(name), above, begin);
    if (!isDeep)
      for (const [key, value] of Object.entries(attributes))
        add(leaves, [...element.path, `@${plain(key)}`], value, source.indexOf(`${key}`, begin));
    open.push(element);
    markup = parser.position;
  });
  parser.on('text', (value) => {
    const element = open.at(-1);
    if (!element || value.trim() === '') return;
    if (element.text === '') element.start = markup + (/^\s*/.exec(source.slice(markup))?.[0].length ?? 0);
    element.text += value;
  });
  parser.on('cdata', (value) => {
    const element = open.at(-1);
    if (!element) return;
    if (element.text === '') element.start = markup;
    element.text += value;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element?.text && open.length <= maximumDepth) add(leaves, element.path, element.text.trim(), element.start);
    markup = parser.position;
  });
  for (const kind of ['comment', 'processinginstruction', 'xmldecl', 'doctype'] as const)
    parser.on(kind, () => {
      markup = parser.position;
    });
  parser.write(source).close();
  return leaves;
}

function opened(name: string, above: Open, at: number): Open {
  const before = above.children.get(name) ?? 0;
  above.children.set(name, before + 1);
  const path = [...above.path, name, ...(before > 0 ? [before] : [])];
  return { path, children: new Map(), at, text: '', start: at };
}

function add(leaves: Leaves, path: readonly (string | number)[], value: string, at: number): void {
  const start = Math.max(at, 0);
  leaves.add({ path, value, at: start, start, end: start + value.length });
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
