import type { Argument, Value } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import { spelled } from '../../model/value.ts';
import type { Token } from './tokens.ts';

/** How deep calls are followed into their arguments, how many of those are read, and how long one of them may be. */
const limits = { depth: 6, arguments: 200, tokens: 2000 };

/** The tokens of a text, and where they stand in it. */
export interface Source {
  readonly list: readonly Token[];
  /** For each opening bracket the token that closes it. */
  readonly partners: Uint32Array;
  readonly at: (offset: number) => Position;
}

/** The name of a function or thing: `a.b.c`, lower case. */
export interface Name {
  readonly path: readonly string[];
  readonly next: number;
}

/** Reads a dotted name. */
export function nameAt({ list }: Source, start: number): Name | null {
  if (list[start]?.kind !== 'name') return null;
  const path = [list[start].value.toLowerCase()];
  let next = start + 1;
  for (; list[next]?.value === '.' && list[next + 1]?.kind === 'name'; next += 2)
    path.push(list[next + 1]?.value.toLowerCase() ?? '');
  return { path, next };
}

/** Whether a token is that mark. */
export function is(token: Token | undefined, value: string): boolean {
  return token?.kind === 'mark' && token.value === value;
}

/** Arguments between the bracket at `open` and its partner: by position, `name => value`, `name := value`, `name = value`. */
export function argumentsAt(source: Source, open: number, depth = 0): { args: readonly Argument[]; next: number } {
  const args: Argument[] = [];
  const { list } = source;
  let i = open + 1;
  while (i < list.length && args.length < limits.arguments) {
    const end = endOf(source, i);
    if (end > i) args.push(...argumentOf(source, i, end, depth));
    i = end + 1;
    if (!is(list[end], ',')) break;
  }
  return { args, next: i };
}

/** Where an argument ends: at the comma or the bracket behind it. Brackets inside are passed over at once. */
function endOf({ list, partners }: Source, start: number): number {
  const stop = Math.min(list.length, start + limits.tokens);
  for (let i = start, steps = 0; i < list.length && steps < limits.tokens; i++, steps++) {
    const token = list[i];
    if (token?.kind !== 'mark') continue;
    if (/^[,;)\]}]$/.test(token.value)) return i;
    if ('([{'.includes(token.value)) i = partners[i] ?? list.length;
  }
  return stop;
}

/** For each opening bracket the token that closes it, or the end where none does. */
export function partnersOf(list: readonly Token[]): Uint32Array {
  const partners = new Uint32Array(list.length).fill(list.length);
  const open: number[] = [];
  for (const [index, token] of list.entries()) {
    if (token.kind !== 'mark') continue;
    if ('([{'.includes(token.value)) open.push(index);
    else if (')]}'.includes(token.value)) {
      const from = open.pop();
      if (from !== undefined) partners[from] = index;
    }
  }
  return partners;
}

function argumentOf(source: Source, start: number, end: number, depth: number): readonly Argument[] {
  const { list } = source;
  const sign = list[start + 1];
  const first = list[start];
  const isNamed =
    (first?.kind === 'name' || first?.kind === 'text') && sign?.kind === 'mark' && /^(?:=>|:=|=|:)$/.test(sign.value);
  if (isNamed) {
    const name = first.value.replace(/^@/, '');
    return [{ name: first.kind === 'name' ? name.toLowerCase() : name, value: valueIn(source, start + 2, end, depth) }];
  }
  // `MODEL_ID 'anthropic.claude-v2'`, of settings.
  if (first?.kind === 'name' && sign?.kind === 'text' && end === start + 2 && sign.at > first.at + first.value.length)
    return [{ name: first.value.toLowerCase(), value: valueIn(source, start + 1, end, depth) }];
  // `0.2 AS temperature`, of a struct.
  const as = list[end - 2];
  if (as?.kind === 'name' && /^as$/i.test(as.value) && list[end - 1]?.kind === 'name')
    return [{ name: list[end - 1]?.value.toLowerCase() ?? '', value: valueIn(source, start, end - 2, depth) }];
  return [{ name: null, value: valueIn(source, start, end, depth) }];
}

