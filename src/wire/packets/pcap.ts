import type { Reader } from './feed.ts';
import { big, type Give, little, longestFrame, type Order } from './frame.ts';

/** How a file is written, by its first four bytes: order, and how many parts of a second make a millisecond. */
const magics: Readonly<Record<string, { readonly order: Order; readonly parts: number }>> = {
  d4c3b2a1: { order: little, parts: 1_000 },
  a1b2c3d4: { order: big, parts: 1_000 },
  '4d3cb2a1': { order: little, parts: 1_000_000 },
  a1b23c4d: { order: big, parts: 1_000_000 },
};

/** The link type stands in the low bits; those above tell of checksums. */
const linkBits = 0x03ffffff;

/**
 * Reads the frames of a pcap file behind its first four bytes.
 * https://datatracker.ietf.org/doc/html/draft-ietf-opsawg-pcap
 */
export function* pcapFrames(magic: string, give: Give): Reader {
  const known = magics[magic];
  if (!known) return 'It is no capture of packets.';
  const { order, parts } = known;
  const head = yield { kind: 'read', bytes: 20 };
  const link = order.u32(head, 16) & linkBits;
  for (let number = 1; ; number++) {
    const record = yield { kind: 'read', bytes: 16, start: true };
    const time = order.u32(record, 0) * 1000 + Math.floor(order.u32(record, 4) / parts);
    const size = order.u32(record, 8);
    if (size > longestFrame) return `Packet ${number} says that it has ${size} bytes: nothing behind it was read.`;
    const bytes = yield { kind: 'read', bytes: size };
    give({ number, time, link, bytes });
  }
}
