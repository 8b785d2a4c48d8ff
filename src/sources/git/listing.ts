import { Ids } from './ids.ts';
import { wholeLines } from './lines.ts';
import { type Ending, start } from './program.ts';
import type { Store } from './store.ts';

/** Object ids by kind. */
export interface Listed {
  readonly blobs: Ids;
  readonly commits: Ids;
  readonly tags: Ids;
  readonly trees: Ids;
}

/** Every object of a store, each once, in an order in which git reads them well. */
export interface Objects extends Listed {
  /** Objects that are there by name and cannot be read. */
  readonly damaged: Ids;
  readonly ending: Ending;
}

/** A size is not asked for: git would have to look into every change. */
const format = '--batch-check=%(objectname) %(objecttype)';

/** Nothing yet. */
export function nothingListed(width: number): Listed {
  return { blobs: new Ids(width), commits: new Ids(width), tags: new Ids(width), trees: new Ids(width) };
}

/** Adds all objects to what is listed: also those that no ref leads to. */
export function listObjects(store: Store, listed: Listed, signal: AbortSignal): Promise<Objects> {
  return list(store, listed, ['--batch-all-objects', '--unordered'], '', signal);
}

/** Adds the objects of some ids to what is listed: git tells what they are. */
export function listMore(store: Store, listed: Listed, ids: readonly string[], signal: AbortSignal): Promise<Objects> {
  const input = ids.map((id) => `${id}\n`).join('');
  return list(store, listed, ['--buffer'], input, signal);
}

async function list(
  { git, directory, width }: Store,
  listed: Listed,
  words: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Objects> {
  const damaged = new Ids(width);
  const running = start(git, ['cat-file', format, ...words], { directory });
  const stop = (): void => running.stop();
  signal.addEventListener('abort', stop, { once: true });
  running.stdin.end(input);
  const kinds: Readonly<Record<string, Ids | undefined>> = {
    bl: listed.blobs,
    co: listed.commits,
    ta: listed.tags,
    tr: listed.trees,
  };
  for await (const lines of wholeLines(running.stdout)) {
    for (let at = 0; at < lines.length; at = lines.indexOf(0x0a, at) + 1) {
      const kind = at + 2 * width + 1;
      (kinds[lines.toString('latin1', kind, kind + 2)] ?? damaged).ofHex(lines, at);
    }
  }
  signal.removeEventListener('abort', stop);
  return { ...listed, damaged, ending: await running.ended };
}
