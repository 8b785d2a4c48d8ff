import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines, wholeLines } from '../../../src/sources/log/lines.ts';

test.each([
  ['', false, 0],
  ['half', false, 0],
  ['one\nhalf', false, 4],
  ['one\r\nhalf', false, 5],
  ['one\rtwo\rhalf', false, 8],
  ['one\rtwo\r', false, 4],
  ['one\rtwo\r', true, 8],
  ['one\r', false, 0],
  ['\r', true, 1],
])('of %j the whole lines (settled: %s) are %i bytes', (text, isSettled, expected) => {
  expect(wholeLines(Buffer.from(text), isSettled)).toBe(expected);
});

test('lines are counted alike however they are cut', () => {
  const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '\0', 'ab')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.nat(40), (text, at) => {
      const bytes = Buffer.from(text);
      const cut = wholeLines(bytes.subarray(0, at), false);
      const expected = text.match(/\r\n?|\n/g)?.length ?? 0;
      expect(countLines(bytes)).toBe(expected);
      expect(countLines(bytes.subarray(0, cut)) + countLines(bytes.subarray(cut))).toBe(expected);
    }),
  );
});
