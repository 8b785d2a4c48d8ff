import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { logChunks } from '../../../src/sources/log/chunks.ts';
import { makeTree } from '../tree.ts';
import { lines, pipe, read } from './read.ts';

const plain = Buffer.from(lines(3000));

describe('a log at rest', () => {
  test.each([0, 1, 9, 1 << 20, (1 << 20) + 1, 3_500_000])('of %i bytes is read whole', async (size) => {
    const bytes = Buffer.alloc(size, 'GET / 200\n');
    const root = makeTree({ log: bytes });
    const got = await read(join(root, 'log'));
    expect(got.problems).toEqual([]);
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got.pieces).toBe(Math.ceil(size / (1 << 20)));
  });

  test('may have its lines ended by CR alone, and NULs', async () => {
    const bytes = Buffer.from('one\rtwo\r\0\0three\r');
    const root = makeTree({ log: bytes });
    expect(await read(join(root, 'log'))).toMatchObject({ bytes, problems: [] });
  });

  test.each(['link', 'fifo', 'folder', 'missing'])('that is none (%s) is a problem', async (name) => {
    const root = makeTree({ log: 'x', 'folder/': '' });
    symlinkSync(join(root, 'log'), join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'fifo')]);
    const { bytes, problems } = await read(join(root, name));
    const reason = { link: 'link', fifo: 'special-file', folder: 'special-file', missing: 'changed' }[name];
    expect(bytes.length).toBe(0);
    expect(problems).toMatchObject([{ kind: 'problem', place: 'logs', file: 'it.log', reason, incomplete: true }]);
  });

  test('that becomes shorter while it is read gives what is left', async () => {
    const root = makeTree({ log: Buffer.alloc(4 << 20, 'a\n') });
    const chunks: unknown[] = [];
    for await (const item of logChunks({ from: join(root, 'log'), place: 'logs', file: 'log' })) {
      if (chunks.length === 0) truncateSync(join(root, 'log'), 3_000_000);
      chunks.push(Buffer.isBuffer(item) ? item.length : item.reason);
    }
    expect(chunks).toEqual([1 << 20, 1 << 20, 3_000_000 - (2 << 20), 'changed']);
  });

  test('is read no further when the run is stopped', async () => {
    const root = makeTree({ log: Buffer.alloc(4 << 20, 'a\n') });
    const { bytes, problems } = await read(join(root, 'log'), { signal: AbortSignal.abort() });
    expect(bytes.length).toBe(0);
    expect(problems).toMatchObject([{ reason: 'limit', incomplete: true }]);
  });

  test('is read as far as is allowed', async () => {
    const root = makeTree({ log: plain });
    const { bytes, problems } = await read(join(root, 'log'), { maxOutput: 100 });
    expect(bytes).toEqual(plain.subarray(0, 100));
    expect(problems).toMatchObject([{ reason: 'limit' }]);
    expect((await read(join(root, 'log'), { maxOutput: plain.length })).problems).toEqual([]);
  });
});

