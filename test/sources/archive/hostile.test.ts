import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { home } from '../../world.ts';
import { tar, zip } from './pack.ts';
import { unpack } from './unpack.ts';

const entry = fc.record({
  name: fc.string({ maxLength: 20 }),
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  method: fc.constantFrom(0, 8),
  piped: fc.boolean(),
  large: fc.boolean(),
});

const archive = fc
  .array(entry, { maxLength: 5 })
  .chain((entries) =>
    fc.constantFrom(
      zip(entries),
      tar(entries),
      gzipSync(tar(entries)),
      gzipSync(zip(entries)),
      zip([{ name: 'in', content: zip(entries) }]),
    ),
  );

/** Bytes that are changed, left out, doubled or cut off. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  what: fc.constantFrom('set', 'drop', 'double', 'cut'),
  length: fc.integer({ min: 1, max: 40 }),
  byte: fc.constantFrom(0, 1, 0x50, 0x7f, 0xff),
});

function changed(
  bytes: Buffer,
  { at, what, length, byte }: typeof change extends fc.Arbitrary<infer T> ? T : never,
): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, part, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  if (what === 'cut') return before;
  if (what === 'drop') return Buffer.concat([before, after]);
  if (what === 'double') return Buffer.concat([before, part, part, after]);
  return Buffer.concat([before, Buffer.alloc(part.length, byte), after]);
}

const limits = { inflated: { times: 20, least: 10_000, most: 100_000 }, members: 50, depth: 3, largest: 100_000 };

test('whatever is done to an archive, it is read to an end, within its limits, and every path lies in it', async () => {
  await fc.assert(
    fc.asyncProperty(archive, fc.array(change, { minLength: 1, maxLength: 4 }), async (whole, changes) => {
      const { members, troubles } = await unpack(changes.reduce(changed, whole), 'x', limits);
      expect(members.length).toBeLessThanOrEqual(limits.members * 2 + 2);
      for (const { path, bytes } of members) {
        expect(path).toMatch(/^x(?:!\/|$)/);
        expect(path.split('/')).not.toContain('..');
        expect(bytes.length).toBeLessThanOrEqual(limits.largest);
      }
      expect(new Set(troubles.map((trouble) => trouble.split(': ')[2])).size).toBe(troubles.length);
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes there are, they are read to an end', async () => {
  const marks = [
    'PK\x03\x04',
    'PK\x01\x02',
    'PK\x05\x06',
    '\x1f\x8b\x08',
    'ustar',
    '\0'.repeat(30),
    '\xff\xff\xff\xff',
  ];
  const piece = fc.oneof(fc.constantFrom(...marks), fc.string({ unit: 'binary-ascii', maxLength: 30 }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('PK\x03\x04', '\x1f\x8b\x08'), fc.array(piece), async (start, pieces) => {
      await unpack(Buffer.from([start, ...pieces].join(''), 'latin1'), 'x', limits);
    }),
    { numRuns: 500 },
  );
});

test('what was packed comes out, and nothing is said against it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), fc.boolean(), async (entries, isLarge) => {
      const contents = entries.filter(({ content }) => content.length > 0).map(({ content }) => content);
      for (const bytes of [zip(entries, { large: isLarge }), gzipSync(tar(entries))]) {
        const { members, isComplete } = await unpack(bytes, 'x');
        const read = members.filter(({ kind }) => kind === 'file').map((member) => member.bytes);
        expect(Buffer.concat(read).equals(Buffer.concat(contents))).toBe(true);
        expect(isComplete).toBe(true);
      }
    }),
  );
});

test('a file cut anywhere is never taken for a whole one', async () => {
  for (const whole of [zip([{ name: 'a', content: 'A'.repeat(50) }]), gzipSync('A'.repeat(50))]) {
    for (let length = 4; length < whole.length; length++) {
      const { isComplete, troubles } = await unpack(whole.subarray(0, length), 'x');
      expect(`${length}: ${isComplete} ${troubles}`).toContain('false');
    }
  }
});

test('nothing that reads archives can reach the disk', () => {
  const folder = join(home, 'src/sources/archive');
  const files = readdirSync(folder);
  const imports = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, module = '']) => module),
  );
  expect(files.length).toBeGreaterThan(5);
  expect([...new Set(imports.filter((module) => !module.startsWith('./')))].toSorted()).toEqual([
    '../../model/problem.ts',
    '../../text/path.ts',
    'node:stream',
    'node:zlib',
  ]);
});
