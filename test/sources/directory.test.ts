import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SourceIo } from '../../src/model/source.ts';
import { directory } from '../../src/sources/directory.ts';
import { readBytes } from '../../src/sources/open.ts';
import { drain, makeIo, makeTree, paths, reasons, type Yield } from './tree.ts';

const isRoot = process.getuid?.() === 0;

function scan(root: string, io: Partial<SourceIo> = {}): Promise<Yield> {
  return drain(directory.blobs(root, makeIo(io)));
}

test('the place comes first and is named after its folder', async () => {
  const root = makeTree({ 'shop/a.ts': '' });
  const { places } = await scan('shop', { cwd: root });
  expect(places).toEqual([{ kind: 'place', id: 'shop', source: 'directory', root: join(root, 'shop'), commit: null }]);
});

test('files come in code-unit order of their paths, whatever order they were made in', async () => {
  const root = makeTree({ 'b/z.ts': '', 'b.ts': '', 'b-side/a.ts': '', 'a/deep/er.ts': '', 'B.ts': '', '.env': '' });
  expect(paths(await scan(root))).toEqual(['.env', 'B.ts', 'a/deep/er.ts', 'b-side/a.ts', 'b.ts', 'b/z.ts']);
});

test('a blob says where its bytes are and how many there were', async () => {
  const root = makeTree({ 'src/agent.ts': 'four' });
  const { blobs } = await scan(root);
  expect(blobs).toEqual([
    {
      kind: 'blob',
      place: places(root),
      origin: { kind: 'file', path: 'src/agent.ts' },
      content: { kind: 'disk', path: join(root, 'src/agent.ts'), encoding: 'utf8', size: 4 },
    },
  ]);
});

test('links are skipped, to files and folders, in and out of the root, in circles and to nothing', async () => {
  const root = makeTree({ 'real/agent.ts': '' });
  for (const [target, name] of Object.entries({
    'real/agent.ts': 'file',
    real: 'folder',
    '/etc': 'out',
    nowhere: 'gone',
  })) {
    symlinkSync(target, join(root, name));
  }
  symlinkSync('.', join(root, 'real/loop'));

  const found = await scan(root);
  expect(paths(found)).toEqual(['real/agent.ts']);
  expect(reasons(found)).toEqual(['file: link', 'folder: link', 'gone: link', 'out: link', 'real/loop: link']);
});

test('a link that was named as the target is resolved', async () => {
  const root = makeTree({ 'real/agent.ts': '' });
  symlinkSync('real', join(root, 'alias'));
  const found = await scan(join(root, 'alias'));
  expect(found.places[0]?.root).toBe(join(root, 'real'));
  expect(paths(found)).toEqual(['agent.ts']);
});

test('a pipe is skipped without being opened', async () => {
  const root = makeTree({ 'agent.ts': '' });
  execFileSync('mkfifo', [join(root, 'pipe.ts')]);
  const found = await scan(root);
  expect(paths(found)).toEqual(['agent.ts']);
  expect(reasons(found)).toEqual(['pipe.ts: special-file']);
});

test('two hard links are two files', async () => {
  const root = makeTree({ 'a.ts': '' });
  linkSync(join(root, 'a.ts'), join(root, 'b.ts'));
  expect(paths(await scan(root))).toEqual(['a.ts', 'b.ts']);
});

test('a file in three hundred nested folders is found', async () => {
  const path = `${'d/'.repeat(300)}agent.ts`;
  expect(paths(await scan(makeTree({ [path]: '' })))).toEqual([path]);
});

test.runIf(process.platform === 'linux')(
  'nesting past the longest path is a problem, and the rest is read',
  async () => {
    const root = makeTree({ 'zz.ts': '' });
    const before = process.cwd();
    const step = 'n'.repeat(250);
    process.chdir(root);
    try {
      for (let depth = 0; depth < 20; depth++) {
        mkdirSync(step);
        process.chdir(step);
      }
    } finally {
      process.chdir(before);
    }

    const found = await scan(root);
    expect(paths(found)).toEqual(['zz.ts']);
    expect(found.problems).toMatchObject([{ reason: 'limit', incomplete: true }]);
    execFileSync('rm', ['-rf', root]);
  },
);

test.runIf(process.platform === 'linux')('names that are not UTF-8 are shown escaped and can be read', async () => {
  const root = makeTree();
  const folder = Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xfe])]);
  mkdirSync(folder);
  writeFileSync(Buffer.concat([folder, Buffer.from('/caf\xc3\xa9.ts', 'latin1')]), 'inside');
  writeFileSync(Buffer.concat([Buffer.from(`${root}/f`), Buffer.from([0xff])]), 'file');

  const found = await scan(root);
  expect(paths(found)).toEqual(['d\\xfe/café.ts', 'f\\xff']);
  expect(found.blobs.map((blob) => readBytes(blob).bytes?.toString())).toEqual(['inside', 'file']);
  expect(found.blobs.map(({ content }) => content.kind === 'disk' && content.encoding)).toEqual(['latin1', 'latin1']);
});

test('names of line ends, options and globs are names like any other', async () => {
  const names = ['!neg.ts', '**.ts', '--config=evil.ts', '[a].ts', '__proto__', 'new\nline.ts', '{1..9}.ts', '🤖.ts'];
  const found = await scan(makeTree(Object.fromEntries(names.map((name) => [name, name]))));
  expect(paths(found)).toEqual(names);
  expect(found.blobs.map((blob) => readBytes(blob).bytes?.toString())).toEqual(names);
});

