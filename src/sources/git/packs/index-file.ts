/** The index of a pack: which object begins where. Objects have numbers in the order of their ids. */
export interface PackIndex {
  readonly count: number;
  /** Ids, one after another, in order. */
  readonly ids: Buffer;
  /** The byte of the pack at which an object begins. */
  offset(number: number): number;
  /** CRC-32 of the bytes of an object as they stand in the pack. */
  crc(number: number): number;
  /** The number of an object, -1 where it is not in the pack. */
  find(id: Uint8Array, from: number): number;
}

const magic = 0xff744f63;
const fanBytes = 1024;
const headBytes = 8;
const far = 0x8000_0000;

/**
 * Reads the index of a pack, version 2, as gitformat-pack(5) describes it; `null` where it is of another version or its
 * sizes do not agree with each other. Ids have `width` bytes.
 */
export function readIndex(bytes: Buffer, width: number): PackIndex | null {
  if (bytes.length < headBytes + fanBytes || bytes.readUInt32BE(0) !== magic || bytes.readUInt32BE(4) !== 2)
    return null;

  const fan = (byte: number): number => (byte < 0 ? 0 : bytes.readUInt32BE(headBytes + 4 * byte));
  const count = fan(255);
  for (let byte = 0; byte < 256; byte++) if (fan(byte) < fan(byte - 1)) return null;
  const idsAt = headBytes + fanBytes;
  const crcsAt = idsAt + count * width;
  const offsetsAt = crcsAt + 4 * count;
  const farAt = offsetsAt + 4 * count;
  const farCount = (bytes.length - farAt - 2 * width) / 8;
  if (!Number.isInteger(farCount) || farCount < 0) return null;

  const ids = bytes.subarray(idsAt, crcsAt);
  return {
    count,
    ids,
    offset: (number) => {
      const near = bytes.readUInt32BE(offsetsAt + 4 * number);
      if (near < far) return near;
      return near - far < farCount ? Number(bytes.readBigUInt64BE(farAt + 8 * (near - far))) : -1;
    },
    crc: (number) => bytes.readUInt32BE(crcsAt + 4 * number),
    find: (id, from) => {
      const first = id[from] ?? 0;
      let [low, high] = [fan(first - 1), fan(first)];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = ids.compare(id, from, from + width, middle * width, (middle + 1) * width);
        if (order === 0) return middle;
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      return -1;
    },
  };
}
