import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../github/dice.ts';
import { keptIn } from './ground.ts';
import type { Program } from './program.ts';

/** When a process is killed: at once, so many milliseconds after its start, or when so much of the whole is kept. */
export type Moment = { readonly after: number } | { readonly share: number; readonly delay: number };

/**
 * So many moments, the same for the same dice. The first of five is before anything is asked, the last of all when
 * nearly all is done; by what is kept and not by the clock, since that runs differently on another machine.
 */
export function moments(count: number, dice: Dice): Moment[] {
  const shares = Array.from({ length: count }, () => dice.below(90) / 100).toSorted((a, b) => a - b);
  return shares.map((share, index): Moment => {
    if (index % 5 === 0 && index < count - 1) return { after: dice.below(300) };
    return { share: index === count - 1 ? 0.95 : share, delay: dice.below(150) };
  });
}

/** Waits for a moment and kills; false where the process came to its end before. */
export async function killAt(moment: Moment, program: Program, results: string, whole: number): Promise<boolean> {
  if ('after' in moment) await sleep(moment.after);
  else {
    while (!program.isOver && countIn(results) < moment.share * whole) await sleep(50);
    await sleep(moment.delay);
  }
  program.kill('SIGKILL');
  const { signal } = await program.ended;
  return signal === 'SIGKILL';
}

/** How many results are kept, in a folder that may not be there yet. */
export function countIn(results: string): number {
  return existsSync(results) ? keptIn(results).length : 0;
}
