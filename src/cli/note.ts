import type { Io } from './io.ts';
import { print } from './output.ts';

/** Tells a person something on stderr, a line each. Where nobody listens there, the run goes on. */
export async function note({ stderr }: Io, lines: readonly string[]): Promise<void> {
  await print(stderr, lines.map((line) => `rollcall: ${line}\n`).join('')).catch(() => {});
}
