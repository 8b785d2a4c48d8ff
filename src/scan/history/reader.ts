import { type Opened, readObjects } from '../../sources/git/contents.ts';
import type { Ids } from '../../sources/git/ids.ts';
import type { Objects } from '../../sources/git/listing.ts';
import { type Packed, whole } from '../../sources/git/packs/forest.ts';
import type { Packs } from '../../sources/git/packs/packs.ts';
import type { Ending } from '../../sources/git/program.ts';
import { sharedBytes } from '../../sources/git/shared.ts';
import { sizesOf } from '../../sources/git/sizes.ts';
import type { Store } from '../../sources/git/store.ts';
import { TreeReader, Trees } from '../../sources/git/trees.ts';
import type { Crew } from './crew.ts';
import { addTally, emptyTally, type List, Looker, type LookOptions, noNumbers, type Tally } from './looker.ts';
import { prefixBytes } from './state.ts';

/** What a reader goes by. */
export interface ReaderOptions extends LookOptions {
  readonly store: Store;
  readonly packs: Packs;
  /** Other threads that read along. */
  readonly crew: Crew;
  /** Whether an object was searched by an earlier run, told by the first bytes of its id. */
  readonly isKnown: (prefix: Buffer) => boolean;
  readonly signal: AbortSignal;
  /** Told how many blobs were searched of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

const kindOf = { blobs: 'blob', commits: 'commit', tags: 'tag', trees: 'tree' } as const;

/** Objects between two words on how far it is. */
const stretch = 1024;
/** This thread. */
const own = 1;
/** Git puts a changed object together in memory. Nobody keeps text of this size. */
const mostBytes = 2 ** 30;

/** Reads the objects of a store and searches each for keys, once, with a tally of what became of them. */
export class Reader {
  /** Of all threads. */
  readonly tally: Tally = emptyTally();
  /** Numbers of what could not be read. */
  readonly unread = noNumbers();
  /** Numbers of blobs that are too large to be asked for. They are unread, too. */
  readonly huge = new Set<number>();
  /** Numbers of blobs that were read as files of the work tree, and only there. */
  readonly asFiles = new Set<number>();
  readonly endings: Ending[] = [];
  known = 0;
  readonly #options: ReaderOptions;
  readonly #objects: Objects;
  readonly #looker: Looker;

  constructor(options: ReaderOptions, objects: Objects) {
    this.#options = options;
    this.#objects = objects;
    this.#looker = new Looker(options);
  }

