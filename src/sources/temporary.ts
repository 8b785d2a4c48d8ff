import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from './open.ts';

/** What a temporary folder is for: files that are fetched, or a private directory of git. */
type Purpose = 'work' | 'git';

/** How the name of a temporary folder of this process begins: it says whose it is, on a machine of which name. */
export function temporaryName(purpose: Purpose): string {
  return `rollcall-${purpose}-${machine()}-${process.pid}-`;
}

/**
 * Removes what processes of this machine left behind that were killed. Another machine that shares the disk has another name.
 * Links in it are removed, and never followed.
 */
export function removeLeftovers(): void {
  const form = new RegExp(`^rollcall-(?:work|git)-${machine()}-(\\d+)-[\\w-]+$`);
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(form.exec(name)?.[1] ?? 0);
    const path = join(tmpdir(), name);
    const stats = pid > 0 && !isAlive(pid) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (stats?.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid)) removeFolder(path);
  }
}

/** Removes a folder of our own, and all in it. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
