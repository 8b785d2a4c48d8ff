import { spaced } from '../../text/words.ts';
import { type Enclosing, enclosing } from './enclosing.ts';

/** What stands around a value in its text. */
export class Surroundings {
  /** What binds the value: a variable, key, field, header, parameter, flag or command; `null` where nothing does. */
  readonly name: string | null;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  readonly #outer: Surroundings | null;
  #near: string | null = null;
  #above: readonly Enclosing[] | null = null;
  #words: string | null = null;

  /** Looks around a value that stands at `start` to `end`; where that text stands in another, encoded, `outer` is what is around it there. */
  constructor(text: string, start: number, end: number, outer: Surroundings | null = null) {
    const name = bound(text, start) ?? outer?.name ?? null;
    const sibling = name !== null && /^(?:.*[._-])?(?:value|parametervalue|defaultvalue|default)$/i.test(name);
    // `variable "x" { default = … }`: the block's label is the name.
    this.name = sibling ? (paired(text, start, end) ?? enclosing(text, start)[0]?.name ?? name) : name;
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#outer = outer;
  }

  /** The lines around it, in lower case. */
  get near(): string {
    this.#near ??= `${near(this.#text, this.#start, this.#end).toLowerCase()}\n${this.#outer?.near ?? ''}`;
    return this.#near;
  }

  /** What encloses it, the nearest first: the function it is handed to, keys of a tree, a section. */
  get above(): readonly Enclosing[] {
    this.#above ??= [...enclosing(this.#text, this.#start), ...(this.#outer?.above ?? [])];
    return this.#above;
  }

  /** Words of the name, of what encloses it, and of the lines around, each between blanks. */
  get spacedName(): string {
    return spaced(this.name ?? '');
  }

  get spacedAbove(): string {
    return this.above.map(({ name }) => spaced(name)).join('|');
  }

  /** The function that it is handed to by itself, as a literal. */
  get callee(): string {
    if (!/["'`]/.test(this.#text[this.#start - 1] ?? '')) return '';
    const [nearest] = this.above;
    return nearest?.isCall ? spaced(nearest.name) : '';
  }

  get spacedNear(): string {
    this.#words ??= spaced(this.near);
    return this.#words;
  }
}

/** Lines, and characters, to either side that count as near. */
const reach = { lines: 5, characters: 900 };

function near(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - reach.characters), start).split('\n');
  const after = text.slice(end, end + reach.characters).split('\n');
  const lines = [before.slice(-reach.lines - 1).join('\n'), after.slice(0, reach.lines + 1).join('\n')];
  return lines.join(' ');
}

/** `{"name": "X", "value": "…"}`, `- name: X` over `value: …`, `key="X" value="…"`: the pair's other half names the value. */
function paired(text: string, start: number, end: number): string | null {
  const half =
    /(?:^|[^\w-])["']?(?:name|key|parameterkey|variable|id)["']?\s{0,8}[:=]\s{0,8}\\?["']?([\w.\-/]{2,100})/gi;
  const before = [...text.slice(Math.max(0, start - 240), start).matchAll(half)].at(-1)?.[1];
  return before ?? half.exec(text.slice(end, end + 160))?.[1] ?? null;
}

/** Quotes, with or without an escape before them. */
const quotes = /(?:\\{0,8}["'`])+$/;
const schemes = /\b(?:Bearer|Basic|Token|Key|Api-Key|token|bearer|apikey)[ \t]{1,4}$/;
const operator = /(?::=|=>|->|===?|!==?|\+=|\?\?=?|\|\|=?|:-|:|=|,|>|\bor\b|\belse\b)$/;

/** The name before a value, on its line or at the end of the line above. */
function bound(text: string, start: number): string | null {
  let before = text.slice(Math.max(0, start - 320), start);
  before = before.slice(cut(before));
  before = opened(before);
  const spaced = /[ \t]$/.test(before);
  before = before.trimEnd();
  const sign = operator.exec(before)?.[0];
  if (sign === undefined) return spaced ? command(before) : positional(before);
  before = before.slice(0, -sign.length).trimEnd();
  if (sign === '>') return /<([\w:.-]{1,100})(?:\s[^<>]{0,200})?$/.exec(before)?.[1] ?? null;
  return named(before, sign);
}

/** No further back than the line above: a name does not stand two lines away. */
function cut(before: string): number {
  const line = before.lastIndexOf('\n');
  if (line < 0) return 0;
  return before.lastIndexOf('\n', line - 1) + 1;
}

/** Without what opens the value itself: quotes, prefixes of strings, a scheme, block marks, brackets. */
function opened(before: string): string {
  let rest = before;
  for (let again = true; again; ) {
    const length = rest.length;
    rest = rest.replace(schemes, '').replace(quotes, '');
    if (rest.length < length) rest = rest.replace(/(?<![\w])(?:[fbruFBRU]{1,2}|[@$]{1,2})$/, '');
    rest = rest
      .replace(/[ \t]*(?:[|>][+-]?)?[ \t]*\r?\n[ \t]*$/, ' ')
      .replace(/(?:[[({]|\bnew\s{1,4}\w{1,40}\()[ \t]{0,8}$/, '');
    again = rest.length < length && /["'`\n([{]\s{0,8}$|\b(?:Bearer|Basic|Token|Key)[ \t]$/.test(rest);
  }
  return rest;
}

/** The name on the left of an operator, quotes, brackets and a type's annotation left out. */
function named(left: string, sign: string): string | null {
  const typed = sign === '=' ? /([A-Za-z_$][\w$]{0,100})\??\s{0,4}:\s{0,4}[\w&'<>[\]., |?]{1,80}$/.exec(left) : null;
  if (typed?.[1]) return typed[1];
  const bare = left.replace(/(?:\\{0,8}["'`]|[\])}!?]|\s){1,8}$/, '');
  const found = /(?:^|[^A-Za-z0-9_$.-])(-{0,2}[A-Za-z_$][\w$.-]{0,100})$/.exec(bare)?.[1] ?? null;
  return found?.replace(/^(?:process\.env|os\.environ|ENV|self|this|env)\./, '') ?? null;
}

/** `wandb login VALUE`, `--api-key VALUE`, `ENV NAME VALUE`, `setx NAME VALUE`, `-u VALUE`. */
function command(before: string): string | null {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const words = line
    .trim()
    .split(/\s+/)
    .slice(-4)
    .map((word) => word.replace(/^["'`]+|["'`]+$/g, ''));
  const last = words.at(-1) ?? '';
  if (/^-{1,2}[A-Za-z]/.test(last) || /^[A-Z][A-Z0-9_]{2,}$/.test(last)) return last;
  const login = words.findLastIndex((word) => /^(?:login|auth|token|apikey|api-key|key|set-key)$/i.test(word));
  if (login < 0) return null;
  return words.slice(Math.max(0, login - 1)).join(' ');
}

/** `-uVALUE`, `-H X-Key:VALUE` have their sign; what is left has no name of its own. */
function positional(before: string): string | null {
  return /(?:^|\s)(-{1,2}[a-z][\w-]{0,40})$/i.exec(before)?.[1] ?? null;
}
