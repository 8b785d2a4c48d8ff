import { createHash } from 'node:crypto';
import { parseCommit } from './commit.ts';
import { readObjects } from './contents.ts';
import type { Store } from './store.ts';
import { entryAt } from './tree.ts';

/** What stands at a path of a commit. Ids are hex digits. */
export type Standing =
  | { readonly kind: 'file'; readonly id: string }
  | { readonly kind: 'folder'; readonly entries: Entries }
  | { readonly kind: 'link' | 'module' };

type Entries = ReadonlyMap<string, { readonly kind: 'file' | 'folder' | 'link' | 'module'; readonly id: string }>;

/** Why an object was not read. */
export class Unread extends Error {}

/** A folder of more bytes than this is nobody's. */
const mostTree = 64 << 20;

/** The files of a commit, without a work tree. Paths are byte strings; a link is not followed. */
export class CommitTree {
  readonly #store: Store;
  readonly #commit: string;
  readonly #signal: AbortSignal;
  /** Folders that were looked at, by their ids. */
  readonly #folders = new Map<string, Promise<Entries>>();
  #root: Promise<string> | null = null;

  constructor(store: Store, commit: string, signal: AbortSignal) {
    this.#store = store;
    this.#commit = commit;
    this.#signal = signal;
  }

  async at(path: string): Promise<Standing | null> {
    this.#root ??= rootOf(this.#store, this.#commit, this.#signal);
    let at: Standing = { kind: 'folder', entries: await this.#folder(await this.#root) };
    for (const step of path.split('/')) {
      // What is not a folder has nothing below it. A link might lead to something, so it is told.
      if (at.kind !== 'folder') return at.kind === 'file' ? null : at;
      const found: { kind: Standing['kind']; id: string } | undefined = at.entries.get(step);
      if (!found) return null;
      if (found.kind === 'folder') at = { kind: 'folder', entries: await this.#folder(found.id) };
      else at = found.kind === 'file' ? { kind: 'file', id: found.id } : { kind: found.kind };
    }
    return at;
  }

  /** The bytes of some files, in order; `null` for one that is too large, or comes after too much. */
  read(ids: readonly string[], bounds: Bounds): Promise<readonly (Buffer | null)[]> {
    return objects(this.#store, 'blob', ids, bounds, this.#signal);
  }

  #folder(id: string): Promise<Entries> {
    const known = this.#folders.get(id) ?? entriesOf(this.#store, id, this.#signal);
    this.#folders.set(id, known);
    return known;
  }
}

/** How much is read at most. */
export interface Bounds {
  /** Bytes of one object. */
  readonly each: number;
  /** Bytes of all together. */
  readonly all: number;
}

/** Each is held against its id, which git itself does not do: what was put in its place is not taken for it. */
async function objects(
  store: Store,
  type: 'blob' | 'tree' | 'commit',
  ids: readonly string[],
  { each, all }: Bounds,
  signal: AbortSignal,
): Promise<readonly (Buffer | null)[]> {
  const found = ids.map((): Buffer | null => null);
  const faults: string[] = [];
  let left = all;
  const wanted = { length: ids.length, hex: (index: number) => ids[index] ?? '' };
  const outcome = await readObjects({ store, wanted, maxBytes: each, signal }, (object) => {
    left -= object.size;
    if (object.size > each || left < 0) return;
    if (object.type !== type || idOf(object, store.width) !== ids[object.index]) faults.push(wanted.hex(object.index));
    else found[object.index] = Buffer.from(object.bytes);
  });
  signal.throwIfAborted();
  const [missing = -1] = outcome.failed;
  if (missing >= 0) throw new Unread(`object ${wanted.hex(missing)} is not there, or damaged`);
  if (faults.length > 0) throw new Unread(`object ${faults[0]} is not what its id says`);
  return found;
}

async function rootOf(store: Store, commit: string, signal: AbortSignal): Promise<string> {
  const [head] = await objects(store, 'commit', [commit], { each: mostTree, all: mostTree }, signal);
  const root = head && parseCommit(head)?.tree;
  if (root) return root;
  throw new Unread('the commit cannot be read');
}

async function entriesOf(store: Store, id: string, signal: AbortSignal): Promise<Entries> {
  const [tree] = await objects(store, 'tree', [id], { each: mostTree, all: mostTree }, signal);
  if (!tree) throw new Unread('a folder in it is too large');
  const entries = new Map<string, { kind: Standing['kind']; id: string }>();
  for (let entry = entryAt(tree, 0, store.width); entry; entry = entryAt(tree, entry.end, store.width)) {
    const name = tree.toString('latin1', ...entry.name);
    // Git makes no such tree: whoever made it wants to be read in two ways.
    if (entries.has(name)) throw new Unread(`a folder in it names ${JSON.stringify(name)} twice`);
    entries.set(name, { kind: kindOf(tree, entry), id: tree.toString('hex', entry.id, entry.id + store.width) });
  }
  return entries;
}

/** `120000` is a link. */
function kindOf(tree: Buffer, { mode, name }: NonNullable<ReturnType<typeof entryAt>>): Standing['kind'] {
  return mode === 'file' && /120000 $/.test(tree.toString('latin1', Math.max(0, name[0] - 7), name[0])) ? 'link' : mode;
}

function idOf({ type, size, bytes }: { type: string; size: number; bytes: Buffer }, width: number): string {
  const hash = createHash(width === 20 ? 'sha1' : 'sha256');
  return hash.update(`${type} ${size}\0`).update(bytes).digest('hex');
}
