import type { Leaf, Leaves } from './entries.ts';

const section = /^\s*\[{1,2}\s*([\w.\-"' ]{1,400}?)\s*\]{1,2}\s*(?:#.*)?$/;
const pair =
  /^[\s\-?]*(?:export\s+)?(?:"([^"\\]{1,200})"|'([^']{1,200})'|([A-Za-z_$@][\w.$/@-]{0,199}))\s*[:=]\s*(.*)$/d;
const line = /[^\r\n]+/g;

/**
 * Every line that says `key: value` or `key = value`, whatever stands around it. It is the last resort where a parser
 * gave up: the path is the key alone, after the `[section]` that it stands in.
 */
export function pairs(text: string): Leaf[] {
  const leaves: Leaf[] = [];
  let head: readonly string[] = [];
  for (const { 0: content, index } of text.matchAll(line)) {
    const opened = section.exec(content)?.[1];
    if (opened !== undefined) head = opened.split('.').map(unquoted);

    const leaf = opened === undefined ? pairOf(content, index, head) : null;
    if (leaf) leaves.push(leaf);
  }
  return leaves;
}

/** Adds the pairs that lie in no leaf already found and open no map that holds one, and restores the order of the text. */
export function addPairs(text: string, leaves: Leaves): void {
  const found = [...leaves.list].sort((a, b) => a.at - b.at);
  let next = 0;
  let reach = -1;
  for (const leaf of pairs(text)) {
    for (let known = found[next]; known && known.at <= leaf.at; known = found[++next]) {
      reach = Math.max(reach, known.at, known.end - 1);
    }
    const opens = /^[{[|>]?$/.test(leaf.value) || (found[next]?.at ?? Number.POSITIVE_INFINITY) <= leaf.end;
    if (leaf.at > reach && !opens) leaves.add(leaf);
  }
  leaves.list.sort((a, b) => a.at - b.at);
}

function pairOf(content: string, offset: number, head: readonly string[]): Leaf | null {
  const match = pair.exec(content);
  const value = match?.indices?.[4];
  const key = match?.indices?.[1] ?? match?.indices?.[2] ?? match?.indices?.[3];
  if (!value || !key) return null;

  const [start, end] = bare(content, value[0]);
  return {
    path: [...head, content.slice(...key)],
    value: content.slice(start, end),
    at: offset + key[0],
    start: offset + start,
    end: offset + end,
  };
}

/** Where the value lies in the line: without quotes, comment and trailing comma. */
function bare(content: string, from: number): [start: number, end: number] {
  const quote = content[from];
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = content.indexOf(quote, from + 1);
    return [from + 1, close < 0 ? content.length : close];
  }
  const comment = content.indexOf(' #', from);
  let end = comment < 0 ? content.length : comment;
  while (end > from && /[\s,;]/.test(content[end - 1] ?? '')) end -= 1;
  return [from, end];
}

function unquoted(name: string): string {
  return name.trim().replace(/^(["'])(.*)\1$/, '$2');
}
