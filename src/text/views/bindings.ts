import { blankBefore, isQuote } from './operators.ts';
import { startOf, table } from './tokens.ts';

const word = table(/\w/);
const quoted = /([=:])\s{0,80}[$@]{0,2}[BFLNRSUbflnrsu]{0,2}(["'`])([\w+/=.~|-]{1,512})\2/g;
const defined =
  /(?:#\s?define\s{1,20}|\bdefine\(\s?["']|@)([A-Za-z_]\w{0,63})["']?\s{0,20},?\s{0,20}["']([\w+/=.~|-]{1,512})["']/g;
const plain =
  /^[ \t]{0,64}(?:(?:export|ARG|ENV|set|local|readonly|declare|-)[ \t]{1,8})?([A-Za-z_]\w{0,63})(?:=|[ \t]?:=[ \t]?|:[ \t]{1,8})([\w+/.~|-][\w+/=.~|-]{0,511})[ \t]{0,64}\r?$/gm;
const type = /^(?:[Ss]tring|[Ss]tr|char|CharSequence)$/;
/** A name with its type: `a: &str`, `a string`, `a As String`. */
const typed = /([A-Za-z_]\w{0,63})(?:\s{0,8}:\s{0,8}[&\w'<>[\]., |]{1,40}|\s{1,8}(?:As\s)?[Ss]tring)\s{0,8}$/;

/** The names of a text that stand for one short literal each, and are bound nowhere to anything else. */
export function bindings(text: string, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, Bound>();
  const bind = (name: string, value: string, assigned: boolean): void => {
    if (!names.has(name)) return;
    const before = found.get(name);
    const count = (before?.count ?? 0) + (assigned ? 1 : 0);
    found.set(name, { value: before && before.value !== value ? null : value, count });
  };
  for (const { 1: sign = '', 3: value = '', index } of text.matchAll(quoted)) {
    const before = text[index - 1] === ':' ? index - 1 : index;
    const name = nameBefore(text, before);
    if (names.has(name)) bind(name, value, sign === '=');
    else if (type.test(name) || /[>\]]/.test(text[blankBefore(text, index) - 1] ?? ''))
      bind(typed.exec(text.slice(Math.max(0, index - 100), index))?.[1] ?? '', value, false);
  }
  for (const { 1: name = '', 2: value = '' } of text.matchAll(defined)) bind(name, value, false);
  for (const { 0: line, 1: name = '', 2: value = '' } of text.matchAll(plain))
    bind(name, value, line.includes(`${name}=`) || line.includes(':='));
  if (found.size > 0) forget(text, found);
  return new Map([...found].flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])));
}

interface Bound {
  /** `null` where it is several. */
  readonly value: string | null;
  /** How many of its bindings are assignments. */
  readonly count: number;
}

/** Takes out what is assigned anything else as well. */
function forget(text: string, found: Map<string, Bound>): void {
  const assigned = new Map<string, number>();
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    if (text[at + 1] === '=' || /[=!<>]/.test(text[at - 1] ?? '')) continue;
    const name = nameBefore(text, /[-+*/.|&?:%^~]/.test(text[at - 1] ?? '') ? at - 1 : at);
    if (found.has(name)) assigned.set(name, (assigned.get(name) ?? 0) + 1);
  }
  for (const [name, count] of assigned) if (count > (found.get(name)?.count ?? 0)) found.delete(name);
}

/** The name that ends before `end`, be it a key in quotes or an array of characters. */
function nameBefore(text: string, end: number): string {
  let at = blankBefore(text, end);
  if (isQuote(text.charCodeAt(at - 1))) at--;
  else if (text.startsWith('[]', at - 2)) at -= 2;
  return text.slice(startOf(text, at, isWord, Math.max(0, at - 64)), at);
}

function isWord(code: number): boolean {
  return word[code] === 1;
}
