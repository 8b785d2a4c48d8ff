import type { Fault, Tree } from '../yaml.ts';
import { Fields } from './fields.ts';

/** A record of a list, and the way to it. */
export interface Item {
  readonly item: Fields;
  readonly path: readonly PropertyKey[];
}

/** The records of a page, each with paths of its own. */
export function items(page: Fields, key: string): readonly Item[] {
  const value = page.peek(key);
  return Array.isArray(value) ? records(value, [key]) : [];
}

/** The records among values. */
export function records(values: readonly unknown[], under: readonly PropertyKey[] = []): readonly Item[] {
  return values.flatMap((value, index) => {
    const item = Fields.of(value);
    return item ? [{ item, path: [...under, index] }] : [];
  });
}

/** Says of a page that it is not the last. */
export function more({ value, offset }: Tree, path: readonly string[]): readonly Fault[] {
  let here: unknown = value;
  for (const key of path) here = Fields.of(here)?.peek(key);
  if (typeof here !== 'string' || here === '') return [];
  return [{ offset: offset(path), message: 'more records follow on another page; import that as well' }];
}
