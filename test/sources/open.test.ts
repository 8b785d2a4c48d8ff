import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Blob } from '../../src/model/blob.ts';
import { maxFileBytes, readBytes } from '../../src/sources/open.ts';
import { makeTree } from './tree.ts';

const isRoot = process.getuid?.() === 0;

function blobAt(path: string): Blob {
  const content = { kind: 'disk', path, encoding: 'utf8', size: 0 } as const;
  return { kind: 'blob', place: 'tree', origin: { kind: 'file', path: 'it' }, content };
}

test.each([0, 1, 255, 4096, 300_000, 5_000_000])('a file of %i bytes is read whole', (size) => {
  const bytes = Buffer.alloc(size, 'abcdefg');
  const root = makeTree({ it: bytes });
  const read = readBytes(blobAt(join(root, 'it')));
  expect(read.problem).toBeNull();
  expect(read.bytes?.equals(bytes)).toBe(true);
});

test('one read after another gives each file its own bytes', () => {
  const root = makeTree({ long: 'x'.repeat(1000), short: 'y' });
  expect(readBytes(blobAt(join(root, 'long'))).bytes?.toString()).toBe('x'.repeat(1000));
  expect(readBytes(blobAt(join(root, 'short'))).bytes?.toString()).toBe('y');
});

test('bytes in memory are given as they are', () => {
  const blob: Blob = { ...blobAt(''), content: { kind: 'bytes', bytes: Buffer.from('held') } };
  expect(readBytes(blob)).toEqual({ bytes: Buffer.from('held'), problem: null });
  expect(readBytes(blob, 2)).toMatchObject({ bytes: Buffer.from('he'), problem: { reason: 'too-large' } });
});

test('a file over the limit is read up to it, and that is said', () => {
  const root = makeTree({ it: 'key=1 and more' });
  const { bytes, problem } = readBytes(blobAt(join(root, 'it')), 5);
  expect(bytes?.toString()).toBe('key=1');
  expect(problem).toEqual({
    kind: 'problem',
    place: 'tree',
    file: 'it',
    reason: 'too-large',
    message: 'Only the first 5 of its 14 bytes were read.',
    incomplete: true,
  });
});

test('a file of exactly the limit is not too large', () => {
  const root = makeTree({ it: '12345' });
  expect(readBytes(blobAt(join(root, 'it')), 5).problem).toBeNull();
});

test('a sparse file of a terabyte costs no more than the limit', () => {
  const root = makeTree({ it: 'call()\n' });
  truncateSync(join(root, 'it'), 2 ** 40);
  const { bytes, problem } = readBytes(blobAt(join(root, 'it')), 1024 * 1024);
  expect(bytes?.subarray(0, 7).toString()).toBe('call()\n');
  expect(bytes?.length).toBe(1024 * 1024);
  expect(problem?.reason).toBe('too-large');
  expect(maxFileBytes).toBeLessThan(2 ** 29);
});

test('a Git LFS pointer stands for a file that was not read, which matters but for media and models', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
  const root = makeTree({ it: pointer });
  const blob = blobAt(join(root, 'it'));
  expect(readBytes(blob)).toMatchObject({ bytes: Buffer.from(pointer), problem: { reason: 'git', incomplete: true } });
  const media: Blob = { ...blob, origin: { kind: 'file', path: 'assets/logo.PNG' } };
  expect(readBytes(media).problem?.incomplete).toBe(false);
});

test.each([
  ['a link', 'link', (path: string) => symlinkSync('/etc/passwd', path)],
  ['a pipe', 'special-file', (path: string) => execFileSync('mkfifo', [path])],
  ['a folder', 'special-file', (path: string) => mkdirSync(path)],
  ['nothing', 'changed', () => {}],
] as const)('%s in place of the file is not read: %s', (_what, reason, make) => {
  const path = join(makeTree(), 'it');
  make(path);
  expect(readBytes(blobAt(path))).toMatchObject({ bytes: null, problem: { reason, incomplete: true } });
});

test('a device is not read', () => {
  expect(readBytes(blobAt('/dev/zero'))).toMatchObject({ bytes: null, problem: { reason: 'special-file' } });
});

test('a path over the limit of the system is a problem', () => {
  expect(readBytes(blobAt(`/${'x/'.repeat(3000)}`))).toMatchObject({ bytes: null, problem: { reason: 'limit' } });
});

test('a message never holds the path', () => {
  const path = join(makeTree(), 'gone-name');
  expect(readBytes(blobAt(path)).problem?.message).not.toContain('gone-name');
});

test('no file stays open, whatever came of it', () => {
  const root = makeTree({ it: 'x' });
  for (let round = 0; round < 3000; round++) {
    readBytes(blobAt(join(root, 'it')));
    readBytes(blobAt(root));
  }
  writeFileSync(join(root, 'new'), '');
  appendFileSync(join(root, 'new'), 'still possible');
  expect(readBytes(blobAt(join(root, 'new'))).problem).toBeNull();
  rmSync(join(root, 'new'));
});

test.skipIf(isRoot)('a file that may not be read is a problem (modes do not stop root)', () => {
  const root = makeTree({ it: 'x' });
  chmodSync(join(root, 'it'), 0);
  expect(readBytes(blobAt(join(root, 'it')))).toMatchObject({ bytes: null, problem: { reason: 'unreadable' } });
});

test.runIf(process.platform === 'linux')('a file whose size is not what is read from it has changed', () => {
  // The kernel says zero bytes of its own files and then gives some: the same as a file that grows at every look.
  const { bytes, problem } = readBytes(blobAt('/proc/self/status'));
  expect(problem).toMatchObject({ reason: 'changed', incomplete: true });
  expect(bytes?.length).toBe(1);
});
