/** Reads numbers and stretches of a packet from left to right. What is not there is read as nothing, and remembered. */
export class Cursor {
  /** False once something was asked for that is not there. */
  whole = true;
  at: number;
  readonly end: number;
  readonly bytes: Buffer;

  constructor(bytes: Buffer, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = Math.min(end, bytes.length);
  }

  get left(): number {
    return this.end - this.at;
  }

  /** The next number, of one to six bytes, the greatest first. */
  number(size: number): number {
    return this.has(size) ? this.bytes.readUIntBE(this.pass(size), size) : 0;
  }

  /** The next bytes; of a stretch that is cut off what there is. */
  part(size: number): Buffer {
    const there = this.has(size) ? size : Math.max(0, this.left);
    const from = this.pass(there);
    return this.bytes.subarray(from, from + there);
  }

  /** What the next bytes hold, to be read by itself; it is not whole where they are cut off. */
  inner(size: number): Cursor {
    const isWhole = size <= this.left;
    const inner = new Cursor(this.part(size));
    inner.whole = isWhole;
    return inner;
  }

  /** A list of numbers of two bytes, as long as the number of `size` bytes before it says. */
  pairs(size: number): number[] {
    const list = this.inner(this.number(size));
    const found: number[] = [];
    while (list.left >= 2) found.push(list.number(2));
    return found;
  }

  /** A number whose first two bits tell its length (RFC 9000, 16). */
  varint(): number {
    const first = this.number(1);
    let value = first & 0x3f;
    for (let left = (1 << (first >> 6)) - 1; left > 0; left--) value = value * 256 + this.number(1);
    return value;
  }

  skip(size: number): void {
    if (this.has(size)) this.at += size;
    else this.at = this.end;
  }

  private has(size: number): boolean {
    if (size <= this.left) return true;
    this.whole = false;
    return false;
  }

  private pass(size: number): number {
    this.at += size;
    return this.at - size;
  }
}
