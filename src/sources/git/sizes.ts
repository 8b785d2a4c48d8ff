import { ask } from './program.ts';
import type { Store } from './store.ts';

/** The sizes of some objects in bytes; 0 for one that is not there or cannot be read. */
export async function sizesOf(
  { git, directory }: Store,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number[]> {
  if (ids.length === 0 || signal.aborted) return ids.map(() => 0);
  const input = ids.map((id) => `${id}\n`).join('');
  const { answer } = await ask(git, ['cat-file', '--batch-check', '--buffer'], { directory }, input);
  const lines = answer.toString('latin1').split('\n');
  return ids.map((_, index) => Number(/ (\d+)$/.exec(lines[index] ?? '')?.[1] ?? 0));
}
