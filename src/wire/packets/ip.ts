import { Cursor } from './cursor.ts';

/** An IP packet, without its head. */
export interface Datagram {
  /** What it carries, as IANA numbers protocols. */
  readonly protocol: number;
  /** From where that begins to where it ends. */
  readonly payload: Cursor;
  /** Where the address of its source stands; that of its target follows. Most packets are passed over, so that nobody asks. */
  readonly addresses: number;
  /** Bytes of an address: 4, or 16. */
  readonly width: number;
  /** So many bytes at its end were sent and not captured. */
  readonly missing: number;
}

/** Who sent it, and to whom: each byte of an address as one sign. */
export function sourceOf({ payload, addresses, width }: Datagram): string {
  return payload.bytes.toString('latin1', addresses, addresses + width);
}

export function targetOf({ payload, addresses, width }: Datagram): string {
  return payload.bytes.toString('latin1', addresses + width, addresses + 2 * width);
}

/** Heads that IPv6 puts before what it carries. */
const extensions: ReadonlySet<number> = new Set([0, 43, 51, 60, 135]);
const authentication = 51;
const fragment = 44;
/** None has more. */
const mostExtensions = 12;

/** Reads an IP packet; `fragment` for a part of one, `null` for what is none. */
export function datagramOf({ bytes, at, end }: Cursor): Datagram | 'fragment' | null {
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4) return version4(bytes, at, end);
  return version === 6 ? version6(bytes, at, end) : null;
}

function version4(bytes: Buffer, at: number, end: number): Datagram | 'fragment' | null {
  const head = ((bytes[at] ?? 0) & 15) * 4;
  if (head < 20 || end - at < head) return null;
  // A network card that cuts packets itself is given them without a length.
  const size = bytes.readUInt16BE(at + 2) || end - at;
  if (size < head) return null;
  // More fragments follow, or this is not the first.
  if (bytes.readUInt16BE(at + 6) & 0x3fff) return 'fragment';
  return {
    protocol: bytes[at + 9] ?? 0,
    payload: new Cursor(bytes, at + head, Math.min(at + size, end)),
    addresses: at + 12,
    width: 4,
    missing: Math.max(0, at + size - end),
  };
}

function version6(bytes: Buffer, at: number, end: number): Datagram | 'fragment' | null {
  if (end - at < 40) return null;
  const size = bytes.readUInt16BE(at + 4) ? 40 + bytes.readUInt16BE(at + 4) : end - at;
  const payload = new Cursor(bytes, at + 40, Math.min(at + size, end));
  const protocol = carried(payload, bytes[at + 6] ?? 0);
  if (protocol === 'fragment' || !payload.whole) return protocol === 'fragment' ? protocol : null;
  return { protocol, payload, addresses: at + 8, width: 16, missing: Math.max(0, at + size - end) };
}

/** Goes past the heads of IPv6 to what it carries. */
function carried(rest: Cursor, first: number): number | 'fragment' {
  let protocol = first;
  for (let count = 0; count < mostExtensions; count++) {
    if (protocol === fragment) {
      protocol = rest.number(1);
      rest.skip(1);
      // A fragment that is first and last is whole.
      if (rest.number(2) & 0xfff9) return 'fragment';
      rest.skip(4);
    } else if (extensions.has(protocol)) {
      const isAuthentication = protocol === authentication;
      protocol = rest.number(1);
      const length = rest.number(1);
      rest.skip((isAuthentication ? (length + 2) * 4 : (length + 1) * 8) - 2);
    } else return protocol;
  }
  return protocol;
}
