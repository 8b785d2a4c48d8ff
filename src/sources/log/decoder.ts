import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { ZstdFrames } from './zstd.ts';

/** What came out of a piece of compressed data, and what stopped it. */
export interface Step {
  readonly out: readonly Buffer[];
  readonly fault: 'cut' | 'broken' | 'window' | 'output' | null;
}

/** Decompresses piece by piece. After a fault it is not asked again. */
export interface Decoder {
  push(piece: Buffer): Promise<Step>;
  /** Told that there is no more. */
  end(): Promise<Step>;
}

/** Measured: a gunzip with the usual 16 KiB takes 2.8 times as long. */
const chunkSize = 1 << 20;

/** Decompresses all members of a gzip file, which may meet in the middle of a line. */
export function gunzip(): Decoder {
  return new Engine(zlib.createGunzip({ chunkSize }));
}

/** Decompresses all frames of a zstd file: by Node itself where it can (22.15, 23.8), else in plain JavaScript. */
export async function unzstd(): Promise<Decoder> {
  // The types are those of Node 20, which has none.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: { chunkSize: number }) => Unpacking };
  if (createZstdDecompress) return new Engine(createZstdDecompress({ chunkSize }));
  const { Decompress } = await import('fzstd');
  return new ZstdFrames((take) => new Decompress(take));
}

/** A stream of zlib: `bytesWritten` counts what it took. */
type Unpacking = Transform & { readonly bytesWritten: number };

/** A stream of Node's, by steps: what came out before a fault is there, which the stream itself would throw away. */
class Engine implements Decoder {
  readonly #stream: Unpacking;
  readonly #closed: Promise<void>;
  #out: Buffer[] = [];
  #error: unknown = null;
  #ended = false;
  #pushed = 0;

  constructor(stream: Unpacking) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#out.push(chunk));
    stream.on('end', () => {
      this.#ended = true;
    });
    this.#closed = new Promise((resolve) => {
      stream.on('close', resolve);
      stream.on('error', (error) => {
        this.#error = error;
        resolve();
      });
    });
  }

  async push(piece: Buffer): Promise<Step> {
    if (this.#ended) return this.#step(holdsMore(piece));
    this.#pushed += piece.length;
    const written = new Promise<void>((resolve) => {
      this.#stream.write(piece, () => resolve());
    });
    await Promise.race([written, this.#closed]);
    const left = Math.min(piece.length, this.#pushed - this.#stream.bytesWritten);
    return this.#step(left > 0 && holdsMore(piece.subarray(-left)));
  }

  async end(): Promise<Step> {
    if (!this.#ended) this.#stream.end();
    if (!this.#ended) await this.#closed;
    return this.#step(false);
  }

  #step(isBroken: boolean): Step {
    const out = this.#out;
    this.#out = [];
    if (this.#error === null) return { out, fault: isBroken ? 'broken' : null };
    return { out, fault: faultOf(this.#error) };
  }
}

/** Zeros behind the last member are padding, which Node takes for the end; whatever follows, it drops. */
function holdsMore(rest: Buffer): boolean {
  return rest.some((byte) => byte !== 0);
}

function faultOf(error: unknown): 'cut' | 'broken' | 'window' {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong') return 'cut';
  return code === 'ZSTD_error_frameParameter_windowTooLarge' ? 'window' : 'broken';
}