  /** Reads all commits or tags, for what they say of each other is needed; searched are those that are new. */
  async texts(list: 'commits' | 'tags', take: (index: number, bytes: Buffer) => void): Promise<void> {
    const ids = this.#objects[list];
    const look = (number: number, bytes: Buffer, size: number): Promise<void> | undefined => {
      take(number, bytes);
      if (!this.#isKnown(ids, number)) return this.#looker.text(list, ids.hex(number), { number, bytes, size });
      this.known++;
      return undefined;
    };
    const { packs, signal, maxBytes } = this.#options;
    const left = new Uint8Array(ids.length).fill(1);
    const visit = ({ number, bytes, wanted }: Packed): Promise<void> | undefined => {
      if (!wanted) return undefined;
      left[number] = 0;
      return look(number, bytes.subarray(0, maxBytes), bytes.length);
    };
    await packs.each(packs.plan({ kind: kindOf[list], marks: left }), { signal, visit });
    await this.#loose(list, left, (number, { bytes, size }) => look(number, bytes, size));
  }

  /** Reads all trees. Meanwhile this thread may do something else, and then joins in. */
  async trees(meanwhile: () => Promise<void>): Promise<Trees> {
    const { packs, crew, signal } = this.#options;
    const { trees: ids, blobs, damaged } = this.#objects;
    const plans = packs.plan({ kind: 'tree', marks: new Uint8Array(ids.length).fill(1) });
    const known = { trees: ids.data(), blobs: blobs.data(), damaged: damaged.data() };
    const others = crew.run({ kind: 'trees', packs: packs.data, plans, known });
    await meanwhile();
    const reader = new TreeReader(this.#objects);
    await packs.each(plans, { signal, visit: (object) => reader.take(object) });
    const parts = (await others).flatMap((part) => part ?? []);
    const left = Uint8Array.from({ length: ids.length }, (_, tree) =>
      reader.has(tree) || parts.some(({ code }) => (code.start[tree] ?? -1) >= 0) ? 0 : 1,
    );
    await this.#loose('trees', left, (number, { bytes }) => reader.take(whole(number, bytes)));
    return new Trees(this.#objects, [reader.part(), ...parts]);
  }

  /** Reads the blobs, each after the one that it is a change of. */
  async blobs({ paths }: Trees, inTree: Iterable<string>): Promise<void> {
    const { packs, crew, signal, onProgress } = this.#options;
    const { blobs } = this.#objects;
    const marks = this.#wanted(inTree);
    const plans = packs.plan({ kind: 'blob', marks });
    const done = sharedBytes(blobs.length);
    const others = crew.run({
      kind: 'blobs',
      packs: packs.data,
      plans,
      blobs: blobs.data(),
      paths: paths.data,
      done,
    });
    let read = 0;
    const visit = (object: Packed): Promise<void> | undefined => {
      if (object.wanted) done[object.number] = own;
      if (read++ % stretch === 0) onProgress(count(done), blobs.length);
      return this.#looker.packed(blobs.hex(object.number), object, paths);
    };
    await packs.each(plans, { signal, visit });
    for (const [at, tally] of (await others).entries()) {
      if (tally) addTally(this.tally, tally);
      // Nobody knows what a thread saw that came to an end.
      else for (let blob = 0; blob < done.length; blob++) if (done[blob] === at + own + 1) done[blob] = 0;
    }
    const left = marks.map((mark, blob) => (done[blob] === 0 ? mark : 0));
    await this.#loose('blobs', left, (number, { bytes, size }) =>
      this.#looker.loose(blobs.hex(number), { number, bytes, size }, paths),
    );
    addTally(this.tally, await this.#looker.finish());
    this.tally.holders.sort((a, b) => (a.object < b.object ? -1 : 1));
  }

  /** Marks the blobs that are to be read: not those of the tree, nor those that are known. */
  #wanted(inTree: Iterable<string>): Uint8Array {
    const { blobs } = this.#objects;
    const marks = new Uint8Array(blobs.length).fill(1);
    for (let blob = 0; blob < blobs.length; blob++) if (this.#isKnown(blobs, blob)) marks[blob] = 0;
    for (const id of inTree) {
      const blob = blobs.indexOfHex(Buffer.from(id, 'latin1'), 0);
      if (blob >= 0 && marks[blob] === 1) this.asFiles.add(blob);
    }
    for (const blob of this.asFiles) marks[blob] = 0;
    this.known += marks.length - count(marks);
    return marks;
  }

  /** Asks git for what is marked. */
  async #loose(
    list: List,
    marks: Uint8Array,
    take: (number: number, object: Opened) => Promise<void> | void,
  ): Promise<void> {
    const { store, maxBytes, signal } = this.#options;
    const ids = this.#objects[list];
    const all: number[] = [];
    for (let number = 0; number < marks.length; number++) if (marks[number] === 1) all.push(number);
    const numbers = list === 'blobs' ? await this.#bearable(all) : all;
    const at = (index: number): number => numbers[index] ?? -1; // asked for within the list
    const wanted = { length: numbers.length, hex: (index: number) => ids.hex(at(index)) };
    const { failed, endings } = await readObjects({ store, wanted, maxBytes, signal }, (object) =>
      take(at(object.index), object),
    );
    this.endings.push(...endings);
    for (const index of failed) this.unread[list].add(at(index));
  }

  /** Without those that git had to hold in memory and that are too large for that. */
  async #bearable(numbers: readonly number[]): Promise<readonly number[]> {
    const { store, signal } = this.#options;
    const { blobs } = this.#objects;
    if (signal.aborted) return numbers;
    const { sizes } = await sizesOf(
      store,
      numbers.map((number) => blobs.hex(number)),
    );
    for (const [index, number] of numbers.entries()) {
      if ((sizes[index] ?? 0) <= mostBytes) continue;
      this.huge.add(number);
      this.unread.blobs.add(number);
    }
    return numbers.filter((number) => !this.huge.has(number));
  }

  #isKnown(ids: Ids, index: number): boolean {
    return this.#options.isKnown(ids.prefix(index, prefixBytes));
  }
}

function count(marks: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < marks.length; at++) if (marks[at] !== 0) sum++;
  return sum;
}
