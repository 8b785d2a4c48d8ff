import type { Ids } from '../ids.ts';
import { applyDelta, Copies, deltaHead } from './delta.ts';
import { type Kind, kinds, type Pack } from './pack.ts';

/** An object as it is in a pack. Bytes and copies are valid until the visit is over. */
export interface Packed {
  /** Its number among the objects of its kind. */
  readonly number: number;
  readonly bytes: Buffer;
  /** How many changes it is away from an object that stands for itself. Its base was visited last at one less. */
  readonly depth: number;
  /** The pieces that it has in common with its base; `null` where it has none. */
  readonly copies: Copies | null;
  /** Number of its base among the objects of its kind, -1 where it has none. */
  readonly base: number;
}

/** What is wanted of a pack. */
export interface Wanted {
  readonly kind: Kind;
  /** Ids of all objects of the kind. */
  readonly ids: Ids;
  /** 1 for those that are wanted. */
  readonly marks: Uint8Array;
  readonly signal: AbortSignal;
  /** Told of every object on the way to those that are wanted. A promise asks to wait. */
  visit(object: Packed): Promise<void> | void;
}

/** A larger object is left to git, and so is what is a change of it. */
const most = 16 << 20;
/** Bytes of an object and all that it is a change of: where they are more, the object is left to git. */
const mostHeld = 96 << 20;
const unlinked = -1;

/**
 * Goes through the objects of a pack by what is a change of what: each is inflated once, and made from the one before
 * it, which is still there. What cannot be made is passed over with all that hangs on it.
 */
export class Forest {
  readonly #pack: Pack;
  readonly #firstChild: Int32Array;
  readonly #sibling: Int32Array;
  readonly #copies = new Copies();
  /** The objects on the way to the current one, one behind the other. */
  #stack = Buffer.allocUnsafeSlow(1 << 20);
  /** Where each of them ends. */
  readonly #ends: number[] = [];
  #delta = Buffer.allocUnsafeSlow(64 * 1024);

  constructor(pack: Pack) {
    this.#pack = pack;
    this.#firstChild = new Int32Array(pack.length).fill(unlinked);
    this.#sibling = new Int32Array(pack.length).fill(unlinked);
    for (let position = pack.length - 1; position >= 0; position--) {
      const base = pack.baseOf[position] ?? unlinked;
      if (base < 0) continue;
      this.#sibling[position] = this.#firstChild[base] ?? unlinked;
      this.#firstChild[base] = position;
    }
  }

  async each(wanted: Wanted): Promise<void> {
    const pack = this.#pack;
    const kind = kinds[wanted.kind];
    const numbers = this.#numbers(wanted);
    const needed = this.#needed(wanted, numbers);
    for (let root = 0; root < pack.length && !wanted.signal.aborted; root++) {
      if (needed[root] !== 1 || pack.kindOf[root] !== kind || pack.baseOf[root] !== unlinked) continue;
      const going = this.#from(root, wanted, numbers, needed);
      for (let step = going.next(); !step.done; step = going.next()) await step.value;
    }
  }

  /** Visits an object and all that are changes of it; gives what is to be waited for. */
  *#from(root: number, { visit }: Wanted, numbers: Int32Array, needed: Uint8Array): Generator<Promise<void>> {
    const next: number[] = [];
    let [position, depth] = [root, 0];
    for (;;) {
      const bytes = this.#make(position, depth);
      if (bytes) {
        const copies = depth === 0 ? null : this.#copies;
        const base = numbers[this.#pack.baseOf[position] ?? unlinked] ?? -1;
        const waiting = visit({ number: numbers[position] ?? -1, bytes, depth, copies, base });
        if (waiting) yield waiting;
        next[depth] = this.#firstChild[position] ?? unlinked;
        depth++;
      }
      do {
        while (depth > 0 && next[depth - 1] === unlinked) depth--;
        if (depth === 0) return;
        position = next[depth - 1] ?? unlinked;
        next[depth - 1] = this.#sibling[position] ?? unlinked;
      } while (needed[position] !== 1);
    }
  }

  /** The object at a position, on top of the one that it is a change of. */
  #make(position: number, depth: number): Buffer | null {
    if (depth === 0) return this.#pack.read(position, most, (size) => this.#push(0, size));

    const delta = this.#pack.read(position, most, (size) => this.#roomForDelta(size));
    const head = delta && deltaHead(delta);
    const [start, end] = [this.#ends[depth - 2] ?? 0, this.#ends[depth - 1] ?? 0];
    if (!delta || !head || head.size > most || head.baseSize !== end - start) return null;
    const bytes = this.#push(depth, head.size);
    const places = { bytes: this.#stack, base: start, into: end };
    return bytes && applyDelta(delta, head, places, this.#copies) ? bytes : null;
  }

  /** Room behind what stands at lesser depths. */
  #push(depth: number, size: number): Buffer | null {
    const start = this.#ends[depth - 1] ?? 0;
    const end = start + size;
    if (end > mostHeld) return null;
    if (end > this.#stack.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(mostHeld, 2 * end));
      this.#stack.copy(larger, 0, 0, start);
      this.#stack = larger;
    }
    this.#ends[depth] = end;
    return this.#stack.subarray(start, end);
  }

  #roomForDelta(size: number): Buffer {
    if (size > this.#delta.length) this.#delta = Buffer.allocUnsafeSlow(Math.min(most, 2 * size));
    return this.#delta.subarray(0, size);
  }

  #numbers({ kind, ids }: Wanted): Int32Array {
    const { length, kindOf, ids: bytes } = this.#pack;
    const numbers = new Int32Array(length).fill(-1);
    for (let position = 0; position < length; position++)
      if (kindOf[position] === kinds[kind]) numbers[position] = ids.indexOf(bytes, this.#pack.idAt(position));
    return numbers;
  }

  /** 1 for what is wanted, and for all that it hangs on. */
  #needed({ marks }: Wanted, numbers: Int32Array): Uint8Array {
    const { length, baseOf } = this.#pack;
    const needed = new Uint8Array(length);
    for (let position = 0; position < length; position++) {
      if (marks[numbers[position] ?? -1] !== 1) continue;
      for (let at = position; at >= 0 && needed[at] === 0; at = baseOf[at] ?? unlinked) needed[at] = 1;
    }
    return needed;
  }
}
