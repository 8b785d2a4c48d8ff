import { type Ending, type Running, start } from './program.ts';
import type { Store } from './store.ts';
import { ObjectStream } from './stream.ts';

/** An object as it comes out of git. */
export interface Opened {
  /** Its number in the order in which the objects were asked for. */
  readonly index: number;
  readonly type: string;
  /** Bytes that it has, of which `bytes` may hold only the first. */
  readonly size: number;
  /** Valid until the next object. */
  readonly bytes: Buffer;
}

/** What is asked for, in order. */
export interface Wanted {
  readonly length: number;
  hex(index: number): string;
}

/** What became of all that was asked for: `read + failed` is all of it, unless the run was stopped. */
export interface Outcome {
  readonly read: number;
  /** Numbers of those that could not be read. */
  readonly failed: readonly number[];
  readonly endings: readonly Ending[];
}

/** How objects are read. */
export interface Reading {
  readonly store: Store;
  readonly wanted: Wanted;
  /** Of an object with more bytes only these are handed over. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Ids are handed to git in pieces of this many, so that neither side waits for the other. */
const pieces = 2048;
/** What is left of an object that is too large is read over up to here, else git is started anew behind it. */
const patience = 64 << 20;
/** A store that brings git down more often than this is left alone. */
const mostStarts = 1000;

/**
 * Reads objects one after another. A damaged object ends git: it is counted, and git goes on with the next one. While
 * `take` has a promise open nothing more is read, so that memory stays bounded.
 */
export async function readObjects(reading: Reading, take: (object: Opened) => void | Promise<void>): Promise<Outcome> {
  const { wanted, signal } = reading;
  const failed: number[] = [];
  const endings: Ending[] = [];
  let next = 0;
  for (let starts = 0; !signal.aborted && next < wanted.length; starts++) {
    if (starts === mostStarts) {
      for (; next < wanted.length; next++) failed.push(next);
      break;
    }
    const before = next;
    const { done, ending } = await run(reading, next, failed, take);
    next = done;
    endings.push(ending);
    const went = next > before;
    // Where git was stopped on purpose the last object was taken; else the one that it was at has ended it.
    if (!signal.aborted && !(went && (ending.code === 0 || ending.code === null))) failed.push(next++);
  }
  return { read: next - failed.length, failed, endings };
}

async function run(
  { store, wanted, maxBytes, signal }: Reading,
  from: number,
  failed: number[],
  take: (object: Opened) => void | Promise<void>,
): Promise<{ done: number; ending: Ending }> {
  const running = start(store.git, ['cat-file', '--batch', '--buffer'], { directory: store.directory });
  const stop = (): void => running.stop();
  signal.addEventListener('abort', stop, { once: true });
  const feeding = feed(running, wanted, from);
  const objects = new ObjectStream(running.stdout, maxBytes);
  let next = from;
  for (let object = await objects.next(); object; object = await objects.next()) {
    if (object.type === 'missing') failed.push(next);
    else {
      const taking = take({ ...object, index: next });
      if (taking) await taking;
    }
    next++;
    if (!(await objects.rest(patience))) {
      running.stop();
      break;
    }
  }
  await objects.close();
  signal.removeEventListener('abort', stop);
  await feeding;
  return { done: next, ending: await running.ended };
}

/** Writes ids as fast as git takes them. It ends early where git does. */
async function feed({ stdin }: Running, wanted: Wanted, from: number): Promise<void> {
  const gone = new Promise<void>((resolve) => stdin.once('close', resolve));
  for (let next = from; !stdin.destroyed && next < wanted.length; ) {
    const end = Math.min(wanted.length, next + pieces);
    let text = '';
    for (; next < end; next++) text += `${wanted.hex(next)}\n`;
    if (!stdin.write(text)) await Promise.race([gone, new Promise((resolve) => stdin.once('drain', resolve))]);
  }
  stdin.end();
}