describe('gzip', () => {
  test('members may meet in the middle of a line, wherever the pieces of the pipe end', async () => {
    const packed = Buffer.concat([plain.subarray(0, 77), plain.subarray(77, 20_001), plain.subarray(20_001)].map(gzip));
    for (const step of [7, 17, 4096, packed.length]) {
      const got = await read(pipe(packed, step));
      expect(got.problems, `pieces of ${step}`).toEqual([]);
      expect(got.bytes.equals(plain)).toBe(true);
    }
  });

  test('may come byte by byte', async () => {
    const packed = Buffer.concat([Buffer.from('one\nt'), Buffer.from('wo\n')].map(gzip));
    expect(await read(pipe(packed, 1))).toMatchObject({ bytes: Buffer.from('one\ntwo\n'), problems: [] });
  });

  test('is told by its bytes, not by its name, and an empty one is an empty log', async () => {
    const root = makeTree({ 'access.log': gzipSync(plain), 'access.log.gz': plain, empty: gzipSync('') });
    expect((await read(join(root, 'access.log'))).bytes.equals(plain)).toBe(true);
    expect((await read(join(root, 'access.log.gz'))).bytes.equals(plain)).toBe(true);
    expect(await read(join(root, 'empty'))).toMatchObject({ bytes: Buffer.alloc(0), problems: [] });
  });

  test('that ends too early gives all that came before', async () => {
    const packed = gzipSync(plain);
    for (const length of [packed.length - 1, packed.length - 9, packed.length >> 1, 11]) {
      const { bytes, problems } = await read(pipe(packed.subarray(0, length), 1000));
      expect(problems).toMatchObject([{ reason: 'undecodable', incomplete: true }]);
      expect(bytes.equals(plain.subarray(0, bytes.length))).toBe(true);
      if (length >= packed.length - 9) expect(bytes.length).toBeGreaterThan(plain.length - 300);
    }
  });

  test('that is damaged gives nearly all that came before', async () => {
    const packed = gzipSync(plain);
    const at = packed.length >> 1;
    packed.fill(0xff, at, at + 50);
    const { bytes, problems } = await read(pipe(packed, 1 << 20));
    expect(problems).toMatchObject([{ reason: 'undecodable', incomplete: true }]);
    expect(bytes.length).toBeGreaterThan(plain.length * 0.45);
    expect(bytes.subarray(0, plain.length * 0.45).equals(plain.subarray(0, plain.length * 0.45))).toBe(true);
  });

  test('with a wrong checksum gives all of its content', async () => {
    const packed = gzipSync(plain);
    packed.writeUInt32LE(1, packed.length - 8);
    const { bytes, problems } = await read(pipe(packed, 1 << 20));
    expect(problems).toMatchObject([{ reason: 'undecodable' }]);
    expect(bytes.equals(plain)).toBe(true);
  });

  test('zeros behind it are padding, all else is damage', async () => {
    const padded = Buffer.concat([gzipSync(plain), Buffer.alloc(3000)]);
    for (const step of [100, padded.length]) expect((await read(pipe(padded, step))).problems).toEqual([]);
    for (const rest of ['rest', '\0rest']) {
      const { bytes, problems } = await read(pipe(Buffer.concat([gzipSync(plain), Buffer.from(rest)]), 4096));
      expect(problems, JSON.stringify(rest)).toMatchObject([{ reason: 'undecodable' }]);
      expect(bytes.length).toBeGreaterThan(plain.length * 0.99);
    }
  });

  test('in gzip is read, and once more is not', async () => {
    const twice = gzipSync(gzipSync(plain));
    const once = await read(pipe(twice, 4096));
    expect([once.bytes.equals(plain), once.problems]).toEqual([true, []]);
    const { bytes, problems } = await read(pipe(gzipSync(twice), 4096));
    expect(bytes.length).toBe(0);
    expect(problems).toMatchObject([{ reason: 'limit', message: expect.stringContaining('packed too often') }]);
  });
});

describe('a bomb', () => {
  test.each([
    ['of gzip', gzipSync(Buffer.alloc(16 << 20))],
    ['in gzip', gzipSync(gzipSync(Buffer.alloc(16 << 20)))],
    ['of zstd', zstdBomb(4000)],
  ])('%s is stopped, and that is said', async (_, packed) => {
    const { bytes, problems } = await read(pipe(packed, 1 << 20));
    expect(bytes.length).toBe(Math.max(4 << 20, 200 * packed.length));
    expect(problems).toMatchObject([{ reason: 'limit', incomplete: true, message: expect.stringContaining('bomb') }]);
  });

  test('of tiny blocks is stopped before it takes for ever', async () => {
    const { problems } = await read(pipe(zstdOf(13, Array(20_000).fill(raw(Buffer.from('a')))), 1 << 20));
    expect(problems).toMatchObject([{ reason: 'limit', message: expect.stringContaining('bomb') }]);
  });
});

describe('what is packed in other ways is a problem', () => {
  test.each([
    ['bzip2', Buffer.from('BZh91AY&SY0123456789')],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0, 0, 0])],
    ['zip', Buffer.from('PK\x03\x04 and so on')],
    ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 0, 0, 0])],
  ])('%s', async (name, packed) => {
    const { bytes, problems } = await read(pipe(packed, 5));
    expect(bytes.length).toBe(0);
    expect(problems).toMatchObject([{ reason: 'undecodable', message: expect.stringContaining(name) }]);
  });
});

