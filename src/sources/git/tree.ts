import type { Ids } from './ids.ts';

/** A name in a tree, a byte string, and the number of what stands there. */
export interface Named {
  readonly name: string;
  readonly number: number;
}

/** An entry of a tree: its name, and where the bytes of its id begin. */
interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly at: number;
}

const folder = Buffer.from('40000 ');
/** So many ids are looked for one by one, as fast as bytes are compared; more by going through all entries. */
const few = 12;

/**
 * The folders in a tree. Most entries of a large tree are files, so the mode of folders is looked for as bytes: that a hash
 * spells it is less likely than a fault of the machine.
 */
export function* foldersIn(tree: Buffer, width: number): Generator<{ readonly name: string; readonly at: number }> {
  for (let from = tree.indexOf(folder); from >= 0; ) {
    const start = from + folder.length;
    const end = tree.indexOf(0, start);
    if (end < 0 || end + width >= tree.length) return;
    yield { name: tree.toString('latin1', start, end), at: end + 1 };
    from = tree.indexOf(folder, end + 1 + width);
  }
}

/** The entries of a tree that are one of some blobs, each with the number of its blob. */
export function* blobsIn(tree: Buffer, blobs: Ids): Generator<Named> {
  if (blobs.length <= few && !holdsAny(tree, blobs)) return;
  for (const { name, isFolder, at } of entriesOf(tree, blobs.width)) {
    const number = isFolder ? -1 : blobs.indexOf(tree, at);
    if (number >= 0) yield { name, number };
  }
}

function holdsAny(tree: Buffer, blobs: Ids): boolean {
  for (let index = 0; index < blobs.length; index++) if (tree.includes(blobs.bytes(index))) return true;
  return false;
}

/** All entries, one after another; it stops where the rest is none. */
function* entriesOf(tree: Buffer, width: number): Generator<Entry> {
  for (let from = 0; from < tree.length; ) {
    const blank = tree.indexOf(0x20, from);
    const end = tree.indexOf(0, blank);
    if (blank < 0 || end < 0 || end + width >= tree.length) return;
    const isFolder = tree.toString('latin1', from, blank).endsWith('40000');
    yield { name: tree.toString('latin1', blank + 1, end), isFolder, at: end + 1 };
    from = end + 1 + width;
  }
}
