import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { hasPrefix, prefixesOf } from '../../src/scan/history/state.ts';
import { Ids } from '../../src/sources/git/ids.ts';
import { openaiKey } from '../key.ts';
import { makeTree } from '../sources/tree.ts';
import { leak, Past, places, scanPast } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

/** What is the same in every run; what was read is not. */
function result({ findings, unattached, problems }: Report): unknown {
  return { findings, unattached, problems };
}

function counts({ run }: Report): unknown {
  const { objects, read, known, failed } = run.coverage.history ?? {};
  return { objects, read, known, failed };
}

function only(folder: string): string {
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name ?? '');
}

describe('a second run', () => {
  test('reads only what is new, and finds what the first found', async () => {
    const cache = makeTree();
    const past = new Past();
    past.commit({ '.env': leak('one'), 'a.txt': 'a' });
    past.commit({ '.env': null }, `with ${openaiKey('two')}`);
    const first = await scanPast(past.root, { cache });
    expect(counts(first)).toMatchObject({ objects: 4, failed: 0 });
    const again = await scanPast(past.root, { cache });
    expect(counts(again)).toEqual({ objects: 4, read: 0, known: 4, failed: 0 });
    expect(result(again)).toEqual(result(first));

    past.commit({ 'b.env': leak('three') });
    past.commit({ 'b.env': null });
    const third = await scanPast(past.root, { cache });
    expect(counts(third)).toMatchObject({ objects: 7, read: 3, known: 4 });
    expect(result(third)).toEqual(result(await scanPast(past.root)));
    expect(places(third)).toHaveLength(3);
  });

  test('knows what has become of a key that was found before', async () => {
    const cache = makeTree();
    const past = new Past();
    past.commit({ '.env': leak('one') });
    await scanPast(past.root, { cache });
    past.commit({ '.env': null, 'a.txt': 'a' });
    const report = await scanPast(past.root, { cache });
    expect(report.findings[0]?.message).toContain('and removed by commit');
    expect(result(report)).toEqual(result(await scanPast(past.root)));
  });

  test('reads a file of the tree when it is gone from there', async () => {
    const cache = makeTree();
    const past = new Past();
    past.commit({ '.env': leak('one') });
    const index = readFileSync(join(past.root, '.git/index'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(past.root, '.git/index'), index);
    expect(counts(await scanPast(past.root, { cache }))).toEqual({ objects: 2, read: 1, known: 1, failed: 0 });
    past.commit({ '.env': null, 'a.txt': 'a' });
    expect(places(await scanPast(past.root, { cache }))).toHaveLength(1);
  });

  test('says again what could not be read, and reads it when it is there', async () => {
    const cache = makeTree();
    const past = new Past();
    past.commit({ '.env': leak('one'), 'a.txt': 'a' });
    const blob = past.git('rev-parse', 'HEAD:.env');
    past.commit({ '.env': null });
    const file = join(past.root, '.git/objects', blob.slice(0, 2), blob.slice(2));
    const bytes = readFileSync(file);
    rmSync(file);
    const first = await scanPast(past.root, { cache });
    expect(result(await scanPast(past.root, { cache }))).toEqual(result(first));
    expect(first.run.complete).toBe(false);
    writeFileSync(file, bytes);
    const mended = await scanPast(past.root, { cache });
    expect([mended.run.complete, places(mended).length]).toEqual([true, 1]);
  });

  test('reads again what was only begun, and what stands for a file kept elsewhere', async () => {
    const cache = makeTree();
    const past = new Past();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1\n`;
    past.commit({ 'big.env': `${'x'.repeat(3000)}\n${leak('one')}`, 'data.csv': pointer });
    past.commit({ 'big.env': null, 'data.csv': null, 'a.txt': 'a' });
    const first = await scanPast(past.root, { cache, maxBytes: 2000 });
    expect(places(first)).toEqual([]);
    expect(result(await scanPast(past.root, { cache, maxBytes: 2000 }))).toEqual(result(first));
    expect(places(await scanPast(past.root, { cache }))).toHaveLength(1);
  });

  test('finds what came before where the history was cut off', async () => {
    const cache = makeTree();
    const past = new Past();
    past.commit({ 'x.env': leak('one') });
    const cut = past.commit({ 'x.env': null, 'a.txt': 'a' });
    past.commit({ 'a.txt': 'b' });
    const objects = join(past.root, '.git/objects');
    const gone = [`${cut}~1`, `${cut}~1:`, `${cut}~1:x.env`].map((name) => past.git('rev-parse', name));
    const kept = gone.map((id) => readFileSync(join(objects, id.slice(0, 2), id.slice(2))));
    for (const id of gone) rmSync(join(objects, id.slice(0, 2), id.slice(2)));
    writeFileSync(join(past.root, '.git/shallow'), `${cut}\n`);
    expect(places(await scanPast(past.root, { cache }))).toEqual([]);
    for (const [at, id] of gone.entries()) {
      mkdirSync(join(objects, id.slice(0, 2)), { recursive: true });
      writeFileSync(join(objects, id.slice(0, 2), id.slice(2)), kept[at] ?? '');
    }
    rmSync(join(past.root, '.git/shallow'));
    const deepened = await scanPast(past.root, { cache });
    expect(result(deepened)).toEqual(result(await scanPast(past.root)));
    expect(places(deepened)).toEqual([expect.stringMatching(/^x\.env:1 /)]);
  });
});

describe('the file that is kept', () => {
  async function kept(): Promise<{ cache: string; past: Past; file: string }> {
    const cache = join(makeTree(), 'new/folder');
    const past = new Past();
    past.commit({ '.env': leak('one') });
    past.commit({ '.env': null, 'a.txt': 'a' });
    await scanPast(past.root, { cache });
    return { cache, past, file: only(cache) };
  }

  test('is for its owner alone, and holds no key', async () => {
    const { cache, file } = await kept();
    expect([statSync(cache).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    const text = readFileSync(file, 'latin1');
    const key = openaiKey('one');
    for (const part of [key, key.slice(20, 50), Buffer.from(key).toString('base64').slice(0, 40)])
      expect(text).not.toContain(part);
  });

  test.each([
    [
      'a byte of it is another',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.from('!'), bytes.subarray(61)]),
      'damaged',
    ],
    ['its end is missing', (bytes: Buffer) => bytes.subarray(0, -1), 'damaged'],
    ['it is noise', () => Buffer.from('noise'), 'no such file'],
    ['it is empty', () => Buffer.alloc(0), 'no such file'],
  ])('is not believed where %s, and that is told', async (_, change, reason) => {
    const { cache, past, file } = await kept();
    writeFileSync(file, change(readFileSync(file)));
    const report = await scanPast(past.root, { cache });
    expect(report.problems).toMatchObject([{ incomplete: false, message: expect.stringContaining(reason) }]);
    expect(places(report)).toHaveLength(1);
    expect(counts(report)).toMatchObject({ known: expect.any(Number), read: expect.any(Number) });
    expect((await scanPast(past.root, { cache })).problems).toEqual([]);
  });

  test('is not believed where another salt has sealed it', async () => {
    const { cache, past, file } = await kept();
    await scanPast(past.root, { cache, salt: 'another' });
    const other = readdirSync(cache).find((name) => join(cache, name) !== file) ?? '';
    writeFileSync(file, readFileSync(join(cache, other)));
    const report = await scanPast(past.root, { cache });
    expect(report.problems[0]?.message).toContain('made with another salt');
    expect(places(report)).toHaveLength(1);
  });

  test('is not written through a link, nor where that is not possible, and the scan goes on', async () => {
    const { cache, past, file } = await kept();
    const outside = join(makeTree(), 'outside');
    rmSync(file);
    symlinkSync(outside, file);
    const linked = await scanPast(past.root, { cache });
    expect(linked.problems[0]?.message).toContain('is no regular file');
    expect(places(linked)).toHaveLength(1);
    const blocked = join(makeTree({ file: '' }), 'file/folder');
    expect((await scanPast(past.root, { cache: blocked })).problems[0]?.message).toContain(
      'cannot be written (ENOTDIR)',
    );
    chmodSync(cache, 0o700);
  });
});

test('what was searched is found again by the first bytes of its id, and nothing else is', () => {
  const ids = new Ids(20);
  for (let at = 0; at < 300; at++)
    ids.addHex(Buffer.from(((at * 7919) % 300).toString(16).padStart(20, '0').padEnd(40, 'f')), 0);
  const sorted = prefixesOf([ids], (_, index) => index % 2 === 0);
  for (let at = 0; at < 300; at++) expect(hasPrefix(sorted, ids.prefix(at, 10))).toBe(at % 2 === 0);
  expect(hasPrefix(Buffer.alloc(0), ids.prefix(0, 10))).toBe(false);
});
