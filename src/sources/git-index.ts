import type { Stats } from 'node:fs';

/** What git remembers of a tracked file: its object, and what the file looked like when that was true. */
interface Entry {
  readonly oid: string;
  readonly flags: number;
  readonly ctimeMs: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly size: number;
}

const linkMode = 0o160000;
const extended = 0x4000;
const stageMask = 0x3000;

/**
 * The index of a work tree, read as data: no git runs, so none of its configuration can. It answers which files are
 * tracked and, where a file has not been touched since, which object it is. Paths are byte strings.
 */
export class GitIndex {
  readonly #bytes: Buffer;
  readonly #hashLength: number;
  readonly #mtimeMs: number;
  /** Where the fixed part of each path's entry starts. */
  readonly #offsets: ReadonlyMap<string, number>;
  #folders: ReadonlySet<string> | null = null;

  constructor(bytes: Buffer, mtimeMs: number, hashLength: number, offsets: ReadonlyMap<string, number>) {
    this.#bytes = bytes;
    this.#mtimeMs = mtimeMs;
    this.#hashLength = hashLength;
    this.#offsets = offsets;
  }

  has(path: string): boolean {
    return this.#offsets.has(path);
  }

  /** True where the path is a submodule. */
  isSubmodule(path: string): boolean {
    const offset = this.#offsets.get(path);
    return offset !== undefined && this.#bytes.readUInt32BE(offset + 24) === linkMode;
  }

  /** True where tracked files are in this folder or below. */
  isFolder(path: string): boolean {
    this.#folders ??= foldersOf(this.#offsets.keys());
    return this.#folders.has(path);
  }

  /**
   * The object that a file's content is, where its size, times and inode are those that the index was written with.
   * As git does, a file as young as the index itself is not believed: it may have changed within the clock's tick.
   */
  oid(path: string, stats: Stats): string | null {
    const offset = this.#offsets.get(path);
    if (offset === undefined) return null;

    const entry = this.#entry(offset);
    const same =
      (entry.flags & (stageMask | extended)) === 0 &&
      entry.ctimeMs === stats.ctimeMs &&
      entry.mtimeMs === stats.mtimeMs &&
      entry.mtimeMs < this.#mtimeMs &&
      entry.ino === stats.ino % 2 ** 32 &&
      entry.size === stats.size % 2 ** 32;
    return same ? entry.oid : null;
  }

  #entry(offset: number): Entry {
    const bytes = this.#bytes;
    return {
      ctimeMs: milliseconds(bytes, offset),
      mtimeMs: milliseconds(bytes, offset + 8),
      ino: bytes.readUInt32BE(offset + 20),
      size: bytes.readUInt32BE(offset + 36),
      oid: bytes.toString('hex', offset + 40, offset + 40 + this.#hashLength),
      flags: bytes.readUInt16BE(offset + 40 + this.#hashLength),
    };
  }
}

/** An index without entries, for a repository that has none yet. */
export const emptyIndex = new GitIndex(Buffer.alloc(0), 0, 20, new Map());

/**
 * Reads index versions 2 to 4; `null` for one that is damaged or needs more to be understood (a split index). Folders
 * that a sparse index leaves out are not on disk either and are passed over.
 */
export function parseIndex(bytes: Buffer, mtimeMs: number, hashLength: 20 | 32): GitIndex | null {
  try {
    const offsets = readEntries(bytes, hashLength);
    return offsets && new GitIndex(bytes, mtimeMs, hashLength, offsets);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readEntries(bytes: Buffer, hashLength: number): ReadonlyMap<string, number> | null {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return null;

  const offsets = new Map<string, number>();
  const end = bytes.length - hashLength;
  let offset = 12;
  let path = '';
  for (let count = bytes.readUInt32BE(8); count > 0; count--) {
    const flags = bytes.readUInt16BE(offset + 40 + hashLength);
    const start = offset + 42 + hashLength + (flags & extended ? 2 : 0);
    const name = version === 4 ? readDelta(bytes, start, path) : { path: '', start };
    const stop = name ? bytes.indexOf(0, name.start) : -1;
    if (!name || stop < 0 || stop >= end) return null;

    path = name.path + bytes.toString('latin1', name.start, stop);
    if (path === '') return null;
    if (!path.endsWith('/')) offsets.set(path, offset);
    offset = version === 4 ? stop + 1 : offset + paddedLength(stop - offset);
  }
  return understood(bytes, offset, end) ? offsets : null;
}

/** Version 4 says how many bytes to drop from the path before, in the variable-length form of pack files. */
function readDelta(bytes: Buffer, from: number, previous: string): { path: string; start: number } | null {
  let start = from;
  let byte = bytes.readUInt8(start++);
  let drop = byte & 0x7f;
  while (byte & 0x80) {
    byte = bytes.readUInt8(start++);
    drop = (drop + 1) * 128 + (byte & 0x7f);
    if (drop > previous.length) return null;
  }
  return drop > previous.length ? null : { path: previous.slice(0, previous.length - drop), start };
}

/** Up to version 3 an entry is filled up with one to eight NULs to a multiple of eight bytes. */
function paddedLength(length: number): number {
  return (length + 8) & ~7;
}

/** An extension whose name starts in lower case changes what the entries mean: `link` does, `sdir` is provided for. */
function understood(bytes: Buffer, from: number, end: number): boolean {
  let offset = from;
  while (offset + 8 <= end) {
    const name = bytes.toString('latin1', offset, offset + 4);
    if (/^[a-z]/.test(name) && name !== 'sdir') return false;
    offset += 8 + bytes.readUInt32BE(offset + 4);
  }
  return offset === end;
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** In the arithmetic of `Stats`, so that equal times are equal numbers. */
function milliseconds(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset) * 1e3 + bytes.readUInt32BE(offset + 4) / 1e6;
}
