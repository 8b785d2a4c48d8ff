import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, readRegular } from './open.ts';

/** More than this is no file that was kept here. */
const mostBytes = 1024 ** 3;

/** A file that was kept in a folder; `null` where there is none, or something else of its name. */
export function readKept(folder: string, name: string): Buffer | null {
  return readRegular(join(folder, name), mostBytes)?.bytes ?? null;
}

/**
 * Keeps a file for a later run: for its owner alone, and whole or not at all. What went wrong is a sentence, '' where
 * nothing did.
 */
export function keep(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile()) return `${path} is no regular file, and is not written to`;
    write(draft, bytes);
    renameSync(draft, path);
    return '';
  } catch (error) {
    remove(draft);
    return `${path} cannot be written (${codeOf(error)})`;
  }
}

function write(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was not made.
  }
}
