import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';

/** What a process took at most, in bytes. */
export interface Peaks {
  /** Of memory, by itself: its system has counted. */
  readonly own: number;
  /** Of memory, together with all that it started: as often as was looked. */
  readonly together: number;
  /** Of the folder for temporary files. */
  readonly disk: number;
}

/** Looks at a process many times a second until it ends. Linux tells it by files. */
export async function measured(program: Program, folder: string): Promise<Peaks> {
  const peaks = { own: 0, together: 0, disk: 0 };
  while (!program.isOver) {
    const family = [program.pid, ...descendants(program.pid)];
    const memory = family.reduce((sum, pid) => sum + memoryOf(pid, 'VmRSS'), 0);
    peaks.own = Math.max(peaks.own, memoryOf(program.pid, 'VmHWM'));
    peaks.together = Math.max(peaks.together, memory);
    peaks.disk = Math.max(peaks.disk, diskOf(folder));
    await sleep(50);
  }
  return peaks;
}

/** Bytes that a folder takes on the disk. What is removed meanwhile counts no more. */
export function diskOf(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? diskOf(path) : statSync(path).blocks * 512);
    }, 0);
  } catch {
    return 0;
  }
}

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(told(`/proc/${pid}/status`));
  return Number(line?.[1] ?? 0) * 1024;
}

function descendants(pid: number): number[] {
  // Each thread has its own children.
  const threads = namesIn(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) => told(`/proc/${pid}/task/${thread}/children`).split(' '));
  const pids = children.map(Number).filter((child) => child > 0);
  return [...pids, ...pids.flatMap(descendants)];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it has ended
  }
}

function told(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}
