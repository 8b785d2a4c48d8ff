import type { Comparison } from '../../model/change.ts';

/** Digests of a configuration before and now, `null` where it is the same. */
export function configChange(before: string | null, after: string | null): Comparison['config'] {
  return before === after ? null : { before, after };
}
