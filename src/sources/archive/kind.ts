/** What files are packed in. */
export type ArchiveKind = 'gzip' | 'zip' | 'tar';

/**
 * Tells an archive by its bytes, whatever its name says: a jar, a wheel and a document are zips. A zip may have
 * something in front of it, such as the program that unpacks it: its end tells it too. Asked of every file, so it looks
 * at a few bytes and no more.
 */
export function kindOf(bytes: Buffer): ArchiveKind | null {
  const first = bytes[0];
  if (first === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  if (first === 0x50 && (marks(bytes, 0, 3, 4) || marks(bytes, 0, 5, 6) || marks(bytes, 0, 7, 8))) return 'zip';
  if (marks(bytes, bytes.length - 22, 5, 6)) return 'zip';
  return bytes[257] === 0x75 && bytes.toString('latin1', 257, 262) === 'ustar' && isHeader(bytes, 0) ? 'tar' : null;
}

/** What files are packed in that is not opened here, by the bytes that it begins with. */
const sealed: readonly (readonly [string, Buffer])[] = [
  ['a 7z archive', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ['a RAR archive', Buffer.from([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07])],
  ['packed with xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['packed with zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['packed with lz4', Buffer.from([0x04, 0x22, 0x4d, 0x18])],
];
/** The first block of bzip2 begins with pi, behind a head of four bytes. */
const pi = Buffer.from([0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);

/** Tells what is packed in a way that is not opened here: `a 7z archive`; `null` for all else. */
export function sealedAs(bytes: Buffer): string | null {
  if (bytes[0] === 0x42 && bytes.toString('latin1', 0, 3) === 'BZh' && bytes.subarray(4, 10).equals(pi)) {
    return 'packed with bzip2';
  }
  return sealed.find(([, head]) => bytes[0] === head[0] && bytes.subarray(0, head.length).equals(head))?.[0] ?? null;
}

/** Whether a header of tar stands at an offset: its checksum is right. Not all of them have the word `ustar`. */
export function isHeader(bytes: Buffer, at: number): boolean {
  if (at + 512 > bytes.length) return false;
  // The field of the sum itself is taken for spaces. Some old programs sum signed bytes.
  let [sum, signed] = [8 * 0x20, 8 * 0x20];
  for (let index = 0; index < 512; index++) {
    const byte = index < 148 || index >= 156 ? (bytes[at + index] ?? 0) : 0;
    sum += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const said = Number.parseInt(bytes.toString('latin1', at + 148, at + 156).trim(), 8);
  return said === sum || said === signed;
}

/** `PK` and two bytes. */
function marks(bytes: Buffer, at: number, third: number, fourth: number): boolean {
  return bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === third && bytes[at + 3] === fourth;
}
