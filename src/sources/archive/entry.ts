import type { Fault } from './faults.ts';

/** What is come upon in an archive. Names are byte strings. */
export type Found =
  | { readonly kind: 'entry'; readonly name: string; readonly bytes: Buffer }
  /** `name` is null where the archive itself is meant. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly name: string | null }
  /** All else: what stands in front of the entries, between and behind them, and what could not be read of them. */
  | { readonly kind: 'rest'; readonly bytes: Buffer };

/** What may yet be taken out of an archive and of those in it. */
export interface Budget {
  /** Bytes that may yet be inflated. */
  bytes: number;
  /** Entries that may yet be looked at. */
  entries: number;
  /** Bytes of one entry that are of use. */
  readonly largest: number;
}

/** The bytes of an archive without its entries, their headers and names, which are told in the order in which they lie. */
export class Rest {
  readonly #bytes: Buffer;
  readonly #slices: Buffer[] = [];
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  without(start: number, end: number): void {
    if (start > this.#at) this.#slices.push(this.#bytes.subarray(this.#at, start), seam);
    this.#at = Math.max(this.#at, end);
  }

  bytes(): Buffer {
    return Buffer.concat([...this.#slices, this.#bytes.subarray(this.#at)]);
  }
}

/** No word begins before a content and ends behind it. */
const seam = Buffer.from('\n');
