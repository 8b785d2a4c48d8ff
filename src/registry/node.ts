import { isCollection, isNode, isPair, type Node } from 'yaml';

/** Where a node or a pair starts in its text. */
export function startOf(node: unknown): number {
  return rangeOf(isPair(node) ? node.key : node)?.[0] ?? 0;
}

/** Where the last character of a node or a pair ends: a block ends with its last value, not with what follows it. */
export function endOf(node: unknown): number {
  if (isPair(node)) return Math.max(endOf(node.key), endOf(node.value));
  if (isCollection(node) && !node.flow) return endOf(node.items.at(-1));
  return rangeOf(node)?.[1] ?? 0;
}

function rangeOf(node: unknown): Node['range'] {
  return isNode(node) ? node.range : null;
}
