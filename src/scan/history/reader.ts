import { extname } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import { readObjects } from '../../sources/git/contents.ts';
import type { Ids } from '../../sources/git/ids.ts';
import type { Objects } from '../../sources/git/listing.ts';
import type { Packed } from '../../sources/git/packs/forest.ts';
import type { Kind } from '../../sources/git/packs/pack.ts';
import type { Packs } from '../../sources/git/packs/packs.ts';
import type { Ending } from '../../sources/git/program.ts';
import type { Store } from '../../sources/git/store.ts';
import { Trees } from '../../sources/git/trees.ts';
import { isAsset, isPointer } from '../../sources/pointer.ts';
import { displayPath } from '../../text/path.ts';
import { isPlain, piecesOf } from './pieces.ts';
import {
  type Change,
  type Key,
  KeySearch,
  type Looked,
  type SearchOptions,
  type Seen,
  type Version,
} from './search.ts';
import { prefixBytes } from './state.ts';

/** A kind of objects. */
export type List = 'blobs' | 'commits' | 'tags' | 'trees';

/** Keys in an object, and where it stands. */
export interface Holder {
  readonly object: string;
  readonly type: 'blob' | 'commit' | 'tag';
  /** Byte string of a path of a blob; `null` where it has none. */
  readonly path: string | null;
  /** What it was called when it was inspected. */
  readonly shown: string;
  readonly keys: readonly Key[];
}

/** What a reader goes by. */
export interface ReaderOptions extends SearchOptions {
  readonly store: Store;
  readonly packs: Packs;
  /** Path of the repository in its place, '' or with a slash at its end. */
  readonly below: string;
  /** Whether an object was searched by an earlier run, told by the first bytes of its id. */
  readonly isKnown: (prefix: Buffer) => boolean;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Told how many bytes were searched of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

const kindOf = { blobs: 'blob', commits: 'commit', tags: 'tag', trees: 'tree' } as const;

/** Objects between two words on how far it is. */
const stretch = 1024;

/** An object that is read: out of a pack, or by git. */
interface Text {
  /** Its number among those of its kind. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly size: number;
  readonly packed: Packed | null;
}

/** Reads the objects of a store and searches each for keys, once, with a tally of what became of them. */
export class Reader {
  readonly holders: Holder[] = [];
  readonly problems: Problem[] = [];
  /** Numbers of what could not be read. */
  readonly unread: Readonly<Record<List, Set<number>>>;
  /** Numbers of what was read, and not searched to the end: a later run has to look at it again. */
  readonly partly: Readonly<Record<List, Set<number>>> = sets();
  /** Numbers of blobs that were read as files of the work tree, and only there. */
  readonly asFiles = new Set<number>();
  readonly endings: Ending[] = [];
  read = 0;
  known = 0;
  bytes = 0;
  /** Objects of which only the first bytes were searched. */
  cut = 0;
  /** Objects that stand for a file kept elsewhere (Git LFS): media and the like, and others. */
  readonly pointers = { assets: 0, others: 0 };
  readonly #options: ReaderOptions;
  readonly #objects: Objects;
  readonly #search: KeySearch;

  constructor(options: ReaderOptions, objects: Objects) {
    this.#options = options;
    this.#objects = objects;
    this.#search = new KeySearch(options);
    this.unread = { ...sets(), blobs: new Set(objects.huge) };
  }

  /** Reads all commits or tags, for what they say of each other is needed; searched are those that are new. */
  async texts(list: 'commits' | 'tags', take: (index: number, bytes: Buffer) => void): Promise<void> {
    const ids = this.#objects[list];
    const type = kindOf[list];
    await this.#each(list, new Uint8Array(ids.length).fill(1), (text) => {
      const { number, bytes } = text;
      take(number, bytes);
      if (!this.#isKnown(ids, number))
        return this.#look(list, { object: ids.hex(number), type, path: null }, text).waiting;
      this.known++;
      return null;
    });
  }

  /** Reads all trees. */
  async trees(): Promise<Trees> {
    const { trees: ids } = this.#objects;
    const trees = new Trees(this.#objects);
    const take = (object: Packed): void => trees.take(object);
    await this.#packed('trees', new Uint8Array(ids.length).fill(1), take);
    const others = Uint8Array.from({ length: ids.length }, (_, tree) => (trees.code.has(tree) ? 0 : 1));
    await this.#loose('trees', others, ({ number, bytes }) => {
      trees.take({ number, bytes, depth: 0, copies: null, base: -1 });
      return null;
    });
    return trees;
  }

  /** Marks the blobs that need not be read: those of the tree, those that are known, those that are too large. */
  #skipped(inTree: Iterable<string>): Uint8Array {
    const { blobs, huge } = this.#objects;
    const marks = new Uint8Array(blobs.length);
    for (let blob = 0; blob < blobs.length; blob++) if (this.#isKnown(blobs, blob)) marks[blob] = 1;
    for (const id of inTree) {
      const blob = blobs.indexOfHex(Buffer.from(id, 'latin1'), 0);
      if (blob >= 0 && marks[blob] === 0) this.asFiles.add(blob);
    }
    for (const blob of this.asFiles) marks[blob] = 1;
    for (const blob of huge) marks[blob] = 0;
    this.known += marks.reduce((sum, mark) => sum + mark, 0);
    for (const blob of huge) marks[blob] = 1;
    return marks;
  }

