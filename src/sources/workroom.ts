import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RollcallError } from '../model/error.ts';
import { codeOf } from './open.ts';

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
  const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  clean(machine);
  const root = join(tmpdir(), `rollcall-work-${machine}-${process.pid}-${randomUUID().slice(0, 8)}`);
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
    remove,
    close: () => {
      remove(root);
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

/** Rooms of processes that are there no more. Another machine that shares the disk has another name. */
function clean(machine: string): void {
  const form = new RegExp(`^rollcall-work-${machine}-(\\d+)-[0-9a-f]{8}$`);
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(form.exec(name)?.[1] ?? 0);
    const path = join(tmpdir(), name);
    const stats = pid > 0 && !isAlive(pid) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (stats?.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) remove(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Links in it are removed, and never followed. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const root of rooms) remove(root);
  });
}
