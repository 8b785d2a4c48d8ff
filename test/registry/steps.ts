import type { Path, Step } from '../../src/registry/difference.ts';

/** Another value at a path. */
export function set(path: Path, value: unknown): Step {
  return { kind: 'set', path, value };
}

/** New keys of the mapping at a path, behind one that it has. */
export function insert(path: Path, after: string | null, fields: Readonly<Record<string, unknown>>): Step {
  return { kind: 'insert', path, after, fields: Object.entries(fields) };
}

/** New items of the list at a path. */
export function append(path: Path, ...values: readonly unknown[]): Step {
  return { kind: 'append', path, values };
}

/** Keys or items that go from what is at a path. */
export function remove(path: Path, ...keys: readonly (string | number)[]): Step {
  return { kind: 'remove', path, keys };
}
