/** An entry of a tree object. */
export interface TreeEntry {
  readonly isTree: boolean;
  /** Where the bytes of its id begin. */
  readonly at: number;
}

const modes = /(0?40000|1[0-7]{5})$/;

/**
 * The entry of a name, looked for as bytes: most names of a large tree are never looked at. A mode has to stand before
 * it, which no hash spells by chance.
 */
export function entryOf(tree: Buffer, name: Buffer): TreeEntry | null {
  for (let at = tree.indexOf(name); at >= 0; at = tree.indexOf(name, at + 1)) {
    const mode = modes.exec(tree.toString('latin1', Math.max(0, at - 7), at))?.[1];
    if (mode !== undefined) return { isTree: mode.endsWith('40000'), at: at + name.length };
  }
  return null;
}

/** A name as {@link entryOf} looks for it. Names are byte strings. */
export function treeName(name: string): Buffer {
  return Buffer.from(` ${name}\0`, 'latin1');
}

/** All entries by name, one after another; it stops where the rest is none. */
export function* entriesOf(tree: Buffer, width: number): Generator<TreeEntry & { readonly name: string }> {
  for (let from = 0; from < tree.length; ) {
    const blank = tree.indexOf(0x20, from);
    const end = tree.indexOf(0, blank);
    if (blank < 0 || end < 0 || end + width >= tree.length) return;
    const mode = tree.toString('latin1', from, blank);
    yield { name: tree.toString('latin1', blank + 1, end), isTree: mode.endsWith('40000'), at: end + 1 };
    from = end + 1 + width;
  }
}
