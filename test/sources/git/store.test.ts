import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listObjects, nothingListed } from '../../../src/sources/git/listing.ts';
import { openStore, type Store } from '../../../src/sources/git/store.ts';
import { repositoryAt } from '../../../src/sources/repository.ts';
import { addFiles, git, makeRepository, makeTree } from '../tree.ts';

const { signal } = new AbortController();

/** The store of a repository, closed at the end of the test. */
async function open(folder: string, root = folder): Promise<Store> {
  const repository = repositoryAt(folder, root);
  if (repository === null || repository === 'outside') throw new Error('no repository');
  const store = await openStore(repository);
  if (typeof store === 'string') throw new Error(store);
  onTestFinished(() => store.close());
  return store;
}

/** Ids of the blobs that git sees through a store. */
async function blobs(store: Store): Promise<string[]> {
  return [...(await listObjects(store, nothingListed(store.width), signal)).blobs].sort();
}

function blobOf(root: string, path: string): string {
  return git(root, 'rev-parse', `HEAD:${path}`).trim();
}

/** A link in place of a file or folder, which is moved to where the link leads. */
function moveOut(path: string, to: string): void {
  renameSync(path, to);
  symlinkSync(to, path);
}

describe('the objects of a repository', () => {
  test('are seen, loose and packed, in a folder that only its owner can enter', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    git(root, 'gc', '-q');
    addFiles(root, { 'b.txt': 'b' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'second');
    const store = await open(root);
    expect(await blobs(store)).toEqual([blobOf(root, 'a.txt'), blobOf(root, 'b.txt')].sort());
    expect(statSync(store.directory).mode & 0o777).toBe(0o700);
  });

  test('have ids of 32 bytes where the repository says so', async () => {
    const root = makeTree({ 'a.txt': 'a' });
    git(root, 'init', '-q', '--template=', '--object-format=sha256');
    git(root, 'add', 'a.txt');
    const store = await open(root);
    expect(store.width).toBe(32);
    expect(await blobs(store)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('are left as they were when the store is closed, and nothing else is left', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    git(root, 'gc', '-q');
    addFiles(root, { 'b.txt': 'b' });
    git(root, 'add', '-A');
    const before = execFileSync('find', [join(root, '.git/objects'), '-type', 'f'], { encoding: 'utf8' });
    const store = await open(root);
    store.cutAt(['a'.repeat(40)]);
    store.close();
    expect(existsSync(store.directory)).toBe(false);
    expect(execFileSync('find', [join(root, '.git/objects'), '-type', 'f'], { encoding: 'utf8' })).toBe(before);
  });

  test('are not steered by what the repository configures', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    addFiles(root, { 'trap.sh': '#!/bin/sh\n: > sprung\n' });
    writeFileSync(
      join(root, '.git/config'),
      `[core]\n\tfsmonitor = ${root}/trap.sh\n\tsshCommand = ${root}/trap.sh\n[include]\n\tpath = more\n`,
    );
    const store = await open(root);
    expect(readFileSync(join(store.directory, 'config'), 'utf8')).not.toContain('trap');
    expect(await blobs(store)).toHaveLength(1);
    expect(existsSync(join(root, 'sprung'))).toBe(false);
  });
});

describe('what leads out of the root is not read', () => {
  test('a pack behind a link', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    git(root, 'gc', '-q');
    const outside = makeTree();
    const pack = join(root, '.git/objects/pack');
    for (const name of readdirSync(pack)) moveOut(join(pack, name), join(outside, name));
    const store = await open(root);
    expect(await blobs(store)).toEqual([]);
    expect(store.refused).toEqual([expect.stringMatching(/^a pack of objects/)]);
  });

  test('a folder of objects that is a link, and a single object that is one', async () => {
    const root = makeRepository({ 'a.txt': 'a', 'b.txt': 'b' });
    const [a, b] = [blobOf(root, 'a.txt'), blobOf(root, 'b.txt')];
    const outside = makeTree();
    moveOut(join(root, '.git/objects', a.slice(0, 2)), join(outside, 'folder'));
    moveOut(join(root, '.git/objects', b.slice(0, 2), b.slice(2)), join(outside, 'object'));
    const store = await open(root);
    expect(await blobs(store)).toEqual([]);
    expect(store.refused).toHaveLength(2);
  });

  test('a pipe among the objects, which would keep git waiting', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const a = blobOf(root, 'a.txt');
    const folder = join(root, '.git/objects', a.slice(0, 2));
    execFileSync('mkfifo', [join(folder, 'f'.repeat(38))]);
    const store = await open(root);
    expect(await blobs(store)).toEqual([a]);
    expect(store.refused).toHaveLength(1);
  });

  test('a store that objects are borrowed from, be it through another that is inside', async () => {
    const outside = makeRepository({ 'secret.txt': 'secret' });
    const root = makeRepository({ 'a.txt': 'a' });
    mkdirSync(join(root, 'lent/info'), { recursive: true });
    writeFileSync(join(root, '.git/objects/info/alternates'), `${outside}/.git/objects\n../../lent\n`);
    writeFileSync(join(root, 'lent/info/alternates'), `${outside}/.git/objects\n`);
    const store = await open(root);
    expect(await blobs(store)).toEqual([blobOf(root, 'a.txt')]);
    expect(store.refused).toEqual([expect.stringMatching(/^it borrows objects from a place outside/)]);
  });

  test('but a store inside of it is borrowed from', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const [a] = [blobOf(root, 'a.txt')];
    renameSync(join(root, '.git/objects', a.slice(0, 2)), join(makeFolder(root, 'lent'), a.slice(0, 2)));
    writeFileSync(join(root, '.git/objects/info/alternates'), '../../lent\n');
    const store = await open(root);
    expect(await blobs(store)).toEqual([a]);
    expect(store.refused).toEqual([]);
  });

  test('objects that are kept elsewhere altogether', async () => {
    const root = makeRepository({ 'a.txt': 'a' });
    const outside = makeTree();
    moveOut(join(root, '.git/objects'), join(outside, 'objects'));
    const repository = repositoryAt(root, root);
    expect(repository && repository !== 'outside' && (await openStore(repository))).toBe(
      'its objects are not inside of what is scanned',
    );
  });
});

test('a pack without its index is told, because nobody can read it', async () => {
  const root = makeRepository({ 'a.txt': 'a' });
  git(root, 'gc', '-q');
  const pack = join(root, '.git/objects/pack');
  for (const name of readdirSync(pack)) if (!name.endsWith('.pack')) rmSync(join(pack, name));
  expect((await open(root)).refused).toEqual([expect.stringMatching(/without its index/)]);
});

test('a kind of ids that is not known is refused', async () => {
  const root = makeRepository({ 'a.txt': 'a' });
  writeFileSync(join(root, '.git/config'), '[extensions]\n\tobjectformat = sha3\n');
  const repository = repositoryAt(root, root);
  expect(repository && repository !== 'outside' && (await openStore(repository))).toMatch(
    /ids of a kind that is not known/,
  );
});

function makeFolder(root: string, name: string): string {
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}
