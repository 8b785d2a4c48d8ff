import type { NetworkEvent, Resolved } from '../../model/network.ts';

/** What a binary log says goes here, as it is read. */
export interface BinarySink {
  readonly event: (event: NetworkEvent) => void;
  readonly answer: (answer: Resolved) => void;
}

/** What of a binary log was not read, in a sentence. */
export interface Omission {
  readonly message: string;
  /** True where it may have told of a call. */
  readonly matters: boolean;
}

/** Decodes a binary log that comes in pieces of any size. Bad input throws nothing. */
export interface BinaryDecoder {
  /** Takes the next piece; what must be kept of it is copied. */
  take(piece: Uint8Array): void;
  /** Ends the log. */
  end(): void;
  /** Records so far: packets, or flows. */
  readonly count: number;
  /** What ended the reading before the end of the log. */
  readonly fault: string | null;
  omissions(): readonly Omission[];
}
