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
  /** Bytes of all blobs. */
  readonly bytes: number;
  /** Blobs, by number, that are too large to be asked for: git would hold them in memory. */
  readonly huge: ReadonlySet<number>;
  /** Objects that are there by name and cannot be read. */
  readonly damaged: Ids;
  readonly ending: Ending;
}

/** Git puts a changed object together in memory. Nobody keeps text of this size. */
const mostBytes = 2 ** 30;

/** Lists all objects: also those that no ref leads to. */
export async function listObjects({ git, directory, width }: Store, signal: AbortSignal): Promise<Objects> {
  const running = start(git, ['cat-file', '--batch-all-objects', '--batch-check', '--unordered'], { directory });
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
  const huge = new Set<number>();
  let bytes = 0;
  for await (const lines of wholeLines(running.stdout)) {
    for (let at = 0; at < lines.length; at = lines.indexOf(0x0a, at) + 1) {
      const kind = at + 2 * width + 1;
      switch (lines.toString('latin1', kind, kind + 2)) {
        case 'bl': {
          const size = numberAt(lines, kind + 5);
          const index = found.blobs.addHex(lines, at);
          if (size > mostBytes) huge.add(index);
          bytes += size;
          break;
        }
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
  return { ...found, bytes, huge, ending: await running.ended };
}

/** Decimal digits from a place on. */
function numberAt(text: Uint8Array, from: number): number {
  let value = 0;
  for (let i = from; ; i++) {
    const digit = (text[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
