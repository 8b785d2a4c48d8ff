import { expect, test } from 'vitest';
import { pax, tar } from './pack.ts';
import { unpack } from './unpack.ts';

const a = { name: 'a.txt', content: 'A' };
const b = { name: 'b.txt', content: 'B' };

test('files are read where they lie', async () => {
  const { files, troubles } = await unpack(tar([a, { name: 'dir/', type: '5' }, { ...b, name: 'dir/b.txt' }]), 'x.tar');
  expect(files).toEqual({ 'x.tar!/a.txt': 'A', 'x.tar!/dir/b.txt': 'B' });
  expect(troubles).toEqual([]);
});

test.each([
  ['a prefix', [{ ...a, prefix: 'deep/er' }]],
  ['GNU', [{ name: 'long', type: 'L', content: 'deep/er/a.txt\0' }, a]],
  ['pax', [{ name: 'pax', type: 'x', content: pax('mtime', '1') + pax('path', 'deep/er/a.txt') }, a]],
])('long names are read, by %s, and are those of one entry', async (_, entries) => {
  expect((await unpack(tar([...entries, b]), 'x.tar')).files).toEqual({
    'x.tar!/deep/er/a.txt': 'A',
    'x.tar!/b.txt': 'B',
  });
});

test('sizes are read from bytes, and from pax before all', async () => {
  const given = { name: 'pax', type: 'x', content: pax('size', '3') };
  const entries = [{ ...a, binary: true }, given, { name: 'c.txt', content: 'CCC', size: 0 }, b];
  expect((await unpack(tar(entries), 'x.tar')).files).toMatchObject({ 'x.tar!/a.txt': 'A', 'x.tar!/c.txt': 'CCC' });
});

test('links are not followed and devices not opened: links are told, and cost nothing', async () => {
  const odd = ['1', '2', '3', '4', '6'].map((type) => ({ name: `../../etc/${type}`, type }));
  const { files, troubles, isComplete } = await unpack(tar([...odd, a]), 'x.tar');
  expect(files).toEqual({ 'x.tar!/a.txt': 'A' });
  expect(troubles).toEqual(['x.tar: link: 2 things in it are links, which are not followed.']);
  expect(isComplete).toBe(true);
});

test('tars that were joined are read to the last', async () => {
  const { files, isComplete } = await unpack(Buffer.concat([tar([a]), tar([b])]), 'x.tar');
  expect(files).toEqual({ 'x.tar!/a.txt': 'A', 'x.tar!/b.txt': 'B' });
  expect(isComplete).toBe(true);
});

test('the map of a sparse file is no content', async () => {
  const sparse = tar([{ name: 's.txt', type: 'S', content: 'S', size: 1 }]);
  const head = Buffer.from(sparse.subarray(0, 512));
  head[482] = 1;
  head.write('        ', 148);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const { files, isComplete } = await unpack(Buffer.concat([head, Buffer.alloc(512), sparse.subarray(512)]), 'x.tar');
  expect(files).toEqual({ 'x.tar!/s.txt': 'S' });
  expect(isComplete).toBe(true);
});

test('a header that is damaged ends what is known of it: what follows is a part of the file itself', async () => {
  const bytes = tar([a, b]);
  bytes[1024] = 0x7a;
  const { files, rest, troubles } = await unpack(bytes, 'x.tar');
  expect(files).toEqual({ 'x.tar!/a.txt': 'A' });
  expect(rest).toContain('z.txt');
  expect(troubles).toEqual(['x.tar: undecodable: It is damaged: what comes before the damage was read.']);
});

test('an entry that is said to go on behind the end is read up to there', async () => {
  const { files, troubles } = await unpack(tar([a, { ...b, size: 1e9 }]), 'x.tar');
  expect(files['x.tar!/b.txt']?.startsWith('B')).toBe(true);
  expect(troubles).toEqual([expect.stringContaining('x.tar!/b.txt: undecodable: It ends too early')]);
});

test.each(['size=-1', 'size=1e400', 'size=', 'path='])('a record of pax that says %s does no harm', async (record) => {
  const [key = '', value = ''] = record.split('=');
  const { files } = await unpack(tar([{ name: 'pax', type: 'x', content: pax(key, value) }, a]), 'x.tar');
  expect(Object.keys(files).length).toBeLessThanOrEqual(1);
});

test('no more entries are read than there may be', async () => {
  const { files, troubles } = await unpack(tar([a, b, a]), 'x.tar', { members: 2 });
  expect(Object.keys(files)).toEqual(['x.tar!/a.txt', 'x.tar!/b.txt']);
  expect(troubles).toContain('x.tar: limit: It holds too many files: the rest of them were not read.');
});