  /** Reads the blobs, each after the one that it is a change of. */
  async blobs(trees: Trees, inTree: Iterable<string>): Promise<void> {
    const { blobs } = this.#objects;
    const marks = this.#skipped(inTree).map((mark) => 1 - mark);
    const before: { version: Version | null; path: string }[] = [];
    const take = (text: Text): Promise<void> | null => {
      const { number, packed } = text;
      const path = trees.pathOf(number);
      this.#note(number, path, text.bytes);
      const change = packed?.copies && changeOf(packed, path, before[packed.depth - 1]);
      const holder = { object: blobs.hex(number), type: 'blob', path } as const;
      const { version, waiting } = this.#look('blobs', holder, text, change ?? null);
      if (packed) before[packed.depth] = { version: isPlain(text.bytes) ? version : null, path: path ?? '' };
      return waiting;
    };
    await this.#each('blobs', marks, take, ({ depth }) => {
      before[depth] = { version: null, path: '' };
    });
    await this.#search.finish();
    this.holders.sort((a, b) => (a.object < b.object ? -1 : 1));
  }

  #note(blob: number, path: string | null, bytes: Buffer): void {
    if (this.read % stretch === 0) this.#options.onProgress(this.bytes, this.#objects.bytes);
    if (!isPointer(bytes)) return;
    this.pointers[path !== null && isAsset(path) ? 'assets' : 'others']++;
    this.partly.blobs.add(blob);
  }

  /** Reads those objects that are marked, each once: out of the packs, and by git what cannot be read there. */
  async #each(
    list: List,
    marks: Uint8Array,
    take: (text: Text) => Promise<void> | null,
    pass: (object: Packed) => void = () => {},
  ): Promise<void> {
    await this.#packed(list, marks, (packed) => {
      const { number, bytes } = packed;
      if (marks[number] !== 1) return pass(packed);
      marks[number] = 0;
      const { maxBytes } = this.#options;
      return take({ number, bytes: bytes.subarray(0, maxBytes), size: bytes.length, packed }) ?? undefined;
    });
    await this.#loose(list, marks, take);
  }

  async #packed(list: List, marks: Uint8Array, visit: (object: Packed) => Promise<void> | void): Promise<void> {
    const { packs, signal } = this.#options;
    const kind: Kind = kindOf[list];
    await packs.each({ kind, ids: this.#objects[list], marks, signal, visit });
  }

  async #loose(list: List, marks: Uint8Array, take: (text: Text) => Promise<void> | null): Promise<void> {
    const { store, maxBytes, signal } = this.#options;
    const numbers = Int32Array.from(marks.keys()).filter((number) => marks[number] === 1);
    const ids = this.#objects[list];
    const at = (index: number): number => numbers[index] ?? -1; // asked for within the list
    const wanted = { length: numbers.length, hex: (index: number) => ids.hex(at(index)) };
    const { failed, endings } = await readObjects({ store, wanted, maxBytes, signal }, ({ index, bytes, size }) => {
      const waiting = take({ number: at(index), bytes, size, packed: null });
      return waiting ?? undefined;
    });
    this.endings.push(...endings);
    for (const index of failed) this.unread[list].add(at(index));
  }

  #look(
    list: List,
    holder: Omit<Holder, 'keys' | 'shown'>,
    { number, bytes, size }: Text,
    change: Change | null = null,
  ): Looked {
    const partly = this.partly[list];
    this.read++;
    this.bytes += bytes.length;
    if (bytes.length < size) {
      this.cut++;
      partly.add(number);
    }
    const { below } = this.#options;
    const shown = holder.path === null ? nameOf(holder) : `${below}${displayPath(holder.path)}`;
    const take = ({ keys, problems }: Seen): void => {
      if (keys.length > 0) this.holders.push({ ...holder, shown, keys });
      if (problems.length > 0) partly.add(number);
      this.problems.push(...problems);
    };
    return this.#search.look(bytes, shown, take, change);
  }

  #isKnown(ids: Ids, index: number): boolean {
    return this.#options.isKnown(ids.prefix(index, prefixBytes));
  }
}

/** What has no path is called by its object: `<commit 1a2b3c4d5e6f>`. */
export function nameOf({ object, type }: Pick<Holder, 'object' | 'type'>): string {
  return `<${type} ${object.slice(0, 12)}>`;
}

function sets(): Record<List, Set<number>> {
  return { blobs: new Set(), commits: new Set(), tags: new Set(), trees: new Set() };
}

/** What an object is a change of: where that is known, and both are files of a kind. */
function changeOf(
  { bytes, copies }: Packed,
  path: string | null,
  base: { version: Version | null; path: string } | undefined,
): Change | null {
  if (!copies || !base?.version || path === null || extname(path) !== extname(base.path)) return null;
  const pieces = piecesOf(copies, bytes);
  return pieces && { before: base.version, pieces };
}
