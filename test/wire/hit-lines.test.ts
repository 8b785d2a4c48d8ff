import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finder } from '../../src/wire/find.ts';
import { type HitLine, hitLines, type LineOptions, lineReader } from '../../src/wire/hit-lines.ts';

const search = finder(['needle', '.api.example']);

interface Read {
  readonly found: readonly HitLine[];
  readonly lines: number;
  readonly long: number;
}

async function read(chunks: readonly (string | Buffer)[], options: LineOptions = {}): Promise<Read> {
  const found: HitLine[] = [];
  const buffers = chunks.map((chunk) => Buffer.from(chunk));
  const count = await hitLines(buffers, search, options, (line) => found.push(line));
  return { found, ...count };
}

function whole(number: number, text: string): HitLine {
  return { number, text, at: 0, long: false };
}

function chunked(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (let turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

test.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('lines that end with %s are numbered from 1, and all are counted', async (_, end) => {
  const text = ['one', 'a needle', '', 'three', 'NEEDLE and needle', 'last'].join(end);
  const found = [whole(2, 'a needle'), whole(5, 'NEEDLE and needle')];
  expect(await read([text])).toEqual({ found, lines: 6, long: 0 });
  expect(await read([text, end])).toEqual({ found, lines: 6, long: 0 });
});

test('a line may span many chunks, and the last one lack its end', async () => {
  const { found, lines } = await read(['a nee', 'd', 'le\r', '\nx', '.API', '.example']);
  expect(found).toEqual([whole(1, 'a needle'), whole(2, 'x.API.example')]);
  expect(lines).toBe(2);
});

test('a CR within a line ends none where others end with LF', async () => {
  expect((await read(['a\rneedle\rb\n', 'c\n'])).found).toEqual([whole(1, 'a\rneedle\rb')]);
});

test('nothing is no line', async () => {
  expect(await read([])).toEqual({ found: [], lines: 0, long: 0 });
  expect(await read(['', ''])).toEqual({ found: [], lines: 0, long: 0 });
});

test('on request every line comes, empty ones too', async () => {
  const { found, lines } = await read(['\none\n\nneedle'], { every: true });
  expect(found).toEqual([whole(1, ''), whole(2, 'one'), whole(3, ''), whole(4, 'needle')]);
  expect(lines).toBe(4);
});

test('bytes that are no UTF-8 do not hide a line', async () => {
  const { found } = await read([Buffer.from([0xff, 0x00, 0xc3, ...Buffer.from('needle'), 0x80, 0x0a])]);
  expect(found).toEqual([whole(1, '\ufffd\0\ufffdneedle\ufffd')]);
});

test('behind megabytes of padding a literal is reported with what is around it', async () => {
  const padding = 'p'.repeat(10 << 20);
  const line = `${padding}needle${padding}`;
  const { found, lines, long } = await read(chunked(Buffer.from(`first\n${line}\na needle\n`), [1 << 20]));
  const around = 64 << 10;
  const text = line.slice(padding.length - around, padding.length + around);
  expect(found).toEqual([{ number: 2, text, at: padding.length - around, long: true }, whole(3, 'a needle')]);
  expect([lines, long]).toEqual([3, 1]);
});

test('a line of exactly the limit is whole, and one byte more makes it long, with a literal or without', async () => {
  const options = { maxLine: 20, around: 12 };
  expect(await read([`${'needle'.padEnd(20)}\n`], options)).toMatchObject({ found: [{ long: false }], long: 0 });
  expect(await read([`${'needle'.padEnd(21)}\n`], options)).toMatchObject({ found: [{ long: true, at: 0 }], long: 1 });
  expect(await read([`${''.padEnd(21)}\n`], options)).toMatchObject({ found: [], lines: 1, long: 1 });
  expect(await read([''.padEnd(21)], options)).toMatchObject({ found: [], lines: 1, long: 1 });
});

test('each literal of a long line is in one of its stretches, and of every line the start', async () => {
  const options = { maxLine: 30, around: 15 };
  const line = `${'.'.repeat(100)}needle${'.'.repeat(100)}needle.needle`;
  const { found } = await read([line], options);
  expect(found.map(({ at, text }) => [at, text.match(/needle/g)?.length])).toEqual([
    [85, 1],
    [191, 2],
  ]);
  expect((await read([line], { ...options, every: true })).found.map(({ at }) => at)).toEqual([0, 85, 191]);
});

test('where the chunks are cut makes no difference', async () => {
  const parts = [
    'needle',
    '.api.example',
    'NEED',
    'le',
    '\n',
    '\n',
    '\r\n',
    '\r',
    'é',
    'x',
    '-'.repeat(9),
    '='.repeat(40),
  ];
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...parts), { maxLength: 60 }),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 }),
    fc.record({
      maxLine: fc.integer({ min: 1, max: 60 }),
      around: fc.integer({ min: 1, max: 40 }),
      every: fc.boolean(),
    }),
    async (texts, sizes, options) => {
      const bytes = Buffer.from(texts.join(''));
      expect(await read(chunked(bytes, sizes), options)).toEqual(await read([bytes], options));
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test('lines with a literal are those that splitting the text gives', async () => {
  const parts = ['needle', '.api.example', 'need', '\n', '\n', '\r\n', 'é', 'other text'];
  const property = fc.asyncProperty(fc.array(fc.constantFrom(...parts), { maxLength: 80 }), async (texts) => {
    const text = `\n${texts.join('')}`;
    const lines = text.replace(/\n$/, '').split('\n');
    const wanted = lines
      .map((line, at) => whole(at + 1, line.replace(/\r$/, '')))
      .filter((line) => /needle|\.api\.example/.test(line.text));
    expect(await read([text])).toEqual({ found: wanted, lines: lines.length, long: 0 });
  });
  await fc.assert(property, { numRuns: 200 });
});

test('readers take turns with one finder', () => {
  const found: string[] = [];
  const readers = ['a', 'b'].map((name) => lineReader(search, {}, ({ number }) => found.push(`${name}${number}`)));
  for (const text of ['x\nnee', 'dle\n', 'needle']) for (const reader of readers) reader.feed(Buffer.from(text));
  expect(readers.map((reader) => reader.count().lines)).toEqual([2, 2]);
  expect(readers.map((reader) => reader.end().lines)).toEqual([3, 3]);
  expect(found).toEqual(['a2', 'b2', 'a3', 'b3']);
});
