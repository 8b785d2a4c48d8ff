import { readObjects } from './contents.ts';
import { Ids } from './ids.ts';
import { whole } from './packs/forest.ts';
import type { Ending } from './program.ts';
import type { Store } from './store.ts';
import { entryAt } from './tree.ts';
import { type Known, TreeReader, Trees } from './trees.ts';

/** Some trees, with all that stands in them. */
export interface Below {
  readonly trees: Trees;
  readonly objects: Known;
  readonly endings: readonly Ending[];
}

const maxTreeBytes = 64 << 20;

/** Reads some trees and the folders in them, each once, where only some blobs matter. */
export async function treesBelow(store: Store, roots: Ids, blobs: Ids, signal: AbortSignal): Promise<Below> {
  const all = new Ids(store.width);
  const endings: Ending[] = [];
  const read = async (from: number, to: number, take: (tree: number, bytes: Buffer) => void): Promise<void> => {
    const wanted = { length: to - from, hex: (index: number) => all.hex(from + index) };
    const outcome = await readObjects({ store, wanted, maxBytes: maxTreeBytes, signal }, ({ index, type, bytes }) => {
      if (type === 'tree') take(from + index, bytes);
    });
    endings.push(...outcome.endings);
  };
  for (let root = 0; root < roots.length; root++) all.ofBytes(roots.bytes(root), 0);
  for (let [from, to] = [0, all.length]; from < to && !signal.aborted; [from, to] = [to, all.length]) {
    await read(from, to, (_, bytes) => {
      for (let entry = entryAt(bytes, 0, store.width); entry; entry = entryAt(bytes, entry.end, store.width))
        if (entry.mode === 'folder') all.ofBytes(bytes, entry.id);
    });
  }
  const objects = { trees: all, blobs, damaged: null };
  const trees = new TreeReader(objects);
  // All of them may be too much to keep, so they are read a second time, now that it is known how many there are.
  await read(0, all.length, (number, bytes) => trees.take(whole(number, bytes)));
  return { trees: new Trees(objects, [trees.part()]), objects, endings };
}
