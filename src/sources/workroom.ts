import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RollcallError } from '../model/error.ts';
import { codeOf } from './open.ts';
import { removeFolder, removeLeftovers, temporaryName } from './temporary.ts';

/** A private folder for what is fetched and thrown away again. */
export interface Workroom {
  /** A new, empty folder in it, or in one of its folders. */
  folder(inside?: string): string;
  remove(folder: string): void;
  close(): void;
}

const rooms = new Set<string>();
let watching = false;

/** Makes one where temporary files go. What a run left behind that was killed on this machine is removed first. */
export function openWorkroom(): Workroom {
  removeLeftovers();
  const root = join(tmpdir(), `${temporaryName('work')}${randomUUID().slice(0, 8)}`);
  make(root);
  rooms.add(root);
  watch();
  let count = 0;
  return {
    folder: (inside = root) => {
      const path = join(inside, String(count++));
      make(path);
      return path;
    },
    remove: removeFolder,
    close: () => {
      removeFolder(root);
      rooms.delete(root);
    },
  };
}

function make(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    throw new RollcallError('target', `a folder for what is fetched could not be made (${codeOf(cause)})`, {
      hint: 'It is made where TMPDIR says.',
      cause,
    });
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const root of rooms) removeFolder(root);
  });
}
