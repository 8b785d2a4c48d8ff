import type { Problem } from '../../model/problem.ts';
import { type Opened, readObjects, type Wanted } from '../../sources/git/contents.ts';
import type { Ids } from '../../sources/git/ids.ts';
import type { Objects } from '../../sources/git/listing.ts';
import type { Paths } from '../../sources/git/names.ts';
import type { Ending } from '../../sources/git/program.ts';
import type { Store } from '../../sources/git/store.ts';
import { isAsset, isPointer } from '../../sources/pointer.ts';
import { displayPath } from '../../text/path.ts';
import { type Key, KeySearch, type Link, type SearchOptions, type Seen } from './search.ts';
import { prefixBytes } from './state.ts';

/** A kind of objects that are searched. */
export type List = 'blobs' | 'commits' | 'tags';

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
  /** Path of the repository in its place, '' or with a slash at its end. */
  readonly below: string;
  /** Whether an object was searched by an earlier run, told by the first bytes of its id. */
  readonly isKnown: (prefix: Buffer) => boolean;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Told how many bytes were searched of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

const lists = { blob: 'blobs', commit: 'commits', tag: 'tags' } as const;

/** Objects between two words on how far it is. */
const stretch = 1024;

/** Reads the objects of a store and searches each for keys, once, with a tally of what became of them. */
export class Reader {
  readonly holders: Holder[] = [];
  readonly problems: Problem[] = [];
  /** Numbers of what could not be read. */
  readonly unread: Readonly<Record<List, Set<number>>>;
  /** Numbers of what was read, and not searched to the end: a later run has to look at it again. */
  readonly partly: Readonly<Record<List, Set<number>>> = { blobs: new Set(), commits: new Set(), tags: new Set() };
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
    this.unread = { blobs: new Set(objects.huge), commits: new Set(), tags: new Set() };
  }

  /** Reads all commits or tags, for what they say of each other is needed; searched are those that are new. */
  async texts(list: 'commits' | 'tags', take: (index: number, bytes: Buffer) => void): Promise<void> {
    const ids = this.#objects[list];
    const type = list === 'commits' ? 'commit' : 'tag';
    const failed = await this.#each(ids, (object) => {
      const { index, bytes } = object;
      take(index, bytes);
      if (!this.#isKnown(ids, index)) return this.#look({ object: ids.hex(index), type, path: null }, object, index);
      this.known++;
    });
    for (const index of failed) this.unread[list].add(index);
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

  /** Reads the blobs, the versions of a file one after another. */
  async blobs(paths: Paths, inTree: Iterable<string>): Promise<void> {
    const marks = this.#skipped(inTree);
    const order = paths.ordered((blob) => marks[blob] === 1);
    const failed = await this.#each(order, (object) => {
      const blob = order.blob(object.index);
      const path = paths.of(blob);
      if (isPointer(object.bytes)) {
        this.pointers[path !== null && isAsset(path) ? 'assets' : 'others']++;
        this.partly.blobs.add(blob);
      }
      if (this.read % stretch === 0) this.#options.onProgress(this.bytes, this.#objects.bytes);
      const file = paths.numberOf(blob);
      const link = { file, goesOn: file > 0 && paths.numberOf(order.blob(object.index + 1)) === file };
      return this.#look({ object: order.hex(object.index), type: 'blob', path }, object, blob, link);
    });
    for (const index of failed) this.unread.blobs.add(order.blob(index));
    await this.#search.finish();
  }

  async #each(wanted: Wanted, take: (object: Opened) => void | Promise<void>): Promise<readonly number[]> {
    const { store, maxBytes, signal } = this.#options;
    const { failed, endings } = await readObjects({ store, wanted, maxBytes, signal }, take);
    this.endings.push(...endings);
    return failed;
  }

  #look(
    holder: Omit<Holder, 'keys' | 'shown'>,
    { bytes, size }: Opened,
    number: number,
    link?: Link,
  ): void | Promise<void> {
    const partly = this.partly[lists[holder.type]];
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
    return this.#search.look(bytes, shown, take, link);
  }

  #isKnown(ids: Ids, index: number): boolean {
    return this.#options.isKnown(ids.prefix(index, prefixBytes));
  }
}

/** What has no path is called by its object: `<commit 1a2b3c4d5e6f>`. */
export function nameOf({ object, type }: Pick<Holder, 'object' | 'type'>): string {
  return `<${type} ${object.slice(0, 12)}>`;
}
