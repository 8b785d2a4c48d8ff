export type Path = readonly (string | number)[];

/** A smallest step that brings one tree of plain values nearer to another. `path` leads to what it changes. */
export type Step =
  /** A value in the place of another. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  /** New keys of a mapping, behind one that it has; `null`: before all others. */
  | {
      readonly kind: 'insert';
      readonly path: Path;
      readonly after: string | null;
      readonly fields: readonly (readonly [string, unknown])[];
    }
  /** New items at the end of a list. */
  | { readonly kind: 'append'; readonly path: Path; readonly values: readonly unknown[] }
  /** Keys of a mapping, or items of a list, that go. */
  | { readonly kind: 'remove'; readonly path: Path; readonly keys: readonly (string | number)[] };

/**
 * The steps from one tree to another. The order of keys does not matter, and what is `undefined` is not there. Where
 * something is removed from what also grows, a second round is needed.
 */
export function difference(before: unknown, after: unknown): Step[] {
  const steps = stepsOf(before, after, []);
  const grown = steps.filter(({ kind }) => kind !== 'remove');
  return grown.length > 0 ? grown : steps;
}

function stepsOf(before: unknown, after: unknown, path: Path): Step[] {
  if (Array.isArray(before) && Array.isArray(after)) return listSteps(before, after, path);
  if (isMapping(before) && isMapping(after)) return mapSteps(before, after, path);
  return Object.is(before, after) ? [] : [{ kind: 'set', path, value: after }];
}

type Mapping = Readonly<Record<string, unknown>>;

function mapSteps(before: Mapping, after: Mapping, path: Path): Step[] {
  const had = keysOf(before);
  const wanted = keysOf(after);
  if (wanted.length === 0) return had.length === 0 ? [] : [{ kind: 'set', path, value: {} }];

  const gone = had.filter((key) => !wanted.includes(key));
  const common = wanted.filter((key) => had.includes(key));
  return [
    ...common.flatMap((key) => stepsOf(before[key], after[key], [...path, key])),
    ...insertions(had, after, path),
    ...(gone.length > 0 ? [{ kind: 'remove', path, keys: gone } as const] : []),
  ];
}

function insertions(had: readonly string[], after: Mapping, path: Path): Step[] {
  const groups = new Map<string | null, (readonly [string, unknown])[]>();
  let last: string | null = null;
  for (const key of keysOf(after)) {
    if (had.includes(key)) last = key;
    else groups.set(last, [...(groups.get(last) ?? []), [key, after[key]]]);
  }
  return [...groups].map(([behind, fields]) => ({ kind: 'insert', path, after: behind, fields }));
}

/** What stays keeps its order; what does not fit behind it is new, and stands at the end. */
function listSteps(before: readonly unknown[], after: readonly unknown[], path: Path): Step[] {
  if (after.length === 0) return before.length === 0 ? [] : [{ kind: 'set', path, value: [] }];

  const steps: Step[] = [];
  const gone: number[] = [];
  let kept = 0;
  for (const [index, item] of before.entries()) {
    if (isOne(item, after[kept])) steps.push(...stepsOf(item, after[kept++], [...path, index]));
    else gone.push(index);
  }
  const values = after.slice(kept);
  return [
    ...steps,
    ...(values.length > 0 ? [{ kind: 'append', path, values } as const] : []),
    ...(gone.length > 0 ? [{ kind: 'remove', path, keys: gone } as const] : []),
  ];
}

/** The same thing, though it may have other fields: an entry by its id, a tool by its name, a place by its repository. */
function isOne(a: unknown, b: unknown): boolean {
  const name = nameOf(a);
  return name === undefined ? stepsOf(a, b, []).length === 0 : name === nameOf(b);
}

function nameOf(value: unknown): unknown {
  return isMapping(value) ? (value.id ?? value.name ?? value.repo) : undefined;
}

function keysOf(value: Mapping): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
