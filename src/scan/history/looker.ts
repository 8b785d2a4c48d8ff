import { extname } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import type { Packed } from '../../sources/git/packs/forest.ts';
import type { Paths } from '../../sources/git/paths.ts';
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

/** What became of the objects that one thread has looked at. */
export interface Tally {
  readonly holders: Holder[];
  readonly problems: Problem[];
  /** Numbers of what was read, and not searched to the end: a later run has to look at it again. */
  readonly partly: Readonly<Record<List, Set<number>>>;
  read: number;
  bytes: number;
  /** Objects of which only the first bytes were searched. */
  cut: number;
  /** Objects that stand for a file kept elsewhere (Git LFS): media and the like, and others. */
  readonly pointers: { assets: number; others: number };
}

/** What looking goes by. */
export interface LookOptions extends SearchOptions {
  /** Path of the repository in its place, '' or with a slash at its end. */
  readonly below: string;
  /** Of an object with more bytes only these are searched. */
  readonly maxBytes: number;
}

/** An object that is read: out of a pack, or by git. */
export interface Text {
  /** Its number among those of its kind. */
  readonly number: number;
  readonly bytes: Buffer;
  readonly size: number;
}

/** Looks at one object after another, with a tally of what became of them. */
export class Looker {
  readonly tally: Tally = emptyTally();
  readonly #options: LookOptions;
  readonly #search: KeySearch;
  /** The objects on the way to the current one, by depth. */
  readonly #before: ({ readonly version: Version | null; readonly path: string } | undefined)[] = [];

  constructor(options: LookOptions) {
    this.#options = options;
    this.#search = new KeySearch(options);
  }

  /** The text of a commit or a tag. */
  text(list: 'commits' | 'tags', object: string, text: Text): Promise<void> | undefined {
    const type = list === 'commits' ? 'commit' : 'tag';
    return this.#look(list, { object, type, path: null }, text, null).waiting;
  }

  /** A blob as it is in a pack, after the one that it is a change of. */
  packed(object: string, packed: Packed, paths: Paths): Promise<void> | undefined {
    const { number, depth, bytes } = packed;
    if (!packed.wanted) {
      this.#before[depth] = undefined;
      return undefined;
    }
    const path = paths.of(number);
    const { maxBytes } = this.#options;
    // What was not searched to its end says nothing of what others copy from there.
    const canBeTold = bytes.length <= maxBytes && isPlain(bytes);
    const change = canBeTold ? changeOf(packed, path, this.#before[depth - 1]) : null;
    const text = { number, bytes: bytes.subarray(0, maxBytes), size: bytes.length };
    const { version, waiting } = this.#blob(object, path, text, change);
    this.#before[depth] = { version: canBeTold ? version : null, path: path ?? '' };
    return waiting;
  }

  /** A blob as git gives it. */
  loose(object: string, text: Text, paths: Paths): Promise<void> | undefined {
    return this.#blob(object, paths.of(text.number), text, null).waiting;
  }

  /** Waits until all is looked at. */
  async finish(): Promise<Tally> {
    await this.#search.finish();
    return this.tally;
  }

  #blob(object: string, path: string | null, text: Text, change: Change | null): Looked {
    const { pointers, partly } = this.tally;
    if (isPointer(text.bytes)) {
      pointers[path !== null && isAsset(path) ? 'assets' : 'others']++;
      partly.blobs.add(text.number);
    }
    return this.#look('blobs', { object, type: 'blob', path }, text, change);
  }

  #look(
    list: List,
    holder: Omit<Holder, 'keys' | 'shown'>,
    { number, bytes, size }: Text,
    change: Change | null,
  ): Looked {
    const { tally } = this;
    const partly = tally.partly[list];
    tally.read++;
    tally.bytes += bytes.length;
    if (bytes.length < size) {
      tally.cut++;
      partly.add(number);
    }
    const shown = holder.path === null ? nameOf(holder) : `${this.#options.below}${displayPath(holder.path)}`;
    const take = ({ keys, problems }: Seen): void => {
      if (keys.length > 0) tally.holders.push({ ...holder, shown, keys });
      if (problems.length > 0) partly.add(number);
      tally.problems.push(...problems);
    };
    return this.#search.look(bytes, shown, take, change);
  }
}

/** What has changed of the object that this one is a change of: where that is known, and both are files of a kind. */
function changeOf(
  { bytes, copies }: Packed,
  path: string | null,
  base: { readonly version: Version | null; readonly path: string } | undefined,
): Change | null {
  if (!copies || !base?.version || path === null || extname(path) !== extname(base.path)) return null;
  return { before: base.version, pieces: piecesOf(copies, bytes.length) };
}

/** What has no path is called by its object: `<commit 1a2b3c4d5e6f>`. */
export function nameOf({ object, type }: Pick<Holder, 'object' | 'type'>): string {
  return `<${type} ${object.slice(0, 12)}>`;
}

/** Of nothing. */
export function emptyTally(): Tally {
  const pointers = { assets: 0, others: 0 };
  return { holders: [], problems: [], partly: noNumbers(), read: 0, bytes: 0, cut: 0, pointers };
}

/** No numbers of any kind of objects. */
export function noNumbers(): Record<List, Set<number>> {
  return { blobs: new Set(), commits: new Set(), tags: new Set(), trees: new Set() };
}

/** Adds what another thread has seen. */
export function addTally(sum: Tally, one: Tally): void {
  sum.holders.push(...one.holders);
  sum.problems.push(...one.problems);
  for (const list of ['blobs', 'commits', 'tags', 'trees'] as const)
    for (const number of one.partly[list]) sum.partly[list].add(number);
  sum.read += one.read;
  sum.bytes += one.bytes;
  sum.cut += one.cut;
  sum.pointers.assets += one.pointers.assets;
  sum.pointers.others += one.pointers.others;
}
