import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceIo } from '../../src/model/source.ts';
import { git as source } from '../../src/sources/git.ts';
import { addFiles, drain, git, makeIo, makeRepository, makeTree, paths, reasons, type Yield } from './tree.ts';

function scan(root: string, io: Partial<SourceIo> = {}): Promise<Yield> {
  return drain(source.blobs(root, makeIo(io)));
}

/** Object ids by path. */
function oids({ blobs }: Yield): Record<string, string | undefined> {
  return Object.fromEntries(blobs.map(({ origin, oid }) => [origin.path, oid]));
}

/** Makes files older than the index, as they are in a tree that was not checked out this instant. */
function settle(root: string): void {
  for (const file of git(root, 'ls-files').trim().split('\n')) utimesSync(join(root, file), 1e9, 1e9);
  git(root, 'update-index', '--refresh', '-q');
}

describe('the place', () => {
  test('is called what its origin is called, at the commit of HEAD', async () => {
    const root = makeRepository({ 'a.ts': '' });
    git(root, 'remote', 'add', 'origin', 'https://user:word@GitHub.com/acme/shop.git');
    const { places, problems } = await scan(root);
    const commit = git(root, 'rev-parse', 'HEAD').trim();
    expect(places).toEqual([{ kind: 'place', id: 'github.com/acme/shop', source: 'git', root, commit }]);
    expect(problems).toEqual([]);
  });

  test('finds the commit in packed refs, and behind a detached HEAD', async () => {
    const root = makeRepository({ 'a.ts': '' });
    const commit = git(root, 'rev-parse', 'HEAD').trim();
    git(root, 'pack-refs', '--all');
    expect(existsSync(join(root, '.git/refs/heads/main'))).toBe(false);
    expect((await scan(root)).places[0]?.commit).toBe(commit);
    git(root, 'checkout', '-q', '--detach');
    expect((await scan(root)).places[0]?.commit).toBe(commit);
  });

  test('has no commit before the first one', async () => {
    const root = makeTree({ 'a.ts': '' });
    git(root, 'init', '-q', '--template=');
    const found = await scan(root);
    expect(found.places[0]?.commit).toBeNull();
    expect(found.problems).toEqual([]);
    expect(paths(found)).toEqual(['a.ts']);
  });

  test.each(['ref: refs/heads/../../../../etc/passwd\n', 'ref: refs/heads/loop\n', 'noise\0'])(
    'a HEAD of %j is a note, and the files are read',
    async (head) => {
      const root = makeRepository({ 'a.ts': '' });
      addFiles(root, { '.git/HEAD': head, '.git/refs/heads/loop': 'ref: refs/heads/loop\n' });
      const found = await scan(root);
      expect(found.places[0]?.commit).toBeNull();
      expect(found.problems).toMatchObject([{ file: '.', reason: 'git', incomplete: false }]);
      expect(paths(found)).toEqual(['a.ts']);
    },
  );

  test('a ref behind a link out of the tree is not read', async () => {
    const root = makeRepository({ 'a.ts': '' });
    const outside = makeTree({ 'heads/main': `${'a'.repeat(40)}\n` });
    rmSync(join(root, '.git/refs'), { recursive: true });
    symlinkSync(outside, join(root, '.git/refs'));
    expect((await scan(root)).places[0]?.commit).toBeNull();
  });
});

