/** An entry of a tree (gitformat, "tree object"): where its name, its id and the next entry are. */
export interface Entry {
  readonly name: readonly [from: number, to: number];
  readonly id: number;
  readonly end: number;
  readonly mode: 'file' | 'folder' | 'module';
}

const blank = 0x20;

/** The entry of a tree that begins at a byte; `null` where none does. Ids have `width` bytes. */
export function entryAt(tree: Buffer, at: number, width: number): Entry | null {
  let from = at;
  while (from < tree.length && tree[from] !== blank) from++;
  let to = from + 1;
  while (to < tree.length && tree[to] !== 0) to++;
  const end = to + 1 + width;
  return end > tree.length ? null : { name: [from + 1, to], id: to + 1, end, mode: modeAt(tree, at) };
}

/** `40000` is a folder, `160000` another repository, all else a file or a link. Old trees write `040000`. */
function modeAt(tree: Buffer, at: number): Entry['mode'] {
  const start = tree[at] === 0x30 ? at + 1 : at;
  if (tree[start] === 0x34) return 'folder';
  return tree[start] === 0x31 && tree[start + 1] === 0x36 ? 'module' : 'file';
}
