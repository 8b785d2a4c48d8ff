import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asUtf8, displayPath, isAscii } from '../../src/text/path.ts';

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

test('a UTF-8 name is shown as it is', () => {
  expect(displayPath(bytesOf('src/café/🤖.ts'))).toBe('src/café/🤖.ts');
});

test('bytes that are not UTF-8 are escaped one by one, the rest is kept', () => {
  expect(displayPath(`${bytesOf('é')}/f\xff\xc3.ts`)).toBe('é/f\\xff\\xc3.ts');
  expect(displayPath('\xed\xa0\x80')).toBe('\\xed\\xa0\\x80');
  expect(displayPath('\xc0\xaf')).toBe('\\xc0\\xaf');
});

test('a name that spells an escape is not shown as the byte', () => {
  expect(displayPath('f\\xff.ts')).toBe('f\\x5cxff.ts');
  expect(displayPath('..\\..\\etc.ts')).toBe('..\\..\\etc.ts');
});

test('what is shown leads back to the bytes, so no two names are shown alike', () => {
  const name = fc.string({ unit: fc.constantFrom('\\', 'x', 'f', '5', 'c', '\xff', '\xc3', '\xa9'), maxLength: 12 });
  const check = fc.property(name, (bytes) => {
    const back = bytesOf(displayPath(bytes)).replace(/\\x([0-9a-f]{2})/g, (_, hex) =>
      String.fromCharCode(Number(`0x${hex}`)),
    );
    expect(back).toBe(bytes);
  });
  fc.assert(check, { numRuns: 2000 });
});

test('text is told from bytes that are none', () => {
  expect(asUtf8(bytesOf('é'))).toBe('é');
  expect(asUtf8('\xe9')).toBeNull();
  expect(isAscii('plain')).toBe(true);
  expect(isAscii('\xe9')).toBe(false);
});
