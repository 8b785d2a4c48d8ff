import type { Wanted } from '../packets/feed.ts';

/** A value of a typed netstring. Bytes are texts of which each sign is a byte. */
export type Value = string | number | boolean | null | readonly Value[] | ReadonlyMap<string, Value>;

/** Which parts of a dictionary are kept: `true` for a value, or which parts of the dictionary that it is. */
export interface Kept {
  readonly [name: string]: true | Kept;
}

/** A dictionary of which only some parts are kept, others being passed over without being read. */
export type Parts = Map<string, Value>;

/** Values that are kept are short; longer ones are passed over. */
const longestValue = 65_536;
const longestKey = 60;
/** `9999999999:` */
const longestSize = 11;
const deepest = 12;

/** What asks for bytes, and yields `null` where they are no typed netstrings. */
type Asking<T> = Generator<Wanted, T | null, Buffer>;

/** Reads the size of the next value, and how many bytes tell it. `start`: the file may end here instead. */
export function* sizeAhead(start = false): Asking<{ readonly size: number; readonly head: number }> {
  const wanted = { kind: 'until', byte: 0x3a, most: longestSize } as const;
  const head = (yield start ? { ...wanted, start } : wanted).toString('latin1');
  return /^\d{1,10}:$/.test(head) ? { size: Number(head.slice(0, -1)), head: head.length } : null;
}

/** Reads the inside of a dictionary of `size` bytes. Names of inner parts are dotted: `request.host`. */
export function* dictionary(size: number, kept: Kept, under = ''): Asking<Parts> {
  const found: Parts = new Map();
  for (let left = size; left > 0; ) {
    const key = yield* sized(left);
    if (!key || key.size > longestKey) return null;
    const name = (yield { kind: 'read', bytes: key.size + 1 }).toString('latin1', 0, key.size);
    left -= key.all;
    const value = yield* sized(left);
    if (!value) return null;
    left -= value.all;
    const inner = Object.hasOwn(kept, name) ? kept[name] : undefined;
    const read: Parts | null = yield* part(value.size, inner, `${under}${name}`);
    if (!read) return null;
    for (const [path, one] of read) found.set(path, one);
  }
  return found;
}

/** The size of a value, and of all that it takes up: its size, itself, and its type. It must have room in what is left. */
function* sized(left: number): Asking<{ readonly size: number; readonly all: number }> {
  const ahead = yield* sizeAhead();
  const all = ahead ? ahead.head + ahead.size + 1 : Number.POSITIVE_INFINITY;
  return ahead && all <= left ? { size: ahead.size, all } : null;
}

function* part(size: number, inner: true | Kept | undefined, path: string): Asking<Parts> {
  if (inner === undefined || (inner === true && size > longestValue)) {
    yield { kind: 'skip', bytes: size + 1 };
    return new Map();
  }
  if (inner === true) {
    const bytes = yield { kind: 'read', bytes: size + 1 };
    const value = typedValue(bytes.subarray(0, size), bytes[size] ?? 0, 0);
    return value === undefined ? null : new Map([[path, value]]);
  }
  const found = yield* dictionary(size, inner, `${path}.`);
  if (found) yield { kind: 'read', bytes: 1 };
  return found;
}

/** A value, by the sign of its type that stands behind it; `undefined` for what is none. */
function typedValue(bytes: Buffer, type: number, depth: number): Value | undefined {
  switch (String.fromCharCode(type)) {
    case ',':
      return bytes.toString('latin1');
    case ';':
      return bytes.toString('utf8');
    case '#':
    case '^':
      return numberOf(bytes.toString('latin1'));
    case '!':
      return bytes.toString('latin1') === 'true';
    case '~':
      return null;
    case ']':
      return listOf(bytes, depth);
    case '}':
      return mapOf(bytes, depth);
    default:
      return undefined;
  }
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? number : undefined;
}

function listOf(bytes: Buffer, depth: number): readonly Value[] | undefined {
  const found: Value[] = [];
  if (depth > deepest) return undefined;
  for (let at = 0; at < bytes.length; ) {
    const size = /^(\d{1,10}):/.exec(bytes.toString('latin1', at, at + longestSize))?.[1];
    if (size === undefined) return undefined;
    const from = at + size.length + 1;
    const end = from + Number(size);
    const value = end < bytes.length ? typedValue(bytes.subarray(from, end), bytes[end] ?? 0, depth + 1) : undefined;
    if (value === undefined) return undefined;
    found.push(value);
    at = end + 1;
  }
  return found;
}

function mapOf(bytes: Buffer, depth: number): ReadonlyMap<string, Value> | undefined {
  const all = listOf(bytes, depth);
  if (!all || all.length % 2 !== 0) return undefined;
  const found = new Map<string, Value>();
  for (const [index, key] of all.entries()) {
    const value = all[index + 1];
    if (index % 2 === 0 && typeof key === 'string' && value !== undefined) found.set(key, value);
  }
  return found;
}
