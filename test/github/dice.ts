import { createCipheriv, createHash } from 'node:crypto';

/** Chance that comes out the same for the same seed. */
export interface Dice {
  /** A whole number from 0 up to and without `end`. */
  readonly below: (end: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  /** Bytes that no packing makes smaller. */
  readonly bytes: (length: number) => Buffer;
}

/** Dice that are thrown for one purpose, so that one more throw elsewhere changes nothing here. */
export function dice(seed: number, purpose: string): Dice {
  const key = createHash('sha256').update(`${seed} ${purpose}`).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const bytes = (length: number): Buffer => stream.update(Buffer.alloc(length));
  const below = (end: number): number => bytes(4).readUInt32BE() % end;
  return { below, bytes, pick: (choices) => choices[below(choices.length)] ?? choices[0] };
}
