/** A record cut into values: the value under a name, `undefined` where there is none. */
export type Row = (name: string) => unknown;

/** What is looked up by no name, on purpose of nobody: a record names its fields as it likes. */
const deepest = 8;

/**
 * The value at a dotted path. Keys that hold dots (`id.orig_h`, `k8s.pod.name`) are tried before their parts. Of a list the
 * first item that has the path is taken, and a list of `{key, value}` pairs, as OpenTelemetry writes attributes, is a map.
 */
export function at(value: unknown, path: string, depth = 0): unknown {
  if (path === '' || depth > deepest) return path === '' ? value : undefined;
  if (Array.isArray(value)) return inList(value, path, depth);
  if (typeof value === 'string') return at(nested(value), path, depth + 1);
  if (typeof value !== 'object' || value === null) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const key = path.slice(0, end);
    if (!Object.hasOwn(value, key)) continue;
    const found = at((value as Record<string, unknown>)[key], path.slice(end + 1), depth + 1); // an object, and it has the key
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the last text held: every field of a record, and every format that it is held against, asks for the same one. */
let last: { readonly text: string; readonly value: unknown } = { text: '', value: undefined };

/** Some put an object into a text: Azure does with `properties`. */
function nested(text: string): unknown {
  if (!text.startsWith('{') || text.length > 262_144) return undefined;
  if (last.text !== text) last = { text, value: parsed(text) };
  return last.value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inList(list: readonly unknown[], path: string, depth: number): unknown {
  for (const item of list.slice(0, 1000)) {
    const found = pairValue(item, path, depth) ?? at(item, path, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{"key": "service.name", "value": {"stringValue": "triage"}}`, and the `{"name": …, "value": …}` of others. */
function pairValue(item: unknown, path: string, depth: number): unknown {
  if (typeof item !== 'object' || item === null || !('value' in item)) return undefined;
  const name = 'key' in item ? item.key : 'name' in item ? item.name : undefined;
  if (typeof name !== 'string') return undefined;
  if (name === path) return unwrapped(item.value);
  return path.startsWith(`${name}.`) ? at(item.value, path.slice(name.length + 1), depth + 1) : undefined;
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [first] = Object.entries(value);
  return first && /^(?:string|int|double|bool)Value$/.test(first[0]) ? first[1] : value;
}

/**
 * The records in a value, each with what it lies in, innermost first: `resourceSpans.scopeSpans.spans` gives the spans of all
 * scopes of all resources. A value in which the path leads nowhere holds none.
 */
export function* records(
  value: unknown,
  path: string,
  around: readonly unknown[] = [],
  depth = 0,
): Iterable<readonly unknown[]> {
  if (Array.isArray(value)) {
    // Lists of lists end somewhere; somebody may have written ones that do not.
    for (const item of depth < deepest ? value : []) yield* records(item, path, around, depth + 1);
    return;
  }
  if (path === '') {
    yield [value, ...around];
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  if (!Object.hasOwn(value, key)) return;
  const inner = (value as Record<string, unknown>)[key]; // an object, and it has the key
  yield* records(inner, dot < 0 ? '' : path.slice(dot + 1), [value, ...around], depth);
}

/** A row of a record and of what it lies in: what the record does not tell, the next around it may. A text is cut at its commas. */
export function scoped(chain: readonly unknown[]): Row {
  const [first] = chain;
  const cells = typeof first === 'string' ? first.split(',') : null;
  return (name) => {
    if (cells && /^\d+$/.test(name)) return cells[Number(name)];
    for (const value of chain) {
      const found = typeof value === 'string' ? undefined : at(value, name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Folded names that were asked for: logs and rules use few. */
const known = new Map<string, string>();
const most = 5000;

/** A name without what spellings differ in: `srcIp`, `src_ip`, `src.ip` and `Src IP` are one. */
export function folded(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const plain = name.toLowerCase().replace(/[_.\s-]/g, '');
  if (known.size < most && name.length <= 100) known.set(name, plain);
  return plain;
}

/** Records that were asked loosely, each by several formats. */
const flattened = new WeakMap<object, ReadonlyMap<string, unknown>>();

/** The same record, asked by folded names. Nested objects are one flat list of dotted names; the first of a name wins. */
export function loosely(value: unknown): Row {
  const flat = flattenedOf(value);
  return (name) => flat.get(folded(name));
}

function flattenedOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === 'object' && value !== null;
  const before = isObject ? flattened.get(value) : undefined;
  if (before) return before;
  const flat = new Map<string, unknown>();
  flatten(value, '', flat, 0);
  if (isObject) flattened.set(value, flat);
  return flat;
}

function flatten(value: unknown, prefix: string, into: Map<string, unknown>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 4 || into.size > 500) return;
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    const name = isList ? prefix : prefix === '' ? key : `${prefix}.${key}`;
    const known = folded(name);
    if (!into.has(known) && isPlain(inner)) into.set(known, inner);
    else flatten(inner, name, into, depth + 1);
  }
}

/** A value, or a list of values, with nothing below it that has a name. */
function isPlain(value: unknown): boolean {
  const isLeaf = (one: unknown): boolean => typeof one !== 'object' || one === null;
  return isLeaf(value) || (Array.isArray(value) && value.length <= 100 && value.every(isLeaf));
}
