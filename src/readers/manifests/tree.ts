import type { Leaf } from '../entries.ts';

/** The text at a path, of the last entry where there are several; `null` where there is none or it is empty. */
export function textAt(leaves: readonly Leaf[], ...path: readonly (string | number)[]): string | null {
  const leaf = leaves.findLast((candidate) => candidate.path.length === path.length && startsWith(candidate, path));
  return leaf?.value || null;
}

/** The leaves at a path and below it. */
export function under(leaves: readonly Leaf[], ...path: readonly (string | number)[]): Leaf[] {
  return leaves.filter((leaf) => startsWith(leaf, path));
}

function startsWith(leaf: Leaf, path: readonly (string | number)[]): boolean {
  return path.every((segment, index) => leaf.path[index] === segment);
}
