import { inspect } from 'node:util';
import { mask } from '../text/mask.ts';

/**
 * A secret between the pattern that found it and the fingerprint made of it. No sink can print it: string, JSON
 * and inspection give the mask. Only {@link Secret.reveal} yields the value, for hashing and for structure checks.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return mask(this.#value);
  }

  toJSON(): string {
    return mask(this.#value);
  }

  [inspect.custom](): string {
    return mask(this.#value);
  }
}
