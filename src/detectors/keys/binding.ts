import { parts } from '../../text/words.ts';
import { type Chain, chainBefore } from './chain.ts';
import { command, isCarrier } from './command.ts';
import type { Bracket } from './enclosing.ts';
import { elementName } from './markup.ts';

/** What binds a value to a name. */
export interface Binding {
  /** A variable, key, field, header, parameter, flag or command. */
  readonly name: string | null;
  /** The constant that holds it, or what is made of it, and can be used elsewhere. */
  readonly variable: string | null;
}

/** Quotes, with or without an escape before them. */
const quotes = /(?:\\{0,8}["'`])+$/;
const schemes = /\b(?:Bearer|Basic|Token|Key|Api-Key|token|bearer|apikey)[ \t]{1,4}$/;
const operator = /(?::=|=>|->|<<<|===?|!==?|\+=|\?\?=?|\|\|=?|:-|:|=|,|>|\|(?=\s*$)|\bor\b|\belse\b)$/;

/** The name before a value, on its line or at the end of the line above; `open` are the brackets around it. */
export function binding(text: string, start: number, open: readonly Bracket[]): Binding | null {
  const marked = /[>[]\s{0,200}$/.test(text.slice(Math.max(0, start - 201), start)) ? elementName(text, start) : null;
  if (marked !== null) return { name: marked, variable: null };
  const given = argument(text, start, open);
  if (given) return given;
  const assigned = assignedBefore(text, start);
  if (assigned !== 'unsigned') return assigned;
  const name = command(text, start);
  return name === null ? null : { name, variable: null };
}

/** The name that an operator binds to what begins at `start`; `unsigned` where there is no operator. */
function assignedBefore(text: string, start: number): Binding | null | 'unsigned' {
  const before = text.slice(Math.max(0, start - 320), start);
  const rest = opened(before.slice(cut(before))).trimEnd();
  const sign = operator.exec(rest)?.[0];
  if (sign === undefined) return 'unsigned';
  const name = named(rest.slice(0, -sign.length).trimEnd(), sign);
  if (name === null) return null;
  if (isCarrier(name)) return { name: command(text, start) ?? name, variable: null };
  const isMade = /^(?::=|=|\?\?=|\|\|=|\|\||\?\?|:|or)$/.test(sign);
  return { name, variable: isMade ? (/(?:^|[ .])([A-Za-z_$][\w$]{2,80})$/.exec(name)?.[1] ?? null) : null };
}

/** Functions that hand on what they are given: the value of a call is its argument. */
const transparent = new Set(
  'default unwrap_or or orelse getordefault field some string str of from fromstring from_str trim strip literal secret secretstr variable just ok quote encode bytes value tostring'.split(
    ' ',
  ),
);

/**
 * What names a value that a call is given by itself: `set_api_key("…")`, `.apiKey("…")`, `new AuthApiKey("…")` the call; of one that hands
 * on what it is given (`SecretStr("…")`, `.default("…")`, `Field(default="…")`) what its own value is bound to. `null` where it is no
 * such call.
 */
function argument(text: string, start: number, [open]: readonly Bracket[]): Binding | null {
  if (open?.sign !== '(') return null;
  const between = text.slice(open.at + 1, start);
  const isDefault = /^[^()]{0,200}\bdefault(?:_value|Value)?\s{0,4}[=:]\s{0,4}["'`]?$/.test(between);
  if (!isDefault && !/^\s{0,80}(?:[fbruFBRU@$]{1,2})?\\{0,8}["'`]{1,3}$/.test(between)) return null;
  const chain = chainBefore(text, open.at);
  if (!chain) return null;
  const last = chain.name.split('.').at(-1) ?? '';
  const outer = outerName(text, chain);
  if (isDefault) {
    const first = /^\s{0,80}["'`]{1,2}([A-Za-z-][\w.-]{2,80})["'`]/.exec(between)?.[1];
    const name = first ?? outer?.name ?? null;
    return name === null ? null : { name, variable: null };
  }
  if (transparent.has(last.toLowerCase()) && outer) return outer;
  // What it is made into is handed on: `cred = AzureKeyCredential("…")`, `Client(cred)`.
  return { name: isOfCredential(last) ? last : null, variable: outer?.variable ?? null };
}

/** What the value of a chain of calls is bound to, or the name that one of its calls was given. */
function outerName(text: string, { start, given }: Chain): Binding | null {
  if (given !== null) return { name: given, variable: null };
  const before = text.slice(Math.max(0, start - 12), start);
  const bound = assignedBefore(text, start - (/\b(?:new|await|return)\s{1,4}$/.exec(before)?.[0].length ?? 0));
  return bound === 'unsigned' ? null : bound;
}

function isOfCredential(name: string): boolean {
  return parts(name).some((word) =>
    /^(?:key|keys|apikey|token|secret|auth|credential|credentials|password|login)$/.test(word),
  );
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
    rest = rest.replace(/[ \t]*(?:[|>][+-]?)?[ \t]*\r?\n[ \t]*$/, ' ').replace(/[$#]?[[({][ \t]{0,8}$/, '');
    again = rest.length < length && /["'`\n([{]\s{0,8}$|\b(?:Bearer|Basic|Token|Key)[ \t]$/.test(rest);
  }
  return rest;
}

/** A name of any kind that stands in quotes: `["Mistral:ApiKey"]`, `"Mistral API key"`. */
const inQuotes = /(?:^|[^\w\\])\\{0,8}(["'`])(-{0,2}[A-Za-z_][\w$.:/ -]{0,100})\\{0,8}\1[\s\])}!?]{0,8}$/;
/** A type between a name and its value: `key: string =`, `key: &'static str =`. */
const annotated =
  /([A-Za-z_$][\w$]{0,100})\??(?:\s{1,4}:|:(?=\s|(?<!\$\w{1,30}:)(?:[A-Z&]|str)))\s{0,4}(?:&(?:'\w{1,20}\s)?)?(?![A-Z\d]+_[A-Z\d_]+$)[\w.]{1,80}(?:[<[][\w&'<>[\]., |?]{1,80}[\]>])?[?!]?(?:\s{0,2}\|\s{0,2}[\w.]{1,40}){0,3}$/;
/** `char key[] =`, `char key[33] PROGMEM =`, `keys[0] =`. */
const array = /\[\w{0,20}\](?:\s{1,4}[A-Z]{2,20})?\s{0,8}$/;
/** A credential that prose or a table speaks of: `Mistral API key: …`. */
const said = /(?:^|[^\w.$-])((?:[A-Za-z][\w.-]{0,30} ){1,3}(?:key|token|secret|password))$/i;

/** The first cells of a row of a table. */
const cell = /(?:^|\n)\s{0,8}\|(?:[^\n]{0,200}\|)?[\s`*]{0,8}([A-Za-z][\w .-]{1,80}?)[\s`*]{0,8}$/;

/** The name on the left of an operator, quotes, brackets and a type's annotation left out. */
function named(left: string, sign: string): string | null {
  if (sign === '|') return cell.exec(left)?.[1] ?? null;
  const whole = inQuotes.exec(left)?.[2];
  if (whole !== undefined && (sign !== ',' || !whole.includes(' '))) return whole;
  const typed = sign === '=' ? annotated.exec(left)?.[1] : undefined;
  if (typed !== undefined) return typed;
  const single = sign === '=' ? left.replace(array, '') : left;
  const bare = single.replace(/(?:\\{0,8}["'`]|[\])}!?*]|\s){1,8}$/, '');
  const words = sign === ':' || sign === '=' ? said.exec(bare)?.[1] : undefined;
  if (words !== undefined && !/^(?:const|let|var|final|static|export|private|public|string)\b/i.test(words))
    return words;
  // `$env:NAME`, `$script:name`: the name of a shell's variable stands behind its scope.
  const found = /(?:^|[^A-Za-z0-9_$.-])(-{0,2}[A-Za-z_$][\w$.-]{0,100})$/.exec(bare)?.[1] ?? null;
  return found?.replace(/^(?:process\.env|os\.environ|ENV|self|this|env)\./, '') ?? null;
}
