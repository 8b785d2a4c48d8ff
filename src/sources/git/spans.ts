import type { Dated } from '../../model/history.ts';
import type { Graph } from './graph.ts';

/** From when to when something stood in history. */
export interface Span {
  /** The earliest commit that holds it; `null` where none does. Ties go by author date, then by id. */
  readonly first: Dated | null;
  /** The latest that still holds it. */
  readonly last: Dated | null;
  /** The commit after the latest one, which holds it no more; `null` where it is the end of a branch, or HEAD holds it. */
  readonly removed: Dated | null;
  readonly inHead: boolean;
  /** Whether a ref leads to a commit that holds it. */
  readonly reachable: boolean;
  /** Number of the latest commit that holds it, -1 where none does. */
  readonly at: number;
}

/** Which things stand in which commits. */
export interface Holdings {
  readonly graph: Graph;
  /** How many things there are. */
  readonly count: number;
  /** Numbers of the things that a commit holds, in order; the same list for many commits. */
  readonly of: (commit: number) => readonly number[];
  /** Number of the commit of HEAD, -1 where there is none. */
  readonly head: number;
  /** 1 for each commit that a ref leads to. */
  readonly reachable: Uint8Array;
}

/** As many things as a number has bits are followed at once. */
const bits = 32;

/** From when to when each of some things stood in history. Commits that a ref leads to come before those that none does. */
export function spans(holdings: Holdings): Span[] {
  const found: Span[] = [];
  for (let base = 0; base < holdings.count; base += bits) {
    const masks = masksOf(holdings, base);
    const spans = span(holdings, masks, Math.min(bits, holdings.count - base));
    found.push(...spans);
  }
  return found;
}

/** One bit for each thing from `base` on, by commit. */
function masksOf({ graph, of }: Holdings, base: number): Int32Array {
  const masks = new Int32Array(graph.length);
  const known = new Map<readonly number[], number>();
  for (let commit = 0; commit < graph.length; commit++) {
    const held = of(commit);
    if (held.length === 0) continue;
    let mask = known.get(held);
    if (mask === undefined) {
      mask = 0;
      for (let at = firstFrom(held, base); at < held.length; at++) {
        const bit = (held[at] ?? 0) - base;
        if (bit >= bits) break;
        mask |= 1 << bit;
      }
      known.set(held, mask);
    }
    masks[commit] = mask;
  }
  return masks;
}

/** Where the first number stands that is not below another. */
function firstFrom(sorted: readonly number[], least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function span(holdings: Holdings, masks: Int32Array, count: number): Span[] {
  const { graph, head, reachable } = holdings;
  const isLinked = (commit: number): boolean => reachable[commit] === 1;
  const linked = ends(holdings, masks, isLinked);
  const any = ends(holdings, masks, () => true);
  const lasts = Array.from({ length: count }, (_, bit) => linked.last[bit] ?? any.last[bit] ?? -1);
  const removals = removed(graph, masks, lasts, isLinked);
  return lasts.map((last, bit): Span => {
    const first = linked.first[bit] ?? any.first[bit];
    const inHead = head >= 0 && ((masks[head] ?? 0) & (1 << bit)) !== 0;
    const gone = removals[bit] ?? -1;
    return {
      first: first === undefined ? null : graph.dated(first),
      last: last < 0 ? null : graph.dated(last),
      removed: inHead || gone < 0 ? null : graph.dated(gone),
      inHead,
      reachable: linked.first[bit] !== undefined,
      at: last,
    };
  });
}

/** By bit, the earliest commit with no holder before it, and the latest with none after it. */
function ends(
  { graph }: Holdings,
  masks: Int32Array,
  counts: (commit: number) => boolean,
): { first: (number | undefined)[]; last: (number | undefined)[] } {
  const order = graph.sorted();
  const first: (number | undefined)[] = [];
  const last: (number | undefined)[] = [];
  const before = new Int32Array(graph.length);
  for (const commit of order) {
    if (!counts(commit)) continue;
    let seen = 0;
    for (const parent of graph.parentsOf(commit)) seen |= (masks[parent] ?? 0) | (before[parent] ?? 0);
    before[commit] = seen;
    for (const bit of bitsOf((masks[commit] ?? 0) & ~seen)) {
      const best = first[bit];
      if (best === undefined || graph.compare(commit, best) < 0) first[bit] = commit;
    }
  }
  const after = new Int32Array(graph.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const commit = order[at] ?? 0;
    if (!counts(commit)) continue;
    const mask = masks[commit] ?? 0;
    const seen = after[commit] ?? 0;
    for (const parent of graph.parentsOf(commit)) after[parent] = (after[parent] ?? 0) | mask | seen;
    for (const bit of bitsOf(mask & ~seen)) {
      const best = last[bit];
      if (best === undefined || graph.compare(commit, best) > 0) last[bit] = commit;
    }
  }
  return { first, last };
}

/** By bit, the earliest child of the latest holder. */
function removed(
  graph: Graph,
  masks: Int32Array,
  lasts: readonly number[],
  isLinked: (commit: number) => boolean,
): (number | undefined)[] {
  const bitsAt = new Map<number, number>();
  for (const [bit, last] of lasts.entries()) if (last >= 0) bitsAt.set(last, (bitsAt.get(last) ?? 0) | (1 << bit));
  const found: (number | undefined)[] = [];
  for (let commit = 0; commit < graph.length; commit++) {
    for (const parent of graph.parentsOf(commit)) {
      if (isLinked(parent) && !isLinked(commit)) continue;
      const ended = (bitsAt.get(parent) ?? 0) & ~(masks[commit] ?? 0);
      for (const bit of bitsOf(ended)) {
        const best = found[bit];
        if (best === undefined || graph.compare(commit, best) < 0) found[bit] = commit;
      }
    }
  }
  return found;
}

function* bitsOf(mask: number): Generator<number> {
  for (let rest = mask; rest !== 0; rest &= rest - 1) yield 31 - Math.clz32(rest & -rest);
}
