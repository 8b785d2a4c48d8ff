import { Cursor } from './cursor.ts';

/** Longest message that is put together. */
const longest = 16_384;
/** Browsers cut it into some dozens of pieces, in no order. */
const mostPieces = 512;

const frame = { padding: 0, ping: 1, ack: 2, ackWithMarks: 3, crypto: 6 };

interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

/** The message that stands in the frames CRYPTO of one connection (RFC 9000, 19.6), in any order and number of packets. */
export class Crypto {
  #pieces: Piece[] = [];
  #size = 0;

  /** Takes the frames of a packet. */
  take(plain: Buffer): void {
    const rest = new Cursor(plain);
    while (rest.left > 0 && rest.whole) {
      const type = rest.number(1);
      if (type === frame.padding || type === frame.ping) continue;
      if (type === frame.crypto) this.#add(rest.varint(), rest.part(rest.varint()));
      else if (type === frame.ack || type === frame.ackWithMarks) passAck(rest, type === frame.ackWithMarks);
      else return;
    }
  }

  /** The inside of a ClientHello, once all of it is there. */
  hello(): Buffer | null {
    const message = this.#joined();
    if (message.length < 4 || message[0] !== 1) return null;
    const size = message.readUIntBE(1, 3);
    return message.length < 4 + size ? null : message.subarray(4, 4 + size);
  }

  #add(at: number, bytes: Buffer): void {
    if (at + bytes.length > longest || this.#size + bytes.length > 2 * longest) return;
    if (
      this.#pieces.length >= mostPieces ||
      this.#pieces.some((piece) => piece.at === at && piece.bytes.length >= bytes.length)
    )
      return;
    this.#pieces.push({ at, bytes: Buffer.from(bytes) });
    this.#size += bytes.length;
  }

  /** All from the first byte up to the first that is missing. */
  #joined(): Buffer {
    const parts: Buffer[] = [];
    let end = 0;
    for (const { at, bytes } of this.#pieces.toSorted((a, b) => a.at - b.at)) {
      if (at > end) break;
      if (at + bytes.length <= end) continue;
      parts.push(bytes.subarray(end - at));
      end = at + bytes.length;
    }
    return Buffer.concat(parts);
  }
}

function passAck(rest: Cursor, hasMarks: boolean): void {
  rest.varint();
  rest.varint();
  const ranges = rest.varint();
  rest.varint();
  for (let count = 0; count < ranges && rest.whole; count++) {
    rest.varint();
    rest.varint();
  }
  for (let count = 0; hasMarks && count < 3; count++) rest.varint();
}
