import { inflateSync } from 'node:zlib';
import { unzlibSync } from 'fflate';

/** Up to this size setting up the one of Node takes longer than the other needs for all of it. */
const small = 4096;

/** Inflates what is as long as the room for it. False where it is damaged or of another size. */
export function inflate(bytes: Buffer, room: Buffer): boolean {
  try {
    if (room.length <= small) return unzlibSync(bytes, { out: room }).length === room.length;
    const found = inflateSync(bytes, { chunkSize: room.length + 1, maxOutputLength: room.length + 1 });
    return found.length === room.length && found.copy(room) === room.length;
  } catch {
    return false;
  }
}
