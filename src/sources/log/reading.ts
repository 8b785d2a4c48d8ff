import type { Fault } from './faults.ts';

/** The reading of one log: what all stages of it share. */
export interface Reading {
  /** Bytes that came from the disk or the pipe. */
  taken: number;
  /** Why it ended before its time; the first fault counts, those behind it follow from it. */
  fault: Fault | null;
  readonly signal: AbortSignal | null;
}

/** No compressed log of the world expands by more; what an honest small one expands to is no harm. */
const steepest = 200;
const harmless = 4 << 20;

/** How much may come out of what was taken so far. A bomb is told by its ratio: a log of any length may be read. */
export function allowance({ taken }: Reading): number {
  return Math.max(harmless, taken * steepest);
}
