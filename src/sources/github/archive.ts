import { closeSync, openSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { Blob } from '../../model/blob.ts';
import type { Problem, ProblemReason } from '../../model/problem.ts';
import type { Skipped } from '../../model/source.ts';
import { byCodeUnit } from '../../text/order.ts';
import { nameOf, type Snapshot, type SnapshotOptions } from '../git/snapshot.ts';
import { isSelected } from '../select.ts';

/** What is read of an archive: the same as of a commit, which it is one of. */
export type ArchiveOptions = Omit<SnapshotOptions, 'commit'>;

/**
 * Reads the files of an archive (.tar.gz, all of them in one folder) as they come, into one file. An archive lacks what
 * `.gitattributes` takes out of it, and says so: where any does, something may be missing.
 */
export async function readArchive(stream: Readable, options: ArchiveOptions): Promise<Snapshot> {
  const reading = new Reading(options);
  try {
    await pipeline(stream, createGunzip(), reading.tar, { signal: options.signal });
  } finally {
    reading.close();
  }
  return reading.snapshot();
}

/** What an entry holds, as it comes. */
type EntryStream = AsyncIterable<unknown> & { resume(): unknown };

class Reading {
  readonly tar = extract();
  readonly #options: ArchiveOptions;
  readonly #file: number;
  readonly #blobs: Blob[] = [];
  readonly #names = new Map<string, number>();
  readonly #skipped: Skipped[] = [];
  readonly #problems: Problem[] = [];
  #end = 0;

  constructor(options: ArchiveOptions) {
    this.#options = options;
    this.#file = openSync(options.spool, 'wx', 0o600);
    this.tar.on('entry', (headers, stream, next) => {
      this.#entry(headers, stream).then(
        () => next(),
        (error: unknown) => next(error instanceof Error ? error : new Error(String(error))),
      );
    });
  }

  close(): void {
    closeSync(this.#file);
  }

  snapshot(): Snapshot {
    const blobs = this.#blobs.toSorted((a, b) => byCodeUnit(a.origin.path, b.origin.path));
    return { blobs, skipped: this.#skipped, problems: this.#problems };
  }

  async #entry({ name, type }: Header, stream: EntryStream): Promise<void> {
    const path = name.slice(name.indexOf('/') + 1);
    const { place, selects } = this.#options;
    const reason = type === 'symlink' || type === 'link' ? 'link' : isSelected(path, selects) ? null : 'excluded';
    if (type === 'file' && reason === null && path !== '') return await this.#keep(path, stream);
    if ((type === 'file' || reason === 'link') && reason !== null && path !== '')
      this.#skipped.push({ kind: 'skipped', place, file: path, reason });
    stream.resume();
  }

  async #keep(path: string, stream: EntryStream): Promise<void> {
    const { place, spool, maxBytes, mostBytes } = this.#options;
    const offset = this.#end;
    const chunks: Uint8Array[] = [];
    // Its declaration does not say that it yields bytes.
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      // A byte more than is read of a large one, so that whoever reads it sees that there is more.
      const room = Math.min(maxBytes + 1 - (this.#end - offset), mostBytes - this.#end);
      const part = chunk.subarray(0, Math.max(0, room));
      for (let at = 0; at < part.length; ) at += writeSync(this.#file, part, at);
      this.#end += part.length;
      if (path.endsWith('.gitattributes')) chunks.push(part);
    }
    if (this.#end === mostBytes) {
      this.#tell(path, 'limit', `The files of its repository have more than ${mostBytes} bytes: it was not read.`);
      return;
    }
    if (/\bexport-(?:ignore|subst)\b/.test(Buffer.concat(chunks).toString('latin1')))
      this.#tell(
        path,
        'forge',
        'It keeps files out of archives (export-ignore), and the repository was read from one: those files were not read.',
      );
    const content = { kind: 'slice', path: spool, offset, size: this.#end - offset } as const;
    const origin = { kind: 'file', path: nameOf(path, this.#names) } as const;
    this.#blobs.push({ kind: 'blob', place, origin, content });
  }

  #tell(file: string, reason: ProblemReason, message: string): void {
    this.#problems.push({ kind: 'problem', place: this.#options.place, file, reason, message, incomplete: true });
  }
}
