/** Where blobs or folders were met first: by number, the tree plus one, and the name there. */
export interface Met {
  readonly parent: Int32Array;
  readonly name: Int32Array;
}

/** Where blobs and folders stand, for another thread. */
export interface PathsData {
  readonly blobs: Met;
  readonly folders: Met;
  readonly names: readonly string[];
}

/** Whoever forges trees can put a folder into itself; nobody else has folders this deep. */
const deepest = 4096;

/** A path for each blob that is in a tree. Paths are byte strings. */
export class Paths {
  readonly data: PathsData;

  constructor(data: PathsData) {
    this.data = data;
  }

  /** A path of a blob; `null` for one that is in no tree. */
  of(blob: number): string | null {
    const { blobs, folders, names } = this.data;
    let tree = (blobs.parent[blob] ?? 0) - 1;
    if (tree < 0) return null;
    let path = names[blobs.name[blob] ?? 0] ?? '';
    for (let depth = 0; depth < deepest; depth++) {
      const parent = (folders.parent[tree] ?? 0) - 1;
      if (parent < 0) break;
      path = `${names[folders.name[tree] ?? 0]}/${path}`;
      tree = parent;
    }
    return path;
  }
}
