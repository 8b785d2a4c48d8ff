import { ask, type Ending } from './program.ts';
import type { Store } from './store.ts';

/** The sizes of some objects in bytes; `null` for one that is not there or cannot be read. */
export async function sizesOf(
  { git, directory }: Store,
  ids: readonly string[],
): Promise<{ readonly sizes: readonly (number | null)[]; readonly ending: Ending }> {
  if (ids.length === 0) return { sizes: [], ending: { code: 0, said: [] } };
  const input = ids.map((id) => `${id}\n`).join('');
  const { answer, ...ending } = await ask(git, ['cat-file', '--batch-check'], { directory }, input);
  const lines = answer.toString('latin1').split('\n');
  const sizes = ids.map((_, index) => {
    const size = / (?:commit|tag|tree|blob) (\d+)$/.exec(lines[index] ?? '')?.[1];
    return size === undefined ? null : Number(size);
  });
  return { sizes, ending };
}
