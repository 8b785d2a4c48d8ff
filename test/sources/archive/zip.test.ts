import { expect, test } from 'vitest';
import { type Packed, zip } from './pack.ts';
import { unpack } from './unpack.ts';

const a: Packed = { name: 'a.txt', content: 'A'.repeat(100) };
const b: Packed = { name: 'b.txt', content: 'B'.repeat(100) };
const both = { 'x.zip!/a.txt': a.content, 'x.zip!/b.txt': b.content };

test.each([
  ['deflated', [a, b], {}],
  [
    'stored',
    [
      { ...a, method: 0 },
      { ...b, method: 0 },
    ],
    {},
  ],
  [
    'written into a pipe',
    [
      { ...a, piped: true },
      { ...b, piped: true },
    ],
    {},
  ],
  [
    'of the large format',
    [
      { ...a, large: true },
      { ...b, large: true },
    ],
    { large: true },
  ],
  ['behind a program that unpacks them', [a, b], { prefix: '#!/bin/sh\ntail -c +99 "$0"\n' }],
  ['of the large format, behind a program', [a, { ...b, large: true }], { large: true, prefix: 'MZ program' }],
])('entries are read: %s', async (_, entries, ends) => {
  const { files, troubles } = await unpack(zip(entries, ends), 'x.zip');
  expect(files).toEqual(both);
  expect(troubles).toEqual([]);
});

test('folders and empty files hold nothing, and nothing is wrong with them', async () => {
  const empty = { content: '', method: 0 };
  const bytes = zip([
    { ...empty, name: 'dir/' },
    { ...empty, name: 'none.txt' },
    { name: 'packed.txt', content: '' },
  ]);
  expect(await unpack(bytes, 'x.zip')).toMatchObject({ files: {}, troubles: [] });
  expect(await unpack(zip([]), 'x.zip')).toMatchObject({ files: {}, troubles: [] });
});

test('what is encrypted, or compressed otherwise, is told, and all else read', async () => {
  const odd = [12, 14, 93].map((method) => ({ name: `${method}`, content: 'BZh9', method }));
  const { files, troubles } = await unpack(zip([{ ...a, flags: 1 }, ...odd, b]), 'x.zip');
  expect(files).toEqual({ 'x.zip!/b.txt': b.content });
  expect(troubles).toEqual([
    'x.zip!/a.txt: unreadable: It is encrypted and was not read.',
    'x.zip: unreadable: 3 things in it are compressed by another method than deflate and were not read.',
  ]);
});

test.each([
  ['a size', { size: 0xfffffffe }],
  ['no size', { size: 0 }],
  ['a checksum', { crc: 1 }],
])('a directory that lies about %s is told, and what is there is read', async (_, lie) => {
  const { files, troubles } = await unpack(zip([{ ...a, ...lie }, b]), 'x.zip');
  expect(files).toEqual(both);
  expect(troubles).toEqual([
    expect.stringContaining('x.zip!/a.txt: undecodable: It does not have the checksum or the size'),
  ]);
});

test('an entry that is said to reach over the next one hides nothing', async () => {
  const { files, isComplete } = await unpack(zip([{ ...a, method: 0, packed: 1e6 }, b]), 'x.zip');
  expect(files['x.zip!/b.txt']).toBe(b.content);
  expect(isComplete).toBe(false);
  const deflated = await unpack(zip([{ ...a, packed: 1e6 }, b]), 'x.zip');
  expect(deflated.files).toEqual(both);
});

test('an entry that is said to be shorter than it is is cut, and that is told', async () => {
  const { files, isComplete } = await unpack(zip([{ ...a, packed: 3 }, b]), 'x.zip');
  expect(files['x.zip!/b.txt']).toBe(b.content);
  expect(isComplete).toBe(false);
});

test.each([0xffff, 7, 1])('a directory that says it has %i entries and has two is told', async (count) => {
  const { files, troubles } = await unpack(zip([a, b], { count }), 'x.zip');
  expect(files).toEqual(both);
  expect(troubles).toEqual(['x.zip: undecodable: It does not hold what its directory lists: what is there was read.']);
});

test('what was taken out of the directory and left in the file is read', async () => {
  const { files, isComplete } = await unpack(zip([{ ...a, stray: true }, b]), 'x.zip');
  expect(files).toEqual(both);
  expect(isComplete).toBe(true);
  expect((await unpack(zip([b, { ...a, stray: true, piped: true }]), 'x.zip')).files).toEqual(both);
});

