import { Cursor } from './cursor.ts';
import type { Frame } from './frame.ts';

/** Tags of virtual networks: IEEE 802.1Q, 802.1ad, and what was written before that. */
const tags: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const ip: ReadonlySet<number> = new Set([0x0800, 0x86dd]);
const labels = 0x8847;
const session = 0x8864;

/** What a packet is wrapped in, by the type of its link: https://www.tcpdump.org/linktypes.html */
const links: ReadonlyMap<number, (frame: Cursor) => Cursor | null> = new Map([
  [0, (frame) => behind(frame, 4)], // BSD loopback
  [1, ethernet],
  [9, pointToPoint],
  [12, (frame) => behind(frame, 0)], // raw IP, as some systems number it
  [14, (frame) => behind(frame, 0)],
  [101, (frame) => behind(frame, 0)], // raw IP
  [108, (frame) => behind(frame, 4)], // OpenBSD loopback
  [113, cooked],
  [228, (frame) => behind(frame, 0)], // IPv4
  [229, (frame) => behind(frame, 0)], // IPv6
  [276, cooked2],
]);

/** IPv4 and IPv6 over PPP; the first byte is left out where it is zero. */
const ppp: ReadonlySet<number> = new Set([0x21, 0x57]);

/** Whether frames of a link can be read. */
export function isKnownLink(link: number): boolean {
  return links.has(link);
}

/** The IP packet in a frame, from where it begins; `null` where it holds something else. */
export function packetIn({ link, bytes }: Pick<Frame, 'link' | 'bytes'>): Cursor | null {
  return links.get(link)?.(new Cursor(bytes)) ?? null;
}

/** The IP packet in an Ethernet frame. */
export function ethernet(frame: Cursor): Cursor | null {
  frame.skip(12);
  return typed(frame);
}

function pointToPoint(frame: Cursor): Cursor | null {
  // Address and control, which may be left out.
  if (frame.bytes[frame.at] === 0xff) frame.skip(2);
  const first = frame.number(1);
  return ppp.has(first === 0 ? frame.number(1) : first) ? behind(frame, 0) : null;
}

/** Linux "cooked" capture, of `tcpdump -i any`. */
function cooked(frame: Cursor): Cursor | null {
  frame.skip(14);
  return typed(frame);
}

function cooked2(frame: Cursor): Cursor | null {
  const type = frame.number(2);
  frame.skip(18);
  return unwrapped(type, frame);
}

function typed(frame: Cursor): Cursor | null {
  return unwrapped(frame.number(2), frame);
}

/** Goes through tags to the packet. Each is at least two bytes, so that it ends. */
function unwrapped(first: number, frame: Cursor): Cursor | null {
  let type = first;
  while (tags.has(type) && frame.whole) {
    frame.skip(2);
    type = frame.number(2);
  }
  if (ip.has(type)) return behind(frame, 0);
  if (type === labels) return labelled(frame);
  if (type !== session) return null;
  frame.skip(6);
  return pointToPoint(frame);
}

/** MPLS: the last label has its lowest bit of the third byte set. */
function labelled(frame: Cursor): Cursor | null {
  while (frame.left >= 4) {
    const label = frame.number(4);
    if (label & 0x100) return behind(frame, 0);
  }
  return null;
}

/** What follows, where it begins as an IP packet does. */
function behind(frame: Cursor, bytes: number): Cursor | null {
  frame.skip(bytes);
  const version = (frame.bytes[frame.at] ?? 0) >> 4;
  return frame.left > 0 && (version === 4 || version === 6) ? frame : null;
}
