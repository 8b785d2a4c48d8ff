import { applyDelta, Copies, deltaHead } from './delta.ts';
import type { Pack } from './pack.ts';
import type { Plan } from './plan.ts';

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
  /** False where it is here only because others are changes of it. */
  readonly wanted: boolean;
}

/** An object that stands for itself, as git gives it. */
export function whole(number: number, bytes: Buffer): Packed {
  return { number, bytes, depth: 0, copies: null, base: -1, wanted: true };
}

/** Who is shown the objects. */
export interface Visitor {
  /** Told of every object on the way to those that are wanted. A promise asks to wait. */
  visit(object: Packed): Promise<void> | void;
  readonly signal: { readonly aborted: boolean };
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
      const base = pack.data.baseOf[position] ?? unlinked;
      if (base < 0) continue;
      this.#sibling[position] = this.#firstChild[base] ?? unlinked;
      this.#firstChild[base] = position;
    }
  }

  /** Goes through what is planned, as far as no other thread has taken it. */
  async each({ numbers, needed, roots, taken }: Plan, visitor: Visitor): Promise<void> {
    for (let next = Atomics.add(taken, 0, 1); next < roots.length; next = Atomics.add(taken, 0, 1)) {
      if (visitor.signal.aborted) return;
      const going = this.#from(roots[next] ?? 0, visitor, numbers, needed);
      for (let step = going.next(); !step.done; step = going.next()) await step.value;
    }
  }

  /** Visits an object and all that are changes of it; gives what is to be waited for. */
  *#from(root: number, visitor: Visitor, numbers: Int32Array, needed: Uint8Array): Generator<Promise<void>> {
    const next: number[] = [];
    let [position, depth] = [root, 0];
    for (;;) {
      const bytes = this.#make(position, depth);
      if (bytes) {
        const copies = depth === 0 ? null : this.#copies;
        const base = numbers[this.#pack.data.baseOf[position] ?? unlinked] ?? -1;
        const wanted = needed[position] === 1;
        const waiting = visitor.visit({ number: numbers[position] ?? -1, bytes, depth, copies, base, wanted });
        if (waiting) yield waiting;
        next[depth] = this.#firstChild[position] ?? unlinked;
        depth++;
      }
      do {
        while (depth > 0 && next[depth - 1] === unlinked) depth--;
        if (depth === 0) return;
        position = next[depth - 1] ?? unlinked;
        next[depth - 1] = this.#sibling[position] ?? unlinked;
      } while (needed[position] === 0);
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
}
