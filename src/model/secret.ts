import { inspect } from 'node:util';
import { mask } from '../text/mask.ts';

/**
 * A secret between the pattern that found it and the fingerprint made of it. No sink can print it: string, JSON
 * and inspection give the mask. Only {@link Secret.reveal} yields the value, for hashing and for structure checks.
 */
export class Secret {
  readonly #value: string;
  readonly #mask: string;

  /** `head` is what all keys of its kind begin with: that is public. */
  constructor(value: string, head: string) {
    this.#value = value;
    this.#mask = mask(value, head);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return this.#mask;
  }

  toJSON(): string {
    return this.#mask;
  }

  [inspect.custom](): string {
    return this.#mask;
  }
}
