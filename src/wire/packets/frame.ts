/** What was captured of a packet, as it went over a link. */
export interface Frame {
  /** Which it is of its file, from 1, as other programs count. */
  readonly number: number;
  /** Milliseconds since 1970, UTC; `null` where the file keeps no time of it. */
  readonly time: number | null;
  /** Type of the link, as `LINKTYPE_` of tcpdump.org numbers them. */
  readonly link: number;
  /** Soon overwritten. */
  readonly bytes: Buffer;
}

/** Takes a frame. */
export type Give = (frame: Frame) => void;

/** No program captures longer frames: what says so is broken. */
export const longestFrame = 262_144;

/** Numbers of a file that was written by a machine of either order of bytes. */
export interface Order {
  readonly u16: (bytes: Buffer, at: number) => number;
  readonly u32: (bytes: Buffer, at: number) => number;
}

export const little: Order = {
  u16: (bytes, at) => bytes.readUInt16LE(at),
  u32: (bytes, at) => bytes.readUInt32LE(at),
};

export const big: Order = { u16: (bytes, at) => bytes.readUInt16BE(at), u32: (bytes, at) => bytes.readUInt32BE(at) };
