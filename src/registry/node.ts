import { isAlias, isCollection, isPair, isScalar } from 'yaml';

/** Where a node or a pair starts in its text. */
export function startOf(node: unknown): number {
  const first = isPair(node) ? node.key : node;
  return (isScalar(first) || isCollection(first) || isAlias(first) ? first.range?.[0] : undefined) ?? 0;
}

/** Where the last character of a node or a pair ends: a block ends with its last value, not with what follows it. */
export function endOf(node: unknown): number {
  if (isPair(node)) return Math.max(endOf(node.key), endOf(node.value));
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return (isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[1] : undefined) ?? 0;
}
