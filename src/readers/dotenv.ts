import type { Reader } from '../model/document.ts';
import { entryReading, type Leaf, Leaves } from './entries.ts';

/** What may stand before a name: shells, batch files and PowerShell. */
const lead =
  /[ \t]*(?:export[ \t]+|(?:declare|typeset)[ \t]+-[A-Za-z]+[ \t]+|readonly[ \t]+|local[ \t]+|set[ \t]+|\$env:)?/iy;
const assignment = /(["']?)([A-Za-z_][\w.-]{0,199})\1[ \t]*(?:=|:(?=[ \t]|$))[ \t]*/my;
const newLine = /\r\n?|\n/g;

/** How far a quoted value may run over lines, so that a forgotten quote does not swallow the file. */
const maximumLines = 200;
const maximumValue = 16_384;

/**
 * Environment files: `NAME=value` with every quoting, `NAME: value`, and assignments in scripts. A line that is none of
 * these is passed over, as every loader of such files does, so there is never trouble.
 */
export const dotenv: Reader = {
  id: 'dotenv',
  read: (text) => entryReading(text, dotenvLeaves(text)),
};

/** The variables that an environment file or script sets, one after the other. */
function dotenvLeaves(text: string): Leaves {
  const leaves = new Leaves();
  let offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (offset < text.length) {
    lead.lastIndex = offset;
    const prefix = lead.exec(text)?.[0] ?? '';
    const shell = prefix.trim() !== '';
    let end = offset;
    for (let leaf = variable(text, offset + prefix.length, shell); leaf; leaf = following(text, end, shell)) {
      leaves.add(leaf);
      end = leaf.end;
    }
    offset = afterLine(text, end);
  }
  return leaves;
}

function variable(text: string, at: number, shell: boolean): Leaf | null {
  assignment.lastIndex = at;
  const match = assignment.exec(text);
  const name = match?.[2];
  if (!match || name === undefined) return null;

  const from = assignment.lastIndex;
  return { path: [name], at, ...(quoted(text, from) ?? plain(text, from, shell)) };
}

/** Another assignment on the same line: `A="1"; B=2`, and `export A=1 B=2` in a shell. */
function following(text: string, end: number, shell: boolean): Leaf | null {
  const gap = shell ? /["'`]?[ \t]*[ \t;][ \t]*/y : /["'`]?[ \t]*;[ \t]*/y;
  gap.lastIndex = end;
  return gap.test(text) ? variable(text, gap.lastIndex, shell) : null;
}

/** A value in quotes: on one line, or over several where no line inside reads like a variable of its own. */
function quoted(text: string, from: number): Omit<Leaf, 'path' | 'at'> | null {
  const quote = text[from];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;

  const end = closing(text, from + 1, quote);
  if (end === null) return null;

  const raw = text.slice(from + 1, end);
  return { value: quote === '"' ? unescaped(raw) : raw, start: from + 1, end };
}

function closing(text: string, from: number, quote: string): number | null {
  const limit = Math.min(text.length, from + maximumValue);
  let lines = 0;
  for (let i = from; i < limit; i += 1) {
    const letter = text[i];
    if (letter === '\\' && quote === '"') i += 1;
    else if (letter === quote) return endsValue(text, i + 1) || lines === 0 ? i : null;
    else if (letter === '\n' || (letter === '\r' && text[i + 1] !== '\n')) {
      lines += 1;
      if (lines > maximumLines || opensVariable(text, i + 1)) return null;
    }
  }
  return null;
}

/** Behind a closing quote of several lines nothing stands but a comment; else it opened another value. */
function endsValue(text: string, from: number): boolean {
  const rest = /[ \t;]*(?:#|\r|\n|$)/y;
  rest.lastIndex = from;
  return rest.test(text);
}

function opensVariable(text: string, from: number): boolean {
  const opening = /[ \t]*(?:export[ \t]+)?[A-Za-z_]\w{0,199}[ \t]{0,20}=[ \t]*[^\s=]/y;
  opening.lastIndex = from;
  return opening.test(text);
}

/** A value without quotes, or whose quote is never closed: the rest of the line without its comment. */
function plain(text: string, from: number, shell: boolean): Omit<Leaf, 'path' | 'at'> {
  const start = /["'`]/.test(text[from] ?? '') ? from + 1 : from;
  const stop = shell ? /[\r\n]|[ \t]#|[ \t;](?=[A-Za-z_]\w{0,199}=)/g : /[\r\n]|[ \t]#/g;
  stop.lastIndex = start;
  let end = text[start] === '#' ? start : (stop.exec(text)?.index ?? text.length);
  while (end > start && /[ \t;]/.test(text[end - 1] ?? '')) end -= 1;
  return { value: text.slice(start, end), start, end };
}

function unescaped(raw: string): string {
  return raw.replace(/\\(\r\n?|[\s\S])/g, (_all, letter: string) => {
    if (letter === 'n') return '\n';
    if (letter === 'r') return '\r';
    if (letter === 't') return '\t';
    return /[\r\n]/.test(letter) ? '' : letter;
  });
}

function afterLine(text: string, from: number): number {
  newLine.lastIndex = from;
  return newLine.exec(text) ? newLine.lastIndex : text.length;
}
