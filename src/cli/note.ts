import type { Io } from './io.ts';
import { mention } from './output.ts';

/** Tells a person something on stderr, a line each. */
export async function note({ stderr }: Io, lines: readonly string[]): Promise<void> {
  await mention(stderr, lines.map((line) => `rollcall: ${line}\n`).join(''));
}
