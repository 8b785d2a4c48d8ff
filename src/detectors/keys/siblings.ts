import { parts } from '../../text/words.ts';
import { type Bracket, margin, sectionOf } from './enclosing.ts';

/** How far to either side what belongs to the same thing is looked for. */
const reach = { characters: 1500, lines: 12 };

/** A field that says whose thing an object, a call, a section or a block of settings is. */
const field =
  /(?:provider|vendor|service|platform|engine|backend|model(?:_?name)?|(?:api_?)?type|name|id)["'`\]]?\s{0,4}(?::=|=>|[:=>])\s{0,4}\\{0,4}["'`]?([A-Za-z][\w.-]{1,60})([/:]?)/gi;
const fieldName = /(?:^|[^\w$.-])([A-Za-z][\w.-]{0,60})$/;
const last = /(?:provider|vendor|service|platform|engine|backend|model_?name|model|api_?type|type|name|id)$/i;

/** What fields of the same object, call, section or block say the value `name` is of, such as the `provider` beside an `apiKey`. */
export function siblings(text: string, start: number, end: number, name: string, [open]: readonly Bracket[]): string[] {
  const around = open ? inBrackets(text, start, end, open) : inLines(text, start, end);
  const own = prefix(name);
  const found: { readonly isModel: boolean; readonly value: string }[] = [];
  for (const { 0: whole, 1: value = '', 2: cut, index } of around.matchAll(field)) {
    const length = /^\w+/.exec(whole)?.[0].length ?? 0;
    const called = fieldName.exec(around.slice(Math.max(0, index - 60), index + length))?.[1] ?? '';
    const what = last.exec(called)?.[0] ?? '';
    if (what === '') continue;
    const theirs = parts(called.slice(0, -what.length)).join(' ');
    if (theirs !== own && (own !== '' || !open)) continue;
    const isModel = /model/i.test(what);
    // A model by itself is served by many; before a slash stands who does.
    if (!isModel || cut !== '') found.push({ isModel, value });
  }
  const told = found.filter(({ isModel }) => !isModel);
  return (told.length > 0 ? told : found).map(({ value }) => value);
}

/** `llm` of `LLM_API_KEY`: what stands before the words for a credential. */
function prefix(name: string): string {
  const words = parts(name);
  while (
    /^(?:api|key|keys|apikey|token|secret|auth|access|password|value|credential|credentials|id|bearer)$/.test(
      words.at(-1) ?? '-',
    )
  )
    words.pop();
  return words.join(' ');
}

/** What stands between the brackets that a value stands in, without what is in brackets of its own. */
function inBrackets(text: string, start: number, end: number, { at }: Bracket): string {
  return `${level(text, at + 1, start)}\n${level(text, end, Math.min(text.length, end + reach.characters))}`;
}

function level(text: string, from: number, to: number): string {
  let depth = 0;
  let flat = '';
  let begin = from;
  for (let at = from; at < to; at++) {
    const sign = text[at];
    if (sign === '(' || sign === '[' || sign === '{') {
      if (depth === 0) flat += text.slice(begin, at);
      depth++;
    } else if (sign === ')' || sign === ']' || sign === '}') {
      if (depth === 0) return flat + text.slice(begin, at);
      depth--;
      if (depth === 0) begin = at + 1;
    }
  }
  return depth === 0 ? flat + text.slice(begin, to) : flat;
}

/** The lines of the block that a value stands in: as far set in as its own, up to the next that is less, or opens a section or an item. */
function inLines(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - reach.characters), start).split('\n');
  const after = text.slice(end, end + reach.characters).split('\n');
  const own = before.pop() ?? '';
  const width = margin(own);
  const lines = [`${own} ${after.shift() ?? ''}`];
  let isFirst = isItem(own);
  for (
    let line = before.pop(), count = 0;
    line !== undefined && !isFirst && count < reach.lines;
    line = before.pop(), count++
  ) {
    if (line.trim() === '') continue;
    if (margin(line) < width || sectionOf(line) !== null) break;
    if (margin(line) > width) continue;
    lines.push(line);
    isFirst = isItem(line);
  }
  for (const line of after.slice(0, reach.lines)) {
    if (line.trim() === '') continue;
    if (margin(line) < width || sectionOf(line) !== null || (isItem(line) && margin(line) === width)) break;
    if (margin(line) === width) lines.push(line);
  }
  return lines.join('\n');
}

function isItem(line: string): boolean {
  return /^\s*-\s/.test(line);
}
