import { setImmediate } from 'node:timers/promises';
import type { SourceIo } from '../model/source.ts';
import { selector } from './select.ts';
import { type Found, isEnvironmentFile, type Walk, walk } from './walk.ts';

/** How many things are listed before others get their turn: signals, timers, and the threads that read. */
const stretch = 1024;

/** All that is below a folder, for a place. It stops at the abort of the run, and says so. */
export async function* contents(place: string, root: string, io: SourceIo): AsyncGenerator<Found> {
  const selects = selector(io.include, io.exclude);
  let count = 0;
  for (const found of unsilenced({ place, root, selects, honourIgnoreFiles: io.honourIgnoreFiles })) {
    if (count++ % stretch === 0) await setImmediate();
    if (io.signal.aborted) {
      yield limit(place, 'The run was stopped before all files were listed.', true);
      return;
    }
    yield found;
  }
}

/**
 * Ignore files may take files out of a tree, but not all of them: where nothing else is left, they are not honoured.
 * What comes before the first file that is left waits until there is one.
 */
function* unsilenced(options: Walk): Generator<Found> {
  const waiting: Found[] = [];
  let left = !options.honourIgnoreFiles;
  for (const found of walk(options)) {
    if (left) {
      yield found;
      continue;
    }
    waiting.push(found);
    left = isLeft(found);
    if (left) yield* waiting.splice(0);
  }
  if (!waiting.some((found) => found.kind === 'skipped' && found.reason === 'ignored')) {
    yield* waiting;
    return;
  }
  yield limit(options.place, 'Its ignore files would leave nothing to read, so they were not honoured.', false);
  yield* walk({ ...options, honourIgnoreFiles: false });
}

/** What the configuration excludes is left, too. Ignore files are not, nor what is read whatever they say. */
function isLeft(found: Found): boolean {
  if (found.kind !== 'blob') return found.kind === 'skipped' && found.reason === 'excluded';

  const { path } = found.origin;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !isEnvironmentFile(name) && !/^\.\w*ignore$/.test(name);
}

function limit(place: string, message: string, incomplete: boolean): Found {
  return { kind: 'problem', place, file: '.', reason: 'limit', message, incomplete };
}
