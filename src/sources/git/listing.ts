import { Ids } from './ids.ts';
import { wholeLines } from './lines.ts';
import { type Ending, start } from './program.ts';
import type { Store } from './store.ts';

/** Every object of a store, each once, in an order in which git reads them well. */
export interface Objects {
  readonly blobs: Ids;
  readonly commits: Ids;
  readonly tags: Ids;
  readonly trees: Ids;
  /** Objects that are there by name and cannot be read. */
  readonly damaged: Ids;
  readonly ending: Ending;
}

/** A size is not asked for: git would have to look into every change. */
const format = '--batch-check=%(objectname) %(objecttype)';

/** Lists all objects: also those that no ref leads to. */
export async function listObjects({ git, directory, width }: Store, signal: AbortSignal): Promise<Objects> {
  const running = start(git, ['cat-file', '--batch-all-objects', format, '--unordered'], { directory });
  const stop = (): void => running.stop();
  signal.addEventListener('abort', stop, { once: true });
  running.stdin.end();
  const found = {
    blobs: new Ids(width),
    commits: new Ids(width),
    tags: new Ids(width),
    trees: new Ids(width),
    damaged: new Ids(width),
  };
  for await (const lines of wholeLines(running.stdout)) {
    for (let at = 0; at < lines.length; at = lines.indexOf(0x0a, at) + 1) {
      const kind = at + 2 * width + 1;
      switch (lines.toString('latin1', kind, kind + 2)) {
        case 'bl':
          found.blobs.addHex(lines, at);
          break;
        case 'co':
          found.commits.addHex(lines, at);
          break;
        case 'ta':
          found.tags.addHex(lines, at);
          break;
        case 'tr':
          found.trees.addHex(lines, at);
          break;
        default:
          found.damaged.addHex(lines, at);
      }
    }
  }
  signal.removeEventListener('abort', stop);
  return { ...found, ending: await running.ended };
}
