import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tar } from './pack.ts';
import { unpack } from './unpack.ts';

/** Text that does not compress much: its end is not in its first bytes. */
const noise = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 104_729}\n`).join('');

test('a compressed file is shown where people open it, and read as what it was', async () => {
  const { files, members, troubles } = await unpack(gzipSync('listen 443\n'), 'etc/proxy.yaml.gz');
  expect(files).toEqual({ 'etc/proxy.yaml.gz': 'listen 443\n' });
  expect(members[0]?.name).toBe('etc/proxy.yaml');
  expect(troubles).toEqual([]);
});

test('several members are one content', async () => {
  const bytes = Buffer.concat([gzipSync('one\n'), gzipSync(''), gzipSync('three\n')]);
  expect((await unpack(bytes, 'a.gz')).files).toEqual({ 'a.gz': 'one\nthree\n' });
});

test('header fields are passed over, and read as a part of the file', async () => {
  const plain = gzipSync('x\n');
  const flagged = Buffer.from(plain.subarray(0, 10));
  flagged[3] = 4 | 8 | 16 | 2;
  const fields = Buffer.from('\x03\x00abcname\0comment\0\x12\x34', 'latin1');
  const { files, rest, troubles } = await unpack(Buffer.concat([flagged, fields, plain.subarray(10)]), 'a.gz');
  expect(files).toEqual({ 'a.gz': 'x\n' });
  expect(rest).toContain('comment');
  expect(troubles).toEqual([]);
});

test('what follows the last member is read as a part of the file', async () => {
  const { files, rest, troubles } = await unpack(Buffer.concat([gzipSync('x\n'), Buffer.from('behind')]), 'a.gz');
  expect(files).toEqual({ 'a.gz': 'x\n' });
  expect(rest).toContain('behind');
  expect(troubles).toEqual([]);
});

test('what comes before a cut is read, and the cut is told', async () => {
  const whole = gzipSync(noise);
  const { files, troubles } = await unpack(whole.subarray(0, (whole.length * 3) >> 2), 'a.gz');
  const read = files['a.gz'] ?? '';
  expect(noise.startsWith(read)).toBe(true);
  expect(read.length).toBeGreaterThan(noise.length / 2);
  expect(troubles).toEqual(['a.gz: undecodable: It ends too early: what comes before was read.']);
});

test.each([1, 4, 8])('a checksum of which %i bytes are missing is a cut', async (missing) => {
  const whole = gzipSync('x\n');
  const { files, troubles } = await unpack(whole.subarray(0, whole.length - missing), 'a.gz');
  expect(files).toEqual({ 'a.gz': 'x\n' });
  expect(troubles).toEqual(['a.gz: undecodable: It ends too early: what comes before was read.']);
});

test.each([3, 9, 10])('%i bytes hold nothing, and that is told', async (length) => {
  const { files, isComplete } = await unpack(gzipSync('x\n').subarray(0, length), 'a.gz');
  expect(files).toEqual({});
  expect(isComplete).toBe(false);
});

test('what has a wrong checksum is read, and that is told', async () => {
  const bytes = gzipSync('x\n');
  bytes[bytes.length - 6] = ~(bytes.at(-6) ?? 0);
  const { files, troubles } = await unpack(bytes, 'a.gz');
  expect(files).toEqual({ 'a.gz': 'x\n' });
  expect(troubles).toEqual([expect.stringContaining('a.gz: undecodable: It does not have the checksum')]);
});

test('what comes before a damage is read, but for a little', async () => {
  const bytes = gzipSync(noise);
  bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 400);
  const { files, troubles } = await unpack(bytes, 'a.gz');
  const read = files['a.gz'] ?? '';
  expect(read.slice(0, noise.length >> 2)).toBe(noise.slice(0, noise.length >> 2));
  expect(troubles).toHaveLength(1);
});

test('a bomb is read up to the limit, with what stands at its start', async () => {
  const bytes = Buffer.concat([gzipSync('first line\n'), gzipSync(Buffer.alloc(64 << 20, ' '))]);
  const limits = { inflated: { times: 200, least: 1 << 20, most: 8 << 20 } };
  const { files, troubles } = await unpack(bytes, 'a.gz', limits);
  expect(files['a.gz']?.startsWith('first line\n ')).toBe(true);
  expect(files['a.gz']?.length).toBe(8 << 20);
  expect(troubles).toEqual(['a.gz: limit: It expands too far: the rest of it was not read.']);
});

test('what one file holds has a limit of its own, since it is in memory at once', async () => {
  const { files, isComplete } = await unpack(gzipSync(Buffer.alloc(1 << 20)), 'a.gz', { content: 1000 });
  expect(files['a.gz']?.length).toBe(1000);
  expect(isComplete).toBe(false);
});

test('no more members are read than there may be', async () => {
  const many = Buffer.concat(Array.from({ length: 5 }, () => gzipSync('x')));
  const { files, troubles } = await unpack(many, 'a.gz', { members: 3 });
  expect(files).toEqual({ 'a.gz': 'xxx' });
  expect(troubles).toEqual([expect.stringContaining('a.gz: limit: It holds too many files')]);
});

test('a compressed tar is one archive', async () => {
  const { files } = await unpack(gzipSync(tar([{ name: 'src/a.ts', content: 'a' }])), 'app.tgz', { depth: 1 });
  expect(files).toEqual({ 'app.tgz!/src/a.ts': 'a' });
});

test('gzip in gzip in gzip is opened, one more is not', async () => {
  const three = gzipSync(gzipSync(gzipSync('x\n')));
  expect(await unpack(three, 'a.gz.gz.gz')).toMatchObject({ files: { 'a.gz.gz.gz': 'x\n' }, isComplete: true });
  const { files, troubles } = await unpack(gzipSync(three), 'a.gz');
  expect(files).toEqual({ 'a.gz': gzipSync('x\n').toString('latin1') });
  expect(troubles).toEqual(['a.gz: limit: It is an archive that lies too deep in others and was not opened.']);
});