describe('zstd', () => {
  /** `seq 1 400 | zstd -19` */
  const written = [
    'KLUv/QRodRMASl2kCQugxQ1k22RPVe8eApYAlgCWABtwh+3apu3Zlu3Y7ja3tw22A9gFNoE9YAvYAXbBJtgDG4AdwhWm8IQlHOGG',
    'GV4YhENdNdVTSx11a9arQR3oookeWuigS5MeDegw10zzzDLH3JnzZjAHuWSSRxY55MqUJwM5xBVTPLHEETdmvBjEoVenPl169Hb2',
    'ddADL058uPDg5eTjgIddm/Zs2bG7ubfBDtf0LMedL+Md5/jGwXgAvAAnwAdwATwAL+AEfIADwEPYFTaFPWFL2BF2w2bYCxuEHWpX',
    'bao9taV21G5t1l5tUDvQLtpEe2gL7aBd2qQ92oB2mF2zafbMltkxu7M5e7PB7CC7ZJPskS2yQ3ZlU/ZkA9khdsWm2BNbYkfsxmbs',
    'xQaxQ3d1U/d0S3d0t5vd6wbdgbu4iXu4hTu4y03uMQT6gC6gB+gFnaAPdAB6CLwCp8AncAk8Am/gDHyBg8BD8SpOxae4FI/iLc7i',
    'Kw6KB+JFnIgPcSEexEucxEccEA/DazgNn+EyPIZ3OIdvOBgehJdwEj7CRXgIr3AKn3AgPASv4BR8gkvwCN7gDL7gIHgor3Iqn3Ip',
    'j/KWs3zloDyQFzmRD7mQB3nJST5yQB7Ga5zGZ1zGIwMQh9ArdAp9QpfQI/SGztAXOgg9VK/qVH2qS/Wo3uqsvuqgeqBe1In6UBfq',
    'Qb3USX3UAfUwvabT9Jku02N6p3P6poPpQXpJJ+kjXaSH9Eqn9EkH0kP0ik7RJ7pEj+iNzuiLDqKH9mqn9mmX9mhvO9vXDtoDe7ET',
    '+7ALe7CXnexjB+xhvdZpfdZlPda7zvWtg/UAeoEeADugOAg=',
  ];

  const frame = zstdOf(11, [raw(Buffer.from('one\ntw')), raw(Buffer.from('o\n'))]);

  test.each([1, 2, 7, 1000])('frames are read one after another, in pieces of %i', async (step) => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const packed = Buffer.concat([frame, skippable, frame, zstdOf(0, [])]);
    expect(await read(pipe(packed, step))).toMatchObject({ bytes: Buffer.from('one\ntwo\none\ntwo\n'), problems: [] });
  });

  test.each([1, 100, 10_000])('as the program zstd writes it is read, in pieces of %i', async (step) => {
    const numbers = Array.from({ length: 400 }, (_, at) => `${at + 1}\n`).join('');
    const { bytes, problems } = await read(pipe(Buffer.from(written.join(''), 'base64'), step));
    expect(problems).toEqual([]);
    expect(bytes.toString()).toBe(numbers);
  });

  test('that ends too early gives what came before', async () => {
    const { bytes, problems } = await read(pipe(frame.subarray(0, frame.length - 4), 4));
    expect(bytes.toString()).toMatch(/^(?:one\ntw)?$/);
    expect(problems).toMatchObject([{ reason: 'undecodable', message: expect.stringContaining('too early') }]);
  });

  test('that is damaged gives what came before', async () => {
    const { bytes, problems } = await read(pipe(Buffer.concat([frame, Buffer.from('no frame at all')]), 4));
    expect(bytes.toString()).toBe('one\ntwo\n');
    expect(problems).toMatchObject([{ reason: 'undecodable', message: expect.stringContaining('damaged') }]);
  });

  test('that asks for a huge window is not read', async () => {
    const { problems } = await read(pipe(zstdOf(21, [raw(Buffer.from('one\n'))]), 100));
    expect(problems).toMatchObject([{ reason: 'limit', message: expect.stringContaining('--long') }]);
  });
});

function gzip(bytes: Buffer): Buffer {
  return gzipSync(bytes);
}

/** A frame of zstd with a window of 2^(10 + exponent) bytes. */
function zstdOf(exponent: number, blocks: readonly Buffer[]): Buffer {
  const last = Buffer.from(blocks.at(-1) ?? raw(Buffer.alloc(0)));
  last.writeUInt8(last.readUInt8(0) | 1);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, exponent << 3]), ...blocks.slice(0, -1), last]);
}

/** A block as it is. */
function raw(bytes: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head.writeUIntLE(bytes.length << 3, 0, 3);
  return Buffer.concat([head, bytes]);
}

/** Blocks of one byte, 131,072 times. */
function zstdBomb(blocks: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE((131_072 << 3) | 2, 0, 3);
  return zstdOf(10, Array(blocks).fill(head));
}
