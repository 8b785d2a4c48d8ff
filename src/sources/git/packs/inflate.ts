import { inflateSync } from 'node:zlib';

/** Inflates what is as long as the room for it. False where it is damaged or of another size. */
export function inflate(bytes: Buffer, room: Buffer): boolean {
  try {
    // One byte more than there should be: what is longer is seen to be so.
    const size = Math.max(64, room.length + 1);
    const found = inflateSync(bytes, { chunkSize: size, maxOutputLength: size });
    return found.length === room.length && found.copy(room) === room.length;
  } catch {
    return false;
  }
}
