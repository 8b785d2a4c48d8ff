import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Registry } from '../../src/model/registry.ts';
import { loadRegistry } from '../../src/registry/load.ts';
import { type Committed, openCommit } from '../../src/scan/trusted/open.ts';
import { git, makeTree } from '../sources/tree.ts';
import { Past } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

const registry = '.rollcall/registry.yaml';

function text(id: string): string {
  return `apiVersion: rollcall/v1\nagents: [{ id: ${id}, name: N, status: draft, identities: [${id}] }]\n`;
}

async function at<T>(folder: string, ref: string, use: (commit: Committed) => Promise<T>): Promise<T> {
  const signal = new AbortController().signal;
  const commit = await openCommit({ folder, cwd: folder, directory: null, ref, signal });
  try {
    return await use(commit);
  } finally {
    commit.close();
  }
}

function read(folder: string, ref = 'main', path: string | null = null): Promise<Registry> {
  return at(folder, ref, (commit) => commit.registry(path));
}

async function ids(folder: string, ref?: string, path?: string | null): Promise<string[]> {
  return (await read(folder, ref, path)).entries.map(({ id }) => id);
}

/** A branch that approves `b` on top of a main that knows `a`. */
function branched(): Past {
  const past = new Past();
  past.commit({ [registry]: text('a') });
  past.git('checkout', '-q', '-b', 'pr');
  past.commit({ [registry]: text('b') });
  return past;
}

describe('the registry of a commit', () => {
  test('is that of the ref, whatever the work tree says', async () => {
    const past = branched();
    past.write({ [registry]: text('c') });
    expect([await ids(past.root), await ids(past.root, 'pr'), await ids(past.root, 'HEAD~1')]).toEqual([
      ['a'],
      ['b'],
      ['a'],
    ]);
  });

  test('says where it was read from, and has the digest of the same file', async () => {
    const past = branched();
    const { origin, ref, digest, entries } = await read(past.root);
    past.git('checkout', '-q', 'main');
    expect([origin, ref, digest]).toEqual([
      `git:main:${registry}`,
      { name: 'main', commit: past.git('rev-parse', 'main') },
      (await loadRegistry(null, past.root)).digest,
    ]);
    expect(entries[0]?.at).toEqual({ file: registry, line: 2, column: 10 });
  });

  test('is read from a file and a folder together, with the digest of the same files', async () => {
    const past = new Past();
    const files = { [registry]: text('a'), '.rollcall/agents/b.yaml': text('b'), '.rollcall/agents/notes.md': '-' };
    past.commit({ ...files, '.rollcall/agents/more/c.yaml': text('c') });
    const { origin, digest, entries } = await read(past.root);
    const onDisk = await loadRegistry(null, past.root);
    expect([origin, digest, entries]).toEqual([`git:main:${onDisk.origin}`, onDisk.digest, onDisk.entries]);
  });

  test('may stand at another path, in ids of either kind', async () => {
    const past = new Past('sha256');
    past.commit({ 'security/agents.yaml': text('a'), 'security/more/b.yaml': text('b') });
    expect(await ids(past.root, 'main', './security//agents.yaml')).toEqual(['a']);
    expect(await ids(past.root, 'main', 'security/more')).toEqual(['b']);
  });

  test('is empty where nothing stands there, and says where that is', async () => {
    const past = new Past();
    const commit = past.commit({ 'a.txt': 'a' });
    expect(await read(past.root)).toEqual({
      origin: 'git:main',
      ref: { name: 'main', commit },
      digest: null,
      entries: [],
    });
    await expect(read(past.root, 'main', 'agents.yaml')).rejects.toThrow('git:main:agents.yaml does not exist');
    await expect(read(past.root, 'main', 'a.txt/b')).rejects.toThrow('git:main:a.txt/b does not exist');
  });

  test('counts for nothing where it is wrong, and that is said of the ref', async () => {
    const past = new Past();
    past.commit({ [registry]: 'agents: []\n' });
    await expect(read(past.root)).rejects.toThrow(
      `the registry of main is refused:\n${registry}:1:1: apiVersion is missing`,
    );
  });

  test('is refused where it is a link, behind one, in a submodule, huge or not UTF-8', async () => {
    const past = new Past();
    past.write({ 'real/registry.yaml': text('a'), 'wide.yaml': Buffer.from(`\ufeff${text('a')}`, 'utf16le') });
    past.write({ 'huge.yaml': Buffer.alloc(9 * 1024 * 1024, '#'), 'folder.yaml/x': '', 'all/b.yaml/x': '' });
    symlinkSync('real', join(past.root, '.rollcall'));
    symlinkSync('real/registry.yaml', join(past.root, 'link.yaml'));
    mkdirSync(join(past.root, 'linked'));
    symlinkSync('../real/registry.yaml', join(past.root, 'linked/a.yaml'));
    past.commit({});
    past.git('update-index', '--add', '--cacheinfo', `160000,${past.head()},module`);
    past.git('commit', '-q', '-m', 'module');
    const refused = (path: string | null) =>
      read(past.root, 'main', path).then(String, ({ message }: Error) => message);
    expect(await Promise.all([null, 'link.yaml', 'linked', 'module/a.yaml'].map(refused))).toEqual([
      `git:main:${registry} is a link, and is not followed`,
      'git:main:link.yaml is a link, and is not followed',
      'git:main:linked/a.yaml is a link, and is not followed',
      'git:main:module/a.yaml is a submodule, and is not followed',
    ]);
    expect(await Promise.all(['wide.yaml', 'huge.yaml', 'folder.yaml', 'all'].map(refused))).toEqual([
      'git:main:wide.yaml is not UTF-8 text',
      'git:main:huge.yaml is larger than 8 MiB',
      'git:main:folder.yaml holds no registry file',
      'git:main:all/b.yaml is a folder',
    ]);
  });
});

