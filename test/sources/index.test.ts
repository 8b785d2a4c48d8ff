import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import type { SourceIo } from '../../src/model/source.ts';
import { open, readBytes } from '../../src/sources/index.ts';
import { drain, makeIo, makeRepository, makeTree, paths, type Yield } from './tree.ts';

async function read(target: string, io: Partial<SourceIo> = {}): Promise<Yield> {
  return drain(await open(target, makeIo(io)));
}

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test('a work tree, a folder and a file are told apart', async () => {
  const repository = makeRepository({ 'a.ts': '' });
  const folder = makeTree({ 'b.ts': '' });
  expect((await read(repository)).places[0]?.source).toBe('git');
  expect((await read(folder)).places[0]?.source).toBe('directory');
  expect((await read(join(folder, 'b.ts'))).places[0]?.source).toBe('file');
});

test('a prefix forces the kind', async () => {
  const repository = makeRepository({ 'a.env': '' });
  expect((await read(`dir:${repository}`)).places[0]).toMatchObject({ source: 'directory', commit: null });
  expect((await read('env:a.env', { cwd: repository })).places[0]?.source).toBe('file');
});

test('a relative target starts from the folder of the run', async () => {
  const root = makeTree({ 'sub/a.ts': '' });
  expect(paths(await read('sub', { cwd: root }))).toEqual(['a.ts']);
});

test('a file is read though it is ignored and not asked for', async () => {
  const root = makeTree({ '.gitignore': '*', 'ops/key.env': 'A=1' });
  const found = await read('ops/key.env', { cwd: root, include: ['*.ts'] });
  expect(found.places).toEqual([{ kind: 'place', id: 'ops', source: 'file', root: join(root, 'ops'), commit: null }]);
  expect(paths(found)).toEqual(['key.env']);
  expect(found.blobs.map((blob) => readBytes(blob).bytes?.toString())).toEqual(['A=1']);
});

test('a link named as a target is resolved', async () => {
  const root = makeTree({ 'real.ts': 'real' });
  symlinkSync('real.ts', join(root, 'alias.ts'));
  expect(paths(await read('alias.ts', { cwd: root }))).toEqual(['real.ts']);
});

test('the pipe is one document', async () => {
  const found = await read('-', { stdin: chunks('A=1\n', 'B=2\n') });
  expect(found.places).toEqual([{ kind: 'place', id: '<stdin>', source: 'stream', root: null, commit: null }]);
  expect(found.blobs).toEqual([
    {
      kind: 'blob',
      place: '<stdin>',
      origin: { kind: 'stream', path: '<stdin>' },
      content: { kind: 'bytes', bytes: Buffer.from('A=1\nB=2\n') },
    },
  ]);
});

test('an empty pipe is no document', async () => {
  expect((await read('-', { stdin: chunks() })).blobs).toEqual([]);
});

test('a pipe cut short says so and keeps what came', async () => {
  const found = await read('-', { stdin: chunks('A=1\n', 'B=2\n'), signal: AbortSignal.abort() });
  expect(found.blobs).toMatchObject([{ content: { bytes: Buffer.from('A=1\n') } }]);
  expect(found.problems).toMatchObject([{ file: '<stdin>', reason: 'limit', incomplete: true }]);
});

test.each([
  ['nowhere', /no file or folder nowhere/],
  ['dir:a.ts', /a file, which its prefix does not allow/],
  ['env:.', /a folder, which its prefix does not allow/],
  ['pipe', /not a regular file/],
  ['dangling', /no file or folder dangling/],
])('%s is a mistake that can be mended', async (target, message) => {
  const root = makeTree({ 'a.ts': '' });
  execFileSync('mkfifo', [join(root, 'pipe')]);
  symlinkSync('gone', join(root, 'dangling'));
  const attempt = open(target, makeIo({ cwd: root }));
  await expect(attempt).rejects.toThrow(message);
  await expect(attempt).rejects.toBeInstanceOf(RollcallError);
  await expect(attempt).rejects.toMatchObject({ code: 'target', hint: expect.any(String) });
});
