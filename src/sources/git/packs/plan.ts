import type { Listed } from '../listing.ts';
import { sharedBytes, sharedInts } from '../shared.ts';
import { type Kind, kinds, type Pack } from './pack.ts';

/** What is to be read of a pack, for all threads that read it: the memory is the same for all of them. */
export interface Plan {
  /** By position: the number of an object among those of its kind, -1 where it is of another. */
  readonly numbers: Int32Array;
  /** By position: 1 for what is wanted, 2 for what only others hang on, 0 for the rest. */
  readonly needed: Uint8Array;
  /** Positions of objects that stand for themselves and are needed. */
  readonly roots: Int32Array;
  /** How many of the roots are taken: each thread takes the next one. */
  readonly taken: Int32Array;
}

/** What is wanted of a store. */
export interface Wanted {
  readonly kind: Kind;
  /** 1 for those that are wanted. */
  readonly marks: Uint8Array;
}

/**
 * Adds the objects of a pack to what is listed. Gives their numbers, by position: of each among those of its kind, -1 for
 * those whose kind cannot be told here.
 */
export function listPack(pack: Pack, { commits, trees, blobs, tags }: Listed): Int32Array {
  const lists = [null, commits, trees, blobs, tags];
  // Nothing is in the first pack twice, so there nobody has to look for it.
  const isFirst = lists.every((ids) => ids === null || ids.length === 0);
  const found = sharedInts(pack.length).fill(-1);
  const { kindOf } = pack.data;
  for (let position = 0; position < pack.length; position++) {
    const ids = lists[kindOf[position] ?? 0];
    if (!ids) continue;
    const at = pack.idAt(position);
    found[position] = isFirst ? ids.addBytes(pack.ids, at) : ids.ofBytes(pack.ids, at);
  }
  return found;
}

/** A plan for each pack, given the numbers in it. What is in several packs is read out of the first of them. */
export function plansFor(packs: readonly (readonly [Pack, Int32Array])[], { kind, marks }: Wanted): Plan[] {
  const left = marks.slice();
  return packs.map(([pack, numbers]) => {
    const { kindOf, baseOf } = pack.data;
    const needed = sharedBytes(pack.length);
    for (let position = 0; position < pack.length; position++) {
      if (kindOf[position] !== kinds[kind]) continue;
      const number = numbers[position] ?? -1;
      if (left[number] !== 1) continue;
      left[number] = 0;
      needed[position] = 1;
      for (let at = baseOf[position] ?? -1; at >= 0 && needed[at] === 0; at = baseOf[at] ?? -1) needed[at] = 2;
    }
    const roots: number[] = [];
    for (let at = 0; at < pack.length; at++) if (needed[at] !== 0 && baseOf[at] === -1) roots.push(at);
    const all = sharedInts(roots.length);
    all.set(roots);
    return { numbers, needed, roots: all, taken: sharedInts(1) };
  });
}
