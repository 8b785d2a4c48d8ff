import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Words } from '../../src/text/base64-words.ts';

describe('the base64 words of a prefix', () => {
  test('one stands in every text that holds the prefix, in either alphabet', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii', maxLength: 9 }),
        fc.string({ unit: 'binary-ascii', minLength: 6, maxLength: 20 }),
        fc.string({ unit: 'binary-ascii', maxLength: 9 }),
        fc.constantFrom('base64' as const, 'base64url' as const),
        (before, prefix, after, alphabet) => {
          const encoded = Buffer.from(before + prefix + after).toString(alphabet);
          expect(base64Words(prefix).some((word) => encoded.includes(word))).toBe(true);
        },
      ),
    );
  });

  test('there is one for each place in a group of three bytes', () => {
    expect(base64Words('sk-ant-')).toEqual(['c2stYW50L', 'NrLWFudC', 'zay1hbnQt']);
  });

  test('what the URL alphabet writes in another way is there twice', () => {
    expect(base64Words('>>>>')).toEqual(['Pj4+P', 'Pj4-P', '+Pj4+', '-Pj4-']);
  });

  test('words that stand in any text are left out', () => {
    expect(base64Words('sk-')).toEqual([]);
    expect(base64Words('gsk_')).toEqual(['Z3NrX', 'nc2tf']);
  });
});
