import type { Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything of the process that a command may touch; handed in, so that a test can stand in for it. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the current folder. */
  cwd(): string;
  now(): Date;
  /** Aborted with the name of the signal that ended the run, such as `SIGINT`. */
  readonly signal: AbortSignal;
}
