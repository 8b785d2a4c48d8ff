import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finder } from '../../src/wire/find.ts';

/** What a finder finds, by the plainest means. */
function naive(literals: readonly string[], bytes: Buffer): number[] {
  const text = bytes.toString('latin1').replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const wanted = literals.map((literal) => literal.toLowerCase());
  return [...text].flatMap((_, at) => (wanted.some((literal) => text.startsWith(literal, at)) ? [at] : []));
}

function all(literals: readonly string[], bytes: Buffer): number[] {
  const search = finder(literals);
  search.take(bytes);
  const found: number[] = [];
  for (let at = search.find(0); at >= 0; at = search.find(at + 1)) found.push(at);
  return found;
}

/** Few letters, so that literals overlap and are nearly found; those that folding makes alike are among them. */
const letters = [...'abAB.z\x0e/é\u0080\0\n-'];
const literal = fc.string({ unit: fc.constantFrom(...'aB.z/-'), minLength: 4, maxLength: 12 });
const texts = fc
  .array(fc.constantFrom(...letters), { maxLength: 80 })
  .map((some) => Buffer.from(some.join(''), 'latin1'));

test('finds what a plain search finds, wherever it lies across the words', () => {
  const property = fc.property(
    fc.uniqueArray(literal, { minLength: 1, maxLength: 8 }),
    fc.array(
      fc.oneof(
        texts,
        literal.map((text) => Buffer.from(text)),
      ),
      { maxLength: 8 },
    ),
    (literals, pieces) => {
      const bytes = Buffer.concat([...pieces, Buffer.from(literals[0] ?? ''), ...pieces]);
      expect(all(literals, bytes)).toEqual(naive(literals, bytes));
    },
  );
  fc.assert(property, { numRuns: 200 });
});

test('a literal of four bytes is found at each place, between all neighbours', () => {
  const bytes = Buffer.from(
    Array.from({ length: 256 }, (_, byte) => [byte, 0x5a, 0x2e, 0x61, 0x49, 255 - byte]).flat(),
  );
  expect(all(['z.ai'], bytes)).toEqual(Array.from({ length: 256 }, (_, at) => 6 * at + 1));
});

test('what was taken before is not found behind the end of what is taken now', () => {
  const search = finder(['api.openai.com']);
  search.take(Buffer.from('12345678 api.openai.com'));
  expect(search.find(0)).toBe(9);
  expect(search.find(10)).toBe(-1);
  search.take(Buffer.from('12345678 api.openai'));
  expect(search.find(0)).toBe(-1);
});

test('of two that show themselves late and early, the left one is found first', () => {
  const search = finder(['goog.com.com.net.org.qqqq', 'm.co']);
  search.take(Buffer.from(' goog.com.com.net.org.qqqq'));
  expect(search.find(0)).toBe(1);
});

test.each(['abc', '', 'two\nlines', 'two\rlines'])('refuses %j', (bad) => {
  expect(() => finder(['api.openai.com', bad])).toThrow(RangeError);
});

test('without literals nothing is found', () => {
  expect(all([], Buffer.from('GET http://api.openai.com/'))).toEqual([]);
});
