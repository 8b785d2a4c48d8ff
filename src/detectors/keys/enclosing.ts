import { chainBefore } from './chain.ts';
import { elements } from './markup.ts';

/** How far back is looked for what encloses a value. */
const reach = { characters: 2000, levels: 8, lines: 80 };

/** A function, a key or a section around a place. */
export interface Enclosing {
  readonly name: string;
  /** True for a function that is called. */
  readonly isCall: boolean;
}

/** A bracket that is open at a place. */
export interface Bracket {
  readonly at: number;
  readonly sign: '(' | '[' | '{';
}

/** What encloses a place of a text, the nearest first: functions that are called, keys of objects, elements, sections and parents by indent. */
export function enclosing(text: string, start: number, open = brackets(text, start)): readonly Enclosing[] {
  const marked = elements(text, start).flatMap(({ name, called }) => (called === null ? [name] : [name, called]));
  const before = text.slice(Math.max(0, start - reach.characters), start);
  const trees = [...marked, ...indents(before)];
  return [...open.flatMap((bracket) => heads(text, bracket)), ...trees.map((name) => ({ name, isCall: false }))];
}

/** 1 for what opens, 2 for what closes. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) =>
  '([{'.includes(String.fromCharCode(code)) ? 1 : ')]}'.includes(String.fromCharCode(code)) ? 2 : 0,
);

/** The brackets that are open at a place, the nearest first. */
export function brackets(text: string, start: number): readonly Bracket[] {
  const least = Math.max(0, start - reach.characters);
  const found: Bracket[] = [];
  let depth = 0;
  for (let at = start - 1; at >= least && found.length < reach.levels; at--) {
    const kind = kinds[text.charCodeAt(at)] ?? 0;
    if (kind === 0) continue;
    if (kind === 2) depth++;
    else if (depth > 0) depth--;
    else found.push({ at, sign: text[at] as Bracket['sign'] }); // of the three that open
  }
  return found;
}

/** The name before a bracket: `new Mistral(`, `"openai": {`, `cohere.Client(`. */
function heads(text: string, { at, sign }: Bracket): readonly Enclosing[] {
  const head = text.slice(Math.max(0, at - 160), at).trimEnd();
  const call = sign === '(' ? chainBefore(text, Math.max(0, at - 160) + head.length) : null;
  if (call) return [{ name: call.name, isCall: true }];
  const name = /([A-Za-z_$][\w$.:>-]{0,100})(?:\\{0,8}["'`])?\s{0,4}(?::=|:|=>|=|\()?$/.exec(head)?.[1];
  return name === undefined ? [] : [{ name, isCall: sign === '(' }];
}

/** Parents in a tree that is drawn by indents, and the section of an INI or TOML file. */
function* indents(before: string): Iterable<string> {
  const lines = before.split(/\r?\n/);
  const own = lines.pop() ?? '';
  let least = margin(own);
  for (let count = 0; count < reach.lines && lines.length > 0; count++) {
    const line = lines.pop() ?? '';
    const section = sectionOf(line);
    if (section !== null) {
      yield section;
      return;
    }
    if (line.trim() === '' || margin(line) >= least) continue;
    least = margin(line);
    const name =
      /^\s*(?:-\s{1,4})?["']?([\w./-]{1,100})["']?\s{0,4}:(?:\s|$)/.exec(line)?.[1] ??
      /^\s*<([\w:.-]{1,100})/.exec(line)?.[1] ??
      /^\s*(?:class|module|def|function|resource|provider|variable|block|\w{2,40})\s{1,4}["']?([\w./-]{2,100})/.exec(
        line,
      )?.[1];
    if (name !== undefined) yield name;
    if (least === 0) return;
  }
}

/** The section that a line of an INI or TOML file opens. */
export function sectionOf(line: string): string | null {
  return /^\s{0,40}\[{1,2}([^\]]{1,120})\]{1,2}\s{0,9}(?:[#;].{0,200})?$/.exec(line)?.[1] ?? null;
}

/** How far a line is set in; the dash of a list counts. */
export function margin(line: string): number {
  const width = /^[ \t]*(?:-[ \t]+)?/.exec(line)?.[0].length ?? 0;
  return width;
}
