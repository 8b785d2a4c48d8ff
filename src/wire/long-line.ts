import type { Finder } from './find.ts';
import { Held } from './held.ts';

/** A line that is too long to be held. */
export interface LongLine {
  push(bytes: Uint8Array): void;
  /** The line is over. */
  end(): void;
}

/** What is done with a line that is too long. */
export interface LongLineOptions {
  /** How much is kept on each side of a literal, in bytes; more than the longest literal has. */
  readonly around: number;
  /** True where the start of the line counts as a literal. */
  readonly start: boolean;
}

/** Takes what is around a literal; `at`: where that starts in the line, in bytes. The bytes are valid until it returns. */
export type TakeCut = (bytes: Buffer, at: number) => void;

/**
 * Hands over what is around each literal in a line of any length, holding a few times that at most. A literal in what was
 * handed over already is not handed over again.
 */
export function longLine(finder: Finder, { around, start }: LongLineOptions, cut: TakeCut): LongLine {
  const held = new Held();
  /** Where in the line the held bytes start, and from where on literals are looked for. */
  let [base, from] = [0, 0];
  let found = start ? 0 : -1;

  function push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += around) {
      held.push(bytes.subarray(at, at + around));
      if (base + held.length >= Math.max(from, found) + 2 * around) settle(false);
    }
  }

  function settle(over: boolean): void {
    const end = base + held.length;
    if (found < 0) found = next(over);
    while (found >= 0 && (over || found + around <= end)) {
      const first = Math.max(0, found - around);
      cut(held.bytes.subarray(first - base, found + around - base), first);
      from = found + around;
      found = next(over);
    }
    const needed = Math.max(base, Math.min(end, found < 0 ? from : found) - around);
    held.drop(needed - base);
    base = needed;
  }

  /** One that may start left of it and end in what is yet to come goes first, so only what leaves room for the longest counts. */
  function next(over: boolean): number {
    const certain = over ? held.length : held.length - finder.longest;
    if (from - base >= certain) return -1;
    finder.take(held.bytes);
    const at = finder.find(from - base);
    if (at >= 0 && at <= certain) return base + at;
    from = Math.max(from, base + certain + 1);
    return -1;
  }

  return { push, end: () => settle(true) };
}
