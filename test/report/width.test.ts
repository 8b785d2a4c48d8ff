import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, columns, squeeze, wrap } from '../../src/report/width.ts';

test.each([
  ['abc', 3],
  ['漢字', 4],
  ['e\u0301', 1],
  ['😀', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(columns(text)).toBe(width);
});

describe('what is too long', () => {
  test('loses its end, or its middle', () => {
    expect(clip('services/support', 9, '…')).toBe('services…');
    expect(squeeze('services/support/agent', 12, '…')).toBe('serv…t/agent');
  });

  test.each([clip, squeeze])('%o never gives more than was asked for, and leaves alone what fits', (cut) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const short = cut(text, width, '…');
        expect(columns(short)).toBeLessThanOrEqual(width);
        if (columns(text) <= width) expect(short).toBe(text);
      }),
    );
  });
});

test('wrap breaks between words and loses none', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('endlessword a', 4)).toEqual(['endlessword', 'a']);
  expect(wrap('', 10)).toEqual(['']);
});
