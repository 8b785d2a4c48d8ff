import { Readable } from 'node:stream';
import { constants, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib';

/** What came out of compressed data, up to the limit or to where it ends or is damaged. */
export interface Inflated {
  readonly bytes: Buffer;
  /** How many bytes of the input it took; all of them where the end of the data was not met. */
  readonly taken: number;
  readonly end: 'whole' | 'limit' | 'cut' | 'broken';
}

/** No deflate stream expands by more. */
const steepest = 1032;
/** Into how many pieces data is cut that does not inflate at one go: what comes out of the last one is lost. */
const pieces = 4096;

/**
 * Inflates the deflate stream at the start of `bytes`. `hint`: how long the result is said to be, which saves memory
 * where it is true and costs nothing where it is not. At one go, which for a small file takes a fifteenth of a stream's
 * time; only what does not go that way is inflated piece by piece, for what can be had of it.
 */
export async function inflate(bytes: Buffer, most: number, hint: number): Promise<Inflated> {
  if (most < 1) return { bytes: Buffer.alloc(0), taken: bytes.length, end: 'limit' };
  const chunkSize = Math.max(1024, Math.min(hint, most, bytes.length * steepest)) + 64;
  try {
    // With `info` the types do not say that the engine comes along.
    const { buffer, engine } = inflateRawSync(bytes, { maxOutputLength: most, chunkSize, info: true }) as unknown as {
      buffer: Buffer;
      engine: InflateRaw;
    };
    return { bytes: buffer, taken: engine.bytesWritten, end: 'whole' };
  } catch (error) {
    return { bytes: await salvage(bytes, most), taken: bytes.length, end: endOf(error) };
  }
}

function endOf(error: unknown): Inflated['end'] {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'limit';
  return code === 'Z_BUF_ERROR' ? 'cut' : 'broken';
}

/** All that comes out before the limit, the end or the damage. A stream does not keep to a limit, so it is counted here. */
function salvage(bytes: Buffer, most: number): Promise<Buffer> {
  const engine = createInflateRaw({ chunkSize: 64 * 1024, finishFlush: constants.Z_SYNC_FLUSH });
  const chunks: Buffer[] = [];
  let left = most;
  return new Promise((resolve) => {
    engine.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0) engine.destroy();
    });
    engine.on('error', () => {}); // the first try has told what is wrong
    engine.on('close', () => resolve(Buffer.concat(chunks)));
    Readable.from(cut(bytes)).pipe(engine);
  });
}

function* cut(bytes: Buffer): Generator<Buffer> {
  const step = Math.max(64, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
