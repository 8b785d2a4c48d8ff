import { Ids } from './ids.ts';
import { wholeLines } from './lines.ts';
import { type Ending, start } from './program.ts';
import type { Store } from './store.ts';

/** What a walk over all commits came to. */
export interface Missing {
  /** Objects that something names and that are not there. */
  readonly ids: Ids;
  readonly ending: Ending;
}

/**
 * Goes over all that some commits and trees lead to, for what is named there and missing. A tree that nothing leads to
 * may name what is long gone: that is no fault.
 */
export async function missingFrom(
  { git, directory, width }: Store,
  from: readonly string[],
  signal: AbortSignal,
): Promise<Missing> {
  const ids = new Ids(width);
  const running = start(git, ['rev-list', '--objects', '--missing=print', '--stdin'], { directory });
  const stop = (): void => running.stop();
  signal.addEventListener('abort', stop, { once: true });
  running.stdin.end(from.map((id) => `${id}\n`).join(''));
  for await (const lines of wholeLines(running.stdout)) {
    for (let at = 0; at < lines.length; at = lines.indexOf(0x0a, at) + 1)
      if (lines[at] === 0x3f) ids.addHex(lines, at + 1);
  }
  signal.removeEventListener('abort', stop);
  return { ids, ending: await running.ended };
}
