import type { Registry } from '../model/registry.ts';
import { byCodeUnit } from '../text/order.ts';
import { diffEntries } from './diff.ts';

/**
 * What a registry becomes once a branch is merged into it: entries that the branch has changed since they parted are as the
 * branch has them, and all others stay as they are. Without this a branch that is only behind would take back what it has
 * not seen yet.
 */
export function mergeRegistries(
  parted: Pick<Registry, 'entries'>,
  { entries: ours }: Pick<Registry, 'entries'>,
  branch: Registry,
): Registry {
  const changed = new Set(diffEntries(parted, branch).map(({ id }) => id));
  const kept = ours.filter(({ id }) => !changed.has(id));
  const brought = branch.entries.filter(({ id }) => changed.has(id));
  return { ...branch, entries: [...kept, ...brought].sort((a, b) => byCodeUnit(a.id, b.id)) };
}