describe('a ref', () => {
  test.each(['nowhere', '--output=x', '-', '', 'main:x', 'main\nHEAD', '..', 'main@{1}', 'e'.repeat(40)])(
    '%j that is none is refused, with what to do',
    async (ref) => {
      const past = branched();
      await expect(read(past.root, ref)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('the registry cannot be read at '),
        hint: expect.stringContaining('fetch-depth: 0'),
      });
      expect(readdirSync(past.root)).toEqual(['.git', '.rollcall']);
    },
  );

  test('that begins with a dash is a name like any other', async () => {
    const past = branched();
    past.git('update-ref', 'refs/heads/--output=x', 'main');
    expect(await ids(past.root, '--output=x')).toEqual(['a']);
  });

  test('that several have is refused, unless they are the same or one is written out', async () => {
    const past = branched();
    past.git('update-ref', 'refs/remotes/origin/main', 'main');
    expect(await ids(past.root, 'origin/main')).toEqual(['a']);
    past.git('tag', 'origin/main', 'main');
    expect(await ids(past.root, 'origin/main')).toEqual(['a']);
    past.git('tag', '-f', 'origin/main', 'pr');
    await expect(read(past.root, 'origin/main')).rejects.toThrow(
      'it may be refs/tags/origin/main or refs/remotes/origin/main',
    );
    past.git('update-ref', 'refs/tags/refs/remotes/origin/main', 'pr');
    expect(await ids(past.root, 'refs/remotes/origin/main')).toEqual(['a']);
  });

  test('of the name of a commit does not stand for it', async () => {
    const past = branched();
    const commit = past.git('rev-parse', 'main');
    past.git('update-ref', `refs/tags/${commit}`, 'pr');
    past.git('update-ref', `refs/tags/${commit.slice(0, 8)}`, 'pr');
    expect([await ids(past.root, commit), await ids(past.root, commit.slice(0, 9))]).toEqual([['a'], ['a']]);
    await expect(read(past.root, commit.slice(0, 8))).rejects.toThrow(`or commit ${commit}`);
  });

  test('that is broken is not taken for another of its name', async () => {
    const past = branched();
    past.git('tag', 'base', 'main');
    past.write({ '.git/refs/heads/base': 'nothing\n' });
    await expect(read(past.root, 'base')).rejects.toThrow('refs/heads/base cannot be made out');
  });
});

describe('a repository', () => {
  test('whose history was not fetched is read at the commit that was, and at no other', async () => {
    const past = branched();
    const shallow = makeTree();
    git(shallow, 'clone', '-q', '--depth', '1', '--branch', 'pr', `file://${past.root}`, 'clone');
    const root = join(shallow, 'clone');
    expect(await ids(root, 'origin/pr')).toEqual(['b']);
    await expect(read(root, 'origin/main')).rejects.toThrow('there is no branch, tag or commit of this name');
    await expect(read(root, 'HEAD~1')).rejects.toMatchObject({
      message: expect.stringContaining('is not there, or damaged'),
      hint: expect.stringContaining('fetch-depth: 0'),
    });
  });

  test('that lacks an object, or has another in its place, is refused', async () => {
    const past = branched();
    const path = (id: string) => join(past.root, '.git/objects', id.slice(0, 2), id.slice(2));
    const [good, forged] = ['main', 'pr'].map((ref) => past.git('rev-parse', `${ref}:${registry}`));
    if (!good || !forged) throw new Error('no registry');
    chmodSync(path(good), 0o644);
    copyFileSync(path(forged), path(good));
    await expect(read(past.root)).rejects.toThrow(`object ${good} is not what its id says`);
    rmSync(path(good));
    await expect(read(past.root)).rejects.toThrow(`object ${good} is not there, or damaged`);
  });

  test('may be bare, and is refused where its .git leads out of it', async () => {
    const past = branched();
    const beside = makeTree();
    git(beside, 'clone', '-q', '--bare', past.root, 'bare.git');
    expect(await ids(join(beside, 'bare.git'))).toEqual(['a']);
    past.git('worktree', 'add', '-q', join(beside, 'linked'), 'main');
    await expect(read(join(beside, 'linked'))).rejects.toThrow('leads out of it');
    await expect(read(beside)).rejects.toThrow('is not a git repository');
  });
});
