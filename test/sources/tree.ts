import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Blob, Place } from '../../src/model/blob.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Skipped, Source, SourceIo } from '../../src/model/source.ts';

/** A folder of its own for one test, removed at its end. Contents by path; a path that ends in a slash is a folder. */
export function makeTree(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-tree-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  addFiles(root, files);
  return root;
}

/** Adds files to a tree. */
export function addFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path);
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(full, content);
  }
}

/** Runs git as a person would who has no configuration. */
export function git(cwd: string, ...args: string[]): string {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', '-c', 'init.defaultBranch=main'];
  const { PATH } = process.env;
  const env = { PATH, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...who, ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A work tree with the files committed. */
export function makeRepository(files: Readonly<Record<string, string>>): string {
  const root = makeTree(files);
  git(root, 'init', '-q', '--template=');
  git(root, 'add', '-A', '-f');
  git(root, 'commit', '-q', '-m', 'first');
  return root;
}

/** What a source yielded, by kind. */
export interface Yield {
  readonly places: Place[];
  readonly blobs: Blob[];
  readonly skipped: Skipped[];
  readonly problems: Problem[];
}

/** An io that touches nothing, with what a test wants otherwise. */
export function makeIo(io: Partial<SourceIo> = {}): SourceIo {
  const nothing = (async function* () {})();
  const base = { cwd: '/', stdin: nothing, include: [], exclude: [], honourIgnoreFiles: true };
  return { ...base, signal: new AbortController().signal, ...io };
}

/** Reads a source to its end. */
export async function drain(items: ReturnType<Source['blobs']>): Promise<Yield> {
  const all: Yield = { places: [], blobs: [], skipped: [], problems: [] };
  for await (const item of items) {
    if (item.kind === 'place') all.places.push(item);
    else if (item.kind === 'blob') all.blobs.push(item);
    else if (item.kind === 'skipped') all.skipped.push(item);
    else if (item.kind === 'problem') all.problems.push(item);
  }
  return all;
}

/** Paths of blobs, in the order in which they came. */
export function paths({ blobs }: Yield): string[] {
  return blobs.map(({ origin }) => origin.path);
}

/** `path: reason` of what was skipped. */
export function reasons({ skipped }: Yield): string[] {
  return skipped.map(({ file, reason }) => `${file}: ${reason}`);
}