describe('what is listed', () => {
  test('tracked files though they are ignored, and untracked ones unless they are', async () => {
    const root = makeRepository({ 'build/tracked.js': '', 'node_modules/kept/index.js': '', 'a.ts': '' });
    addFiles(root, {
      '.gitignore': 'build/\n*.log\n',
      'build/new.js': '',
      'new.ts': '',
      'x.log': '',
      'node_modules/o.js': '',
    });
    const found = await scan(root);
    expect(paths(found)).toEqual(['.gitignore', 'a.ts', 'build/tracked.js', 'new.ts', 'node_modules/kept/index.js']);
    expect(reasons(found)).toEqual([
      '.git/: git-directory',
      'build/new.js: ignored',
      'node_modules/o.js: ignored',
      'x.log: ignored',
    ]);
  });

  test('nothing of what `.git/info/exclude` names', async () => {
    const root = makeRepository({ 'a.ts': '' });
    addFiles(root, { '.git/info/exclude': 'mine.txt\n', 'mine.txt': '' });
    expect(paths(await scan(root))).toEqual(['a.ts']);
  });

  test('not a file that is tracked and gone', async () => {
    const root = makeRepository({ 'a.ts': '', 'gone.ts': '' });
    rmSync(join(root, 'gone.ts'));
    expect(paths(await scan(root))).toEqual(['a.ts']);
  });

  test('a nested repository as files, with its own index and ignore rules', async () => {
    const root = makeRepository({ '.gitignore': '*.gen.ts\n', 'a.ts': '' });
    addFiles(root, { 'inner/.gitignore': '*.txt\n', 'inner/b.gen.ts': '', 'inner/kept.txt': '', 'inner/.git/': '' });
    git(join(root, 'inner'), 'init', '-q', '--template=');
    git(join(root, 'inner'), 'add', '-f', 'kept.txt');
    addFiles(root, { 'inner/new.txt': '' });
    const found = await scan(root);
    expect(paths(found)).toEqual(['.gitignore', 'a.ts', 'inner/.gitignore', 'inner/b.gen.ts', 'inner/kept.txt']);
    expect(reasons(found)).toEqual(['.git/: git-directory', 'inner/.git/: git-directory', 'inner/new.txt: ignored']);
  });

  test('a submodule as skipped', async () => {
    const root = makeRepository({ 'a.ts': '' });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    addFiles(root, { 'sub/.git/HEAD': '', 'sub/b.ts': '' });
    const found = await scan(root);
    expect(paths(found)).toEqual(['a.ts']);
    expect(reasons(found)).toEqual(['.git/: git-directory', 'sub/: submodule']);
  });

  test('a submodule as files where nothing may keep a file from being read, and as a problem where it was not fetched', async () => {
    const root = makeRepository({ 'a.ts': '' });
    for (const name of ['left', 'out', 'sub'])
      git(root, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${name}`);
    addFiles(root, { 'sub/.git/HEAD': '', 'sub/b.ts': '', 'left/': '', 'out/': '' });
    const found = await scan(root, { honourIgnoreFiles: false, exclude: ['out/'] });
    expect(paths(found)).toEqual(['a.ts', 'sub/b.ts']);
    expect(found.problems).toEqual([expect.objectContaining({ file: 'left', reason: 'git', incomplete: true })]);
  });
});

describe('object ids', () => {
  test.each([2, 3, 4])('come from an index of version %i', async (version) => {
    const root = makeRepository({ 'a.ts': 'a', 'lib/long/name.ts': 'b', 'lib/long/names.ts': 'c', 'z.ts': '' });
    settle(root);
    if (version === 3) {
      addFiles(root, { 'intent.ts': '' });
      git(root, 'add', '-N', 'intent.ts');
    }
    git(root, 'update-index', '--index-version', String(version));

    const { 'intent.ts': intended, ...tracked } = oids(await scan(root));
    const listed = git(root, 'ls-files', '-s', '--', ':!intent.ts').trim().split('\n');
    expect(intended).toBeUndefined();
    expect(tracked).toEqual(Object.fromEntries(listed.map((line) => [line.split('\t')[1], line.split(' ')[1]])));
  });

  test('of a repository with SHA-256 have 64 digits', async () => {
    const root = makeTree({ 'a.ts': 'a' });
    git(root, 'init', '-q', '--template=', '--object-format=sha256');
    git(root, 'add', 'a.ts');
    settle(root);
    expect(oids(await scan(root))['a.ts']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('are not given for a file that changed since, be it as long and as old', async () => {
    const root = makeRepository({ 'a.ts': 'one', 'b.ts': 'same' });
    settle(root);
    expect(Object.values(oids(await scan(root)))).not.toContain(undefined);
    writeFileSync(join(root, 'a.ts'), 'two');
    utimesSync(join(root, 'a.ts'), 1e9, 1e9);
    expect(oids(await scan(root))).toEqual({ 'a.ts': undefined, 'b.ts': expect.any(String) });
  });

  test('are not given for a file as young as the index', async () => {
    const root = makeRepository({ 'a.ts': 'one' });
    settle(root);
    utimesSync(join(root, '.git/index'), 1e9, 1e9);
    expect(oids(await scan(root))).toEqual({ 'a.ts': undefined });
  });
});

describe('an index that is of no use', () => {
  test.each([
    ['noise', Buffer.from(`DIRC${'x'.repeat(100)}`)],
    ['nothing', Buffer.alloc(0)],
    ['too many entries', Buffer.from(`DIRC\0\0\0\x02\xff\xff\xff\xff${'\0'.repeat(200)}`, 'latin1')],
  ])('(%s) makes ignored files be read', async (_what, bytes) => {
    const root = makeRepository({ '.gitignore': '*.js\n', 'tracked.js': '', 'a.ts': '' });
    writeFileSync(join(root, '.git/index'), bytes);
    const found = await scan(root);
    expect(paths(found)).toEqual(['.gitignore', 'a.ts', 'tracked.js']);
    expect(found.problems).toMatchObject([{ file: '.', reason: 'git', incomplete: false }]);
  });

  test('(split in two files) does so too', async () => {
    const root = makeRepository({ '.gitignore': '*.js\n', 'tracked.js': '' });
    git(root, 'update-index', '--split-index');
    const found = await scan(root);
    expect(paths(found)).toContain('tracked.js');
    expect(found.problems).toMatchObject([{ reason: 'git', incomplete: false }]);
  });

  test('does not stand for one that is not there', async () => {
    const root = makeRepository({ '.gitignore': '*.js\n', 'a.js': '', 'a.ts': '' });
    rmSync(join(root, '.git/index'));
    expect(paths(await scan(root))).toEqual(['.gitignore', 'a.ts']);
  });
});

describe('a `.git` that leads elsewhere', () => {
  test('as a file out of the root is no work tree', async () => {
    const root = makeRepository({ 'a.ts': '' });
    git(root, 'worktree', 'add', '-q', join(root, 'wt'));
    expect(await source.accepts(join(root, 'wt'), makeIo())).toBe(false);
  });

  test('as a file within the root is one', async () => {
    const root = makeRepository({ 'a.ts': '' });
    const commit = git(root, 'rev-parse', 'HEAD').trim();
    git(root, 'init', '-q', `--separate-git-dir=${join(root, 'store')}`);
    writeFileSync(join(root, '.git'), 'gitdir: store\n');
    expect(await source.accepts(root, makeIo())).toBe(true);
    expect((await scan(root)).places[0]?.commit).toBe(commit);
  });

  test('as a link is no work tree', async () => {
    const root = makeRepository({ 'a.ts': '' });
    const other = makeTree({ 'b.ts': '' });
    symlinkSync(join(root, '.git'), join(other, '.git'));
    expect(await source.accepts(other, makeIo())).toBe(false);
  });
});

test('nothing that the repository configures is run, and nothing is written', async () => {
  const root = makeRepository({ 'a.ts': '' });
  const trap = `touch ${join(root, 'PLANTED')}`;
  addFiles(root, {
    '.gitattributes': '*.ts filter=evil\n',
    '.git/config': `[core]\n\tfsmonitor = "${trap}"\n\tsshCommand = "${trap}"\n[filter "evil"]\n\tclean = ${trap}\n`,
  });
  mkdirSync(join(root, '.git/hooks'), { recursive: true });
  await scan(root);
  expect(existsSync(join(root, 'PLANTED'))).toBe(false);
  expect(existsSync(join(root, '.git/index.lock'))).toBe(false);
});

test('a folder without a repository is not taken for one, unless it is said to be', async () => {
  const root = makeTree({ 'a.ts': '' });
  expect(await source.accepts(root, makeIo())).toBe(false);
  await expect(scan(`git:${root}`)).rejects.toThrow(/is not a git work tree/);
});