test('ignore files hold for their folder and below, the nearest decides', async () => {
  const root = makeTree({
    '.gitignore': '*.log\n/dist\n!keep.log\n',
    'a.log': '',
    'keep.log': '',
    'dist/out.js': '',
    'pkg/.gitignore': '!a.log\nkeep.log\n',
    'pkg/a.log': '',
    'pkg/keep.log': '',
    'pkg/dist/in.js': '',
  });
  const found = await scan(root);
  expect(paths(found)).toEqual(['.gitignore', 'keep.log', 'pkg/.gitignore', 'pkg/a.log', 'pkg/dist/in.js']);
  expect(reasons(found)).toEqual(['a.log: ignored', 'dist/: ignored', 'pkg/keep.log: ignored']);
});

test('environment files are read though they are ignored, also in an ignored folder', async () => {
  const root = makeTree({
    '.gitignore': '.env*\n*.env\nsecrets/\n',
    '.env': '',
    '.env.production': '',
    'prod.env': '',
    'main.py': '',
    'secrets/.env': '',
    'secrets/notes.txt': '',
  });
  const found = await scan(root);
  expect(paths(found)).toEqual(['.env', '.env.production', '.gitignore', 'main.py', 'prod.env', 'secrets/.env']);
  expect(reasons(found)).toEqual(['secrets/: ignored']);
});

test('dependency folders are skipped and counted', async () => {
  const found = await scan(makeTree({ 'a.ts': '', 'node_modules/x/i.js': '', 'p/.venv/lib/y.py': '' }));
  expect(paths(found)).toEqual(['a.ts']);
  expect(reasons(found)).toEqual(['node_modules/: ignored', 'p/.venv/: ignored']);
});

test('nothing in the tree hides a file where ignore files are not honoured', async () => {
  const root = makeTree({ '.gitignore': '*\n', 'a.ts': '', 'node_modules/x/i.js': '' });
  const found = await scan(root, { honourIgnoreFiles: false });
  expect(paths(found)).toEqual(['.gitignore', 'a.ts', 'node_modules/x/i.js']);
  expect(found.skipped).toEqual([]);
});

test('ignore files that leave nothing of a tree are not honoured, and that is said', async () => {
  const root = makeTree({ '.env': '', '.gitignore': '*\n!.gitignore\n', '.npmignore': '*', 'sub/agent.ts': '' });
  const found = await scan(root);
  expect(paths(found)).toEqual(['.env', '.gitignore', '.npmignore', 'sub/agent.ts']);
  expect(found.problems).toMatchObject([{ file: '.', reason: 'limit', incomplete: false }]);
});

test('a configuration that leaves nothing is no reason to read what is ignored', async () => {
  const root = makeTree({ '.gitignore': '*.py\n', 'a.ts': '', 'b.py': '', 'node_modules/x/c.py': '' });
  const found = await scan(root, { include: ['**/*.py'] });
  expect(paths(found)).toEqual([]);
  expect(found.problems).toEqual([]);
});

test('an ignore file made to keep the matcher busy does not', { timeout: 20_000 }, async () => {
  const hostile = `${'**/a/'.repeat(12)}**/b\n${'*a'.repeat(60)}*b\n`;
  const root = makeTree({ '.gitignore': hostile, [`${'a/'.repeat(60)}${'a'.repeat(200)}`]: '', 'agent.ts': '' });
  expect(paths(await scan(root))).toContain('agent.ts');
});

test.runIf(process.platform === 'linux')('the system’s pseudo files are not gone into from the root', async () => {
  const found = await scan('/', { exclude: readdirSync('/').filter((name) => name !== 'proc') });
  expect(found.places[0]).toMatchObject({ id: '/', root: '/' });
  expect(reasons(found)).toContain('proc/: special-file');
  expect(paths(found)).toEqual([]);
});

test('`.git` is never entered', async () => {
  const found = await scan(makeTree({ 'a.ts': '', 'sub/.git/hooks/agent.ts': '' }));
  expect(paths(found)).toEqual(['a.ts']);
  expect(reasons(found)).toEqual(['sub/.git/: git-directory']);
});

test('the configuration leaves out and asks for paths', async () => {
  const root = makeTree({ 'src/a.ts': '', 'src/a.md': '', 'vendor/v.ts': '', '.hidden/h.ts': '' });
  const found = await scan(root, { include: ['**/*.ts'], exclude: ['vendor/'] });
  expect(paths(found)).toEqual(['.hidden/h.ts', 'src/a.ts']);
  expect(reasons(found)).toEqual(['src/a.md: excluded', 'vendor/: excluded']);
});

test.skipIf(isRoot)('a folder that may not be read is a problem (modes do not stop root)', async () => {
  const root = makeTree({ 'ok.ts': '', 'locked/agent.ts': '' });
  chmodSync(join(root, 'locked'), 0);
  const found = await scan(root);
  chmodSync(join(root, 'locked'), 0o755);
  expect(paths(found)).toEqual(['ok.ts']);
  expect(found.problems).toMatchObject([{ file: 'locked', reason: 'unreadable', incomplete: true }]);
});

test('an aborted run says that it has not listed all', async () => {
  const found = await scan(makeTree({ 'a.ts': '' }), { signal: AbortSignal.abort() });
  expect(found.blobs).toEqual([]);
  expect(found.problems).toMatchObject([{ reason: 'limit', incomplete: true }]);
});

function places(root: string): string {
  return root.slice(root.lastIndexOf('/') + 1);
}
