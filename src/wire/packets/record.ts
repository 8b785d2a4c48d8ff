/** What a stream of TLS holds at its start. */
export type Handshake =
  /** So many bytes are needed to say more. */
  | { readonly kind: 'more'; readonly bytes: number }
  /** The inside of a ClientHello, of which the end may be missing. */
  | { readonly kind: 'hello'; readonly body: Buffer }
  | { readonly kind: 'other' };

const other: Handshake = { kind: 'other' };
const handshake = 22;
const clientHello = 1;
/** Longest record that may be sent, and longest message of which we read on. */
const longestRecord = 16_384 + 256;
const longestHello = 16_384;
/** A message is not cut into more records than this. */
const mostRecords = 64;

/** Whether bytes begin as a record that holds a ClientHello: `unsure` where more of them would tell. */
export function beginsHello(bytes: Buffer): boolean | 'unsure' {
  const fits = [handshake, 3].every((byte, at) => at >= bytes.length || bytes[at] === byte);
  if (!fits || (bytes.length > 2 && (bytes[2] ?? 0) > 4)) return false;
  if (bytes.length < 6) return 'unsure';
  return bytes[5] === clientHello && bytes.readUInt16BE(3) <= longestRecord;
}

/** Puts together a ClientHello out of the records that it stands in. `isAll`: no more bytes will come. */
export function handshakeOf(bytes: Buffer, isAll: boolean): Handshake {
  const parts: Buffer[] = [];
  let [at, size] = [0, 0];
  for (let count = 0; count < mostRecords; count++) {
    if (at + 5 > bytes.length) return isAll ? told(parts) : { kind: 'more', bytes: at + 5 };
    if (bytes[at] !== handshake) return told(parts);
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end - at > longestRecord || end === at + 5) return told(parts);
    const part = bytes.subarray(at + 5, end);
    parts.push(part);
    size += part.length;
    const wanted = wantedOf(parts);
    if (wanted === 0) return other;
    if (wanted !== null && size >= wanted) return told(parts);
    if (end > bytes.length) {
      const needed = at + 5 + (wanted ?? 4) - (size - part.length);
      return isAll ? told(parts) : { kind: 'more', bytes: Math.min(end, needed) };
    }
    at = end;
  }
  return told(parts);
}

/** How long the message is, with its head; `null` where that is not said yet, 0 where it is another one. */
function wantedOf(parts: readonly Buffer[]): number | null {
  const [first] = parts;
  if (first && first[0] !== clientHello) return 0;
  const head = first && first.length >= 4 ? first : Buffer.concat(parts).subarray(0, 4);
  if (head.length < 4) return null;
  const size = head.readUIntBE(1, 3);
  return size > longestHello ? 0 : size + 4;
}

function told(parts: readonly Buffer[]): Handshake {
  const message = Buffer.concat(parts);
  if (message.length < 5 || message[0] !== clientHello) return other;
  return { kind: 'hello', body: message.subarray(4, 4 + message.readUIntBE(1, 3)) };
}
