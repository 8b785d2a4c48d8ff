import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeLines } from '../../../src/sources/git/lines.ts';
import { ObjectStream } from '../../../src/sources/git/stream.ts';

const id = 'a'.repeat(40);

interface Item {
  readonly type: string;
  readonly size: number;
  readonly bytes: string;
}

function cut(bytes: Buffer, at: readonly number[]): Readable {
  const places = [...new Set(at.map((one) => one % (bytes.length + 1)))].sort((a, b) => a - b);
  const chunks = [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
  return Readable.from(chunks.filter((chunk) => chunk.length > 0));
}

async function all(stream: ObjectStream): Promise<Item[]> {
  const found: Item[] = [];
  for (let one = await stream.next(); one; one = await stream.next()) {
    found.push({ type: one.type, size: one.size, bytes: one.bytes.toString('latin1') });
  }
  return found;
}

test('objects come out the same however their bytes are cut, and with as much of each as is wanted', async () => {
  const object = fc.oneof(
    fc.record({ type: fc.constantFrom('blob', 'tree', 'commit'), body: fc.uint8Array({ maxLength: 300 }) }),
    fc.constant({ type: 'missing', body: new Uint8Array() }),
  );
  const input = fc.tuple(fc.array(object, { maxLength: 12 }), fc.array(fc.nat(4000)), fc.nat(200));
  await fc.assert(
    fc.asyncProperty(input, async ([objects, places, most]) => {
      const bytes = Buffer.concat(
        objects.flatMap(({ type, body }) =>
          type === 'missing'
            ? [Buffer.from(`${id} missing\n`)]
            : [Buffer.from(`${id} ${type} ${body.length}\n`), Buffer.from(body), Buffer.from('\n')],
        ),
      );
      const expected = objects.map(({ type, body }) => ({
        type,
        size: body.length,
        bytes: Buffer.from(body.subarray(0, most)).toString('latin1'),
      }));
      expect(await all(new ObjectStream(cut(bytes, places), most))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('an object of which the end does not come is none', async () => {
  const whole = `${id} blob 3\nabc\n`;
  const stream = new ObjectStream(Readable.from([Buffer.from(`${whole}${id} blob 9\nab`)]), 100);
  expect(await all(stream)).toEqual([{ type: 'blob', size: 3, bytes: 'abc' }]);
});

test('noise is no object, however long it is', async () => {
  expect(await all(new ObjectStream(Readable.from([Buffer.alloc(100_000, 0x61)]), 100))).toEqual([]);
  expect(await all(new ObjectStream(Readable.from([Buffer.from('fatal: no\nsuch thing\n')]), 100))).toEqual([]);
});

test('the rest of an object that is too large is left alone', async () => {
  const stream = new ObjectStream(Readable.from([Buffer.from(`${id} blob 5000\n${'x'.repeat(5000)}\n`)]), 10);
  expect((await stream.next())?.bytes).toHaveLength(10);
  expect(await stream.rest(100)).toBe(false);
});

test('lines come whole, and the last needs no end', async () => {
  const lines: string[] = [];
  for await (const piece of wholeLines(Readable.from(['a', 'b\nc', '\n\nd', 'e'].map((one) => Buffer.from(one)))))
    lines.push(piece.toString());
  expect(lines).toEqual(['ab\n', 'c\n\n', 'de\n']);
});
