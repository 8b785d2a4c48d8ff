import type { Reader } from '../model/document.ts';
import { entryReading, type Leaf, Leaves } from './entries.ts';

/** A line that holds a pair; the key ends at the first `=`, `:` or blank that is not escaped. */
const pair = /^[ \t\f]{0,200}((?:\\.|[^\s:=#!\\])(?:\\.|[^\s:=\\]){0,400})[ \t\f]{0,200}(?:[=:][ \t\f]{0,200})?(.*)$/d;
const line = /[^\r\n]+/g;

/** How many lines one value may run over. */
const maximumLines = 200;

/** Properties files of Java: `key=value`, `key: value`, `key value`, values that run on behind a backslash. */
export const properties: Reader = {
  id: 'properties',
  read: (text) => entryReading(text, propertiesLeaves(text)),
};

/** The leaves of a properties text. A dot in a key leads one level down, as in YAML that says the same. */
function propertiesLeaves(text: string): Leaves {
  const leaves = new Leaves();
  let open: { leaf: Leaf; lines: number } | null = null;
  for (const { 0: content, index } of text.matchAll(line)) {
    if (open) {
      const more = content.trimStart();
      const leaf: Leaf = { ...open.leaf, value: open.leaf.value + unescaped(bare(more)), end: index + content.length };
      open = runsOn(more) && open.lines < maximumLines ? { leaf, lines: open.lines + 1 } : null;
      if (!open) leaves.add(leaf);
      continue;
    }
    const leaf = leafOf(content, index);
    if (leaf && runsOn(content)) open = { leaf, lines: 1 };
    else if (leaf) leaves.add(leaf);
  }
  if (open) leaves.add(open.leaf);
  return leaves;
}

function leafOf(content: string, offset: number): Leaf | null {
  const match = pair.exec(offset === 0 && content.charCodeAt(0) === 0xfeff ? ` ${content.slice(1)}` : content);
  const [, key = '', value = ''] = match ?? [];
  const at = match?.indices?.[1]?.[0];
  const start = match?.indices?.[2]?.[0];
  if (at === undefined || start === undefined) return null;
  const shown = bare(value);
  return {
    path: unescaped(key).split('.'),
    value: unescaped(shown).trim(),
    at: offset + at,
    start: offset + start,
    end: offset + start + shown.length,
  };
}

/** An odd number of backslashes at the end of a line: the next one belongs to it. */
function runsOn(content: string): boolean {
  let count = 0;
  while (content[content.length - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

function bare(value: string): string {
  return runsOn(value) ? value.slice(0, -1) : value;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (letter === 'n') return '\n';
    if (letter === 't') return '\t';
    return letter === 'r' ? '\r' : (letter ?? '');
  });
}
