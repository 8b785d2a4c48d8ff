import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, isWide, looksBinary } from '../../src/text/decode.ts';

const source = '// café → 🤖\nconst client = new OpenAI();\n';

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function utf32(text: string, bigEndian: boolean): Buffer {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [index, point] of points.entries()) {
    if (bigEndian) bytes.writeUInt32BE(point, index * 4);
    else bytes.writeUInt32LE(point, index * 4);
  }
  return bytes;
}

describe('a text is read as what it is', () => {
  test.each([
    ['plain ASCII', Buffer.from('a = 1\n'), 'a = 1\n', 'utf-8'],
    ['UTF-8', Buffer.from(source), source, 'utf-8'],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${source}`), source, 'utf-8'],
    ['UTF-16LE with BOM', Buffer.from(`\ufeff${source}`, 'utf16le'), source, 'utf-16le'],
    ['UTF-16BE with BOM', utf16be(`\ufeff${source}`), source, 'utf-16be'],
    ['UTF-16LE without BOM', Buffer.from(source, 'utf16le'), source, 'utf-16le'],
    ['UTF-16BE without BOM', utf16be(source), source, 'utf-16be'],
    ['UTF-32LE with BOM', utf32(`\ufeff${source}`, false), source, 'utf-32le'],
    ['UTF-32BE with BOM', utf32(`\ufeff${source}`, true), source, 'utf-32be'],
    ['Latin-1', Buffer.from('caf\xe9 = 1', 'latin1'), 'café = 1', 'latin1'],
    ['NULs in a comment', Buffer.from('/* a\0b */ x()'), '/* a\0b */ x()', 'utf-8'],
    ['nothing', Buffer.alloc(0), '', 'utf-8'],
    ['a BOM alone', Buffer.from('\ufeff', 'utf16le'), '', 'utf-16le'],
  ])('%s', (_what, bytes, text, encoding) => {
    expect(decode(bytes)).toEqual({ text, encoding, lossy: false });
  });
});

test('broken UTF-8 keeps every byte, and the code around it', () => {
  const bytes = Buffer.concat([Buffer.from('//'), Buffer.from([0xc0, 0xaf, 0xed, 0xa0, 0x80]), Buffer.from('\nrun()')]);
  const { text, encoding } = decode(bytes);
  expect(encoding).toBe('latin1');
  expect(Buffer.from(text, 'latin1')).toEqual(bytes);
});

test('image magic and a run of NULs do not exempt a script', () => {
  const bytes = Buffer.concat([Buffer.from('GIF89a/*'), Buffer.alloc(600), Buffer.from('*/=1;\nrun()\n')]);
  expect(decode(bytes).text).toContain('\nrun()\n');
  expect(looksBinary(bytes)).toBe(true);
});

describe('what passes for UTF-16 cannot hide plain bytes', () => {
  const plain = 'fetch("https://api.example.com/v1");';
  const cover = `/*${'cover '.repeat(2000)}`;

  test.each([
    ['behind a BOM', Buffer.concat([Buffer.from('\ufeffA=1\n', 'utf16le'), Buffer.from(plain)])],
    ['behind much of it without BOM', Buffer.concat([Buffer.from(cover, 'utf16le'), Buffer.from(`*/${plain}`)])],
    ['at an odd offset', Buffer.concat([Buffer.from(cover, 'utf16le'), Buffer.from(`x${plain}`)])],
    ['behind a BOM of UTF-32', Buffer.concat([utf32('\ufeffab', false), Buffer.from(plain)])],
  ])('%s', (_what, bytes) => {
    const { text, lossy } = decode(bytes);
    expect(text).toContain(plain);
    expect(lossy).toBe(true);
  });

  test('and what is written in wide characters beside them is seen too', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffconst wide = 1;\n', 'utf16le'), Buffer.from(plain)]);
    expect(decode(bytes).text).toContain('const wide = 1;');
  });
});

test('an odd byte at the end of UTF-16 and a number that is no character are lossy', () => {
  expect(decode(Buffer.concat([Buffer.from('\ufeffab', 'utf16le'), Buffer.from('c')])).lossy).toBe(true);
  expect(decode(Buffer.from([0xff, 0xfe, 0, 0, 0, 0, 0x11, 0x7f]))).toMatchObject({ text: '\ufffd', lossy: true });
});

test('an ideographic text in UTF-16 is read exactly', () => {
  const text = '会議の議事録を要約する。\r\n東京都\n';
  expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual({ text, encoding: 'utf-16le', lossy: false });
});

test('wide text is told from other bytes before words are searched', () => {
  expect(isWide(Buffer.from('OPENAI', 'utf16le'))).toBe(true);
  expect(isWide(Buffer.from('OPENAI'))).toBe(false);
  expect(isWide(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0]))).toBe(false);
});

test('text is not taken for binary', () => {
  expect(looksBinary(Buffer.from(source))).toBe(false);
  expect(looksBinary(Buffer.from(source, 'utf16le'))).toBe(false);
});

test('any bytes give a text of no more lines than bytes and one', () => {
  const marks = fc.constantFrom<number[]>([], [0xff, 0xfe], [0xfe, 0xff], [0xff, 0xfe, 0, 0], [0xef, 0xbb, 0xbf]);
  const check = fc.property(marks, fc.uint8Array({ maxLength: 400 }), (mark, tail) => {
    const bytes = Uint8Array.from([...mark, ...tail]);
    expect(decode(bytes).text.split(/\r\n?|\n/).length).toBeLessThanOrEqual(bytes.length + 1);
  });
  fc.assert(check);
});

test('any text survives each encoding that a BOM names', () => {
  // A NUL behind the mark of UTF-16LE makes it that of UTF-32LE.
  const anyText = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !text.startsWith('\0'));
  const check = fc.property(anyText, (text) => {
    expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le')).text).toBe(text);
    expect(decode(utf16be(`\ufeff${text}`)).text).toBe(text);
    expect(decode(utf32(`\ufeff${text}`, false)).text).toBe(text);
    expect(decode(Buffer.from(`\ufeff${text}`)).text).toBe(text);
  });
  fc.assert(check);
});