test('without a directory the entries are read as they lie', async () => {
  const bytes = zip([a, { ...b, piped: true }]);
  const { files, troubles } = await unpack(bytes.subarray(0, bytes.length - 30), 'x.zip');
  expect(files).toEqual(both);
  expect(troubles).toEqual([expect.stringContaining('x.zip: undecodable: It has no directory that can be read')]);
});

test('where the file is cut in an entry, what comes before is read', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `${i * i}\n`).join('');
  const { files, isComplete } = await unpack(zip([a, { ...b, content: text }]).subarray(0, 8000), 'x.zip');
  expect(files['x.zip!/a.txt']).toBe(a.content);
  expect(text.startsWith(files['x.zip!/b.txt'] ?? '?')).toBe(true);
  expect(files['x.zip!/b.txt']?.length).toBeGreaterThan(5000);
  expect(isComplete).toBe(false);
});

test('bytes that several entries share are read once', async () => {
  const bytes = zip([a, b]);
  const second = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  bytes.writeUInt32LE(0, second + 42);
  const { files, troubles } = await unpack(bytes, 'x.zip');
  expect(files).toEqual(both);
  expect(troubles).toEqual([expect.stringContaining('x.zip!/b.txt: undecodable: It shares its bytes with another')]);
});

test('a line of the directory that leads nowhere is told', async () => {
  const bytes = zip([a, b]);
  bytes.writeUInt32LE(0x7fffffff, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 42);
  const { files, isComplete } = await unpack(bytes, 'x.zip');
  expect(files).toEqual(both);
  expect(isComplete).toBe(false);
});

test('what expands too far is read up to the limit, and later entries that need no room all the same', async () => {
  const large = { name: 'large', content: Buffer.alloc(1 << 20) };
  const limits = { inflated: { times: 200, least: 1000, most: 1000 } };
  const { files, troubles } = await unpack(zip([large, a, { ...b, method: 0 }]), 'x.zip', limits);
  expect(files['x.zip!/large']?.length).toBe(1000);
  expect(files['x.zip!/b.txt']).toBe(b.content);
  expect(troubles).toEqual(['x.zip: limit: It expands too far: the rest of it was not read.']);
});

test('an entry that is too large is cut, as a file is', async () => {
  const large = { name: 'large', content: Buffer.alloc(1 << 20) };
  const { files, troubles } = await unpack(zip([large, { ...large, name: 'flat', method: 0 }, a]), 'x.zip', {
    largest: 5000,
  });
  expect([files['x.zip!/large']?.length, files['x.zip!/flat']?.length]).toEqual([5000, 5000]);
  expect(files['x.zip!/a.txt']).toBe(a.content);
  expect(troubles).toEqual(['x.zip: too-large: 2 things in it are too large: only their start was read.']);
});

test('no more entries are read than there may be', async () => {
  const { files, troubles } = await unpack(zip([a, b, { ...a, name: 'c.txt' }]), 'x.zip', { members: 2 });
  expect(files).toEqual(both);
  expect(troubles).toEqual(['x.zip: limit: It holds too many files: the rest of them were not read.']);
});

test('entries that are said to reach to the end of all are not each read to there', async () => {
  const header = zip([{ name: 'x', content: '', method: 0, packed: 1e9, stray: true }]).subarray(0, 31);
  const bytes = Buffer.concat(Array.from({ length: 5000 }, () => header));
  const { members, isComplete } = await unpack(bytes, 'x.zip');
  expect(members.reduce((sum, { bytes: { length } }) => sum + length, 0)).toBeLessThan(bytes.length * 2);
  expect(isComplete).toBe(false);
});

test('what went through for nothing is paid for, so that no file is gone through again and again', async () => {
  // Headers of entries that do not end, one in the other.
  const header = zip([{ name: 'x', content: '', piped: true, stray: true }]).subarray(0, 31);
  const block = Buffer.concat([Buffer.from([0, header.length, 0, ~header.length & 0xff, 0xff]), header]);
  const bytes = Buffer.concat(Array.from({ length: 20_000 }, () => block));
  const start = performance.now();
  const { isComplete } = await unpack(Buffer.concat([header, bytes]), 'x.zip', {
    inflated: { times: 20, least: 0, most: 64 << 20 },
  });
  expect(isComplete).toBe(false);
  expect(performance.now() - start).toBeLessThan(20000);
});
