import type { Position } from '../../model/origin.ts';

/**
 * A copy of facts in which every position is moved. It keeps a list of what is left to do, since values nest, and copies
 * what is shared only once, since values may share their parts many times over.
 */
export function moved<T extends object>(root: T, move: (position: Position) => Position): T {
  const copies = new Map<object, object>();
  const left: object[] = [];
  const copyOf = (value: object): object => {
    const known = copies.get(value);
    if (known) return known;

    const copy = isPosition(value) ? move(value) : shallow(value);
    copies.set(value, copy);
    if (!isPosition(value)) left.push(copy);
    return copy;
  };
  const copy = copyOf(root);
  for (let object = left.pop(); object; object = left.pop()) {
    for (const [key, value] of Object.entries(object)) {
      if (typeof value === 'object' && value !== null) Reflect.set(object, key, copyOf(value));
    }
  }
  // Each part was replaced by a copy of the same shape.
  return copy as T;
}

function isPosition(value: object): value is Position {
  return 'line' in value && 'column' in value;
}

function shallow(value: object): object {
  return Array.isArray(value) ? [...value] : { ...value };
}