/** What stands between two tokens, as a value. */
export function valueIn(source: Source, start: number, end: number, depth: number): Value {
  const { list, at } = source;
  const first = list[start];
  if (!first || start >= end || depth > limits.depth) return { kind: 'dynamic' };
  if (is(first, '{') || is(first, '[')) {
    const { args } = argumentsAt(source, start, depth + 1);
    if (is(first, '{')) return { kind: 'map', entries: args };
    return { kind: 'list', items: args.map(({ value }) => value) };
  }
  const pieces = concatenated(list, start, end);
  if (pieces) return pieces.length === 1 ? written(first, at) : spelled(pieces, at(first.at));
  if (first.kind === 'number') return { kind: 'number', number: Number(first.value) };
  if (/^(?:true|false)$/i.test(first.value)) return { kind: 'boolean', boolean: /^true$/i.test(first.value) };
  const name = nameAt(source, start);
  if (!name || !is(list[name.next], '(')) return { kind: 'dynamic' };
  const { args } = argumentsAt(source, name.next, depth + 1);
  return made(name.path, args, at(first.at));
}

/** A string, or the object that it writes down as JSON. */
function written({ value, at: offset }: Token, at: Source['at']): Value {
  const position = at(offset);
  const text: Value = { kind: 'text', text: value, at: position };
  if (!/^\s*\{/.test(value) || value.length > 20_000) return text;
  try {
    return json(JSON.parse(value), position, 0);
  } catch {
    return text;
  }
}

function json(value: unknown, at: Position, depth: number): Value {
  if (typeof value === 'string') return { kind: 'text', text: value, at };
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  if (depth > limits.depth || typeof value !== 'object' || value === null) return { kind: 'dynamic' };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => json(item, at, depth + 1)) };
  return {
    kind: 'map',
    entries: Object.entries(value).map(([name, entry]) => ({ name, value: json(entry, at, depth + 1) })),
  };
}

/** `'a' || x || 'b'`: the pieces, `null` for one that is not written out; null where it is something else. */
function concatenated(list: readonly Token[], start: number, end: number): readonly (string | null)[] | null {
  const pieces: (string | null)[] = [];
  let isText = false;
  for (let i = start; i < Math.min(end, start + limits.tokens); i++) {
    const token = list[i];
    if (token?.kind === 'text') {
      pieces.push(token.value);
      isText = true;
    } else if (is(token, '||')) continue;
    else if (is(token, '::')) i++;
    else if (i === start || is(list[i - 1], '||')) pieces.push(null);
    if (!isText && i > start + 40) return null;
  }
  return isText && (list[start]?.kind === 'text' || is(list[start + 1], '||')) ? pieces : null;
}

/** What a function makes of its arguments: an object, a list, or something of its own. */
function made(path: readonly string[], args: readonly Argument[], at: Position): Value {
  const name = path.at(-1) ?? '';
  if (/^(?:jsonb?_build_object|json_object|object_construct|map|named_struct|jsonb?_object)$/.test(name))
    return { kind: 'map', entries: [...args.filter((arg) => arg.name !== null), ...paired(args)] };
  if (/^(?:struct|struct_pack)$/.test(name)) return { kind: 'map', entries: args };
  if (/^(?:jsonb?_build_array|array|array_construct|list_value|json_array)$/.test(name))
    return { kind: 'list', items: args.map(({ value }) => value) };
  if (/^(?:json|to_jsonb?|parse_json|cast|concat|format)$/.test(name) && args[0]) return args[0].value;
  return { kind: 'ref', ref: { module: path.slice(0, -1).join('.'), path: `${name}()` }, maker: args, at };
}

/** `'model', 'gpt-4o'`: a key and its value take turns. */
function paired(args: readonly Argument[]): readonly Argument[] {
  const positional = args.flatMap(({ name, value }) => (name === null ? [value] : []));
  return positional.flatMap((key, index): readonly Argument[] => {
    const value = positional[index + 1];
    return index % 2 === 0 && key.kind === 'text' && value ? [{ name: key.text, value }] : [];
  });
}
