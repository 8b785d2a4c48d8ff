import { Cursor } from './cursor.ts';

/** An IP packet, without its head. */
export interface Datagram {
  /** Addresses, each of their bytes as one sign. */
  readonly source: string;
  readonly target: string;
  /** What it carries, as IANA numbers protocols. */
  readonly protocol: number;
  readonly payload: Buffer;
  /** So many bytes at its end were sent and not captured. */
  readonly missing: number;
}

/** Heads that IPv6 puts before what it carries. */
const extensions: ReadonlySet<number> = new Set([0, 43, 51, 60, 135]);
const authentication = 51;
const fragment = 44;
/** None has more. */
const mostExtensions = 12;

/** Reads an IP packet; `fragment` for a part of one, `null` for what is none. */
export function datagramOf(packet: Buffer): Datagram | 'fragment' | null {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return version4(packet);
  return version === 6 ? version6(packet) : null;
}

function version4(packet: Buffer): Datagram | 'fragment' | null {
  const head = ((packet[0] ?? 0) & 15) * 4;
  if (head < 20 || packet.length < head) return null;
  // A network card that cuts packets itself is given them without a length.
  const size = packet.readUInt16BE(2) || packet.length;
  if (size < head) return null;
  // More fragments follow, or this is not the first.
  if (packet.readUInt16BE(6) & 0x3fff) return 'fragment';
  return {
    source: packet.toString('latin1', 12, 16),
    target: packet.toString('latin1', 16, 20),
    protocol: packet[9] ?? 0,
    payload: packet.subarray(head, size),
    missing: Math.max(0, size - packet.length),
  };
}

function version6(packet: Buffer): Datagram | 'fragment' | null {
  if (packet.length < 40) return null;
  const size = packet.readUInt16BE(4) ? 40 + packet.readUInt16BE(4) : packet.length;
  const rest = new Cursor(packet, 40, size);
  let protocol = packet[6] ?? 0;
  for (let count = 0; count < mostExtensions; count++) {
    if (protocol === fragment) {
      const next = rest.number(1);
      rest.skip(1);
      const at = rest.number(2);
      rest.skip(4);
      // A fragment that is first and last is whole.
      if (at & 0xfff9) return 'fragment';
      protocol = next;
    } else if (extensions.has(protocol)) {
      const next = rest.number(1);
      const length = rest.number(1);
      rest.skip((protocol === authentication ? (length + 2) * 4 : (length + 1) * 8) - 2);
      protocol = next;
    } else break;
  }
  if (!rest.whole) return null;
  return {
    source: packet.toString('latin1', 8, 24),
    target: packet.toString('latin1', 24, 40),
    protocol,
    payload: rest.part(rest.left),
    missing: Math.max(0, size - packet.length),
  };
}
