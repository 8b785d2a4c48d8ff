/** So many bytes, and segments, may come before those that they follow. */
const mostBytes = 24_576;
const mostSegments = 32;
/** What a segment costs that waits, besides its bytes. */
const overhead = 256;

interface Segment {
  readonly at: number;
  readonly bytes: Buffer;
  /** So many bytes were sent behind them and not captured. */
  readonly missing: number;
}

/** The bytes of one direction of a connection, in order: what was sent twice comes once, what came too early waits. */
export class InOrder {
  /** Bytes of memory that what waits takes up. */
  waiting = 0;
  #next: number;
  #early: Segment[] = [];

  /** `next`: the number of the first byte. */
  constructor(next: number) {
    this.#next = next;
  }

  /** The bytes whose turn has come; `null` for a stretch that will not come any more. */
  take(at: number, bytes: Buffer, missing: number): (Buffer | null)[] {
    const found: (Buffer | null)[] = [];
    if (distance(this.#next, at) > 0) this.#hold({ at, bytes: copied(bytes), missing });
    else this.#pass({ at, bytes, missing }, found);
    if (this.waiting > mostBytes || this.#early.length > mostSegments) this.#jump(found);
    this.#release(found);
    return found;
  }

  /** All that waits, at the end: what is missing will not come. */
  drain(): (Buffer | null)[] {
    const found: (Buffer | null)[] = [];
    while (this.#early.length > 0) {
      this.#jump(found);
      this.#release(found);
    }
    return found;
  }

  /** How many bytes are missing before one. */
  ahead(at: number): number {
    return distance(this.#next, at);
  }

  /** Goes on at a byte further ahead: nobody asks for those before it. */
  skipTo(at: number): void {
    this.#next = at;
  }

  #hold(segment: Segment): void {
    this.#early.push(segment);
    this.waiting += segment.bytes.length + overhead;
  }

  #pass({ at, bytes, missing }: Segment, found: (Buffer | null)[]): void {
    const known = -distance(this.#next, at);
    if (known >= bytes.length + missing) return;
    if (known < bytes.length) found.push(bytes.subarray(known));
    if (missing > 0) found.push(null);
    this.#next = (at + bytes.length + missing) >>> 0;
  }

  /** Gives up on what is missing before the first that waits. */
  #jump(found: (Buffer | null)[]): void {
    const [first] = this.#early.toSorted((a, b) => distance(b.at, a.at));
    if (!first) return;
    found.push(null);
    this.#next = first.at;
  }

  #release(found: (Buffer | null)[]): void {
    for (;;) {
      const index = this.#early.findIndex(({ at }) => distance(this.#next, at) <= 0);
      const [ready] = index < 0 ? [] : this.#early.splice(index, 1);
      if (!ready) return;
      this.waiting -= ready.bytes.length + overhead;
      this.#pass(ready, found);
    }
  }
}

/** How far it is from one number to another, which begin anew behind 2^32. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}

/** By itself: a small copy would keep alive the stretch of memory that it is cut from. */
function copied(bytes: Buffer): Buffer {
  const copy = Buffer.alloc(bytes.length);
  bytes.copy(copy);
  return copy;
}
