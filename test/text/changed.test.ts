import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changed } from '../../src/text/changed.ts';

function told(before: string, after: string): string[] {
  return [...changed(Buffer.from(before), Buffer.from(after))].map(({ start, end }) => after.slice(start, end));
}

const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of a text that goes on for a while\n`);
const text = lines.join('');

describe('what a version has otherwise', () => {
  test('is nothing where it has nothing otherwise', () => {
    expect(told(text, text)).toEqual([]);
    expect(told('', '')).toEqual([]);
  });

  test('is what was put in, put in its place, or put behind', () => {
    const after = [
      ...lines.slice(0, 50),
      'new\n',
      ...lines.slice(50, 99),
      'other\n',
      ...lines.slice(100),
      'end\n',
    ].join('');
    const [first, second, third] = told(text, after);
    expect(first).toContain('new\n');
    expect(first?.length).toBeLessThan(20);
    expect(second).toContain('other');
    expect(third).toBe('end\n');
  });

  test('is an empty stretch where something was taken out', () => {
    expect([...changed(Buffer.from(text), Buffer.from(lines.toSpliced(20, 30).join('')))]).toEqual([
      { start: expect.any(Number), end: expect.any(Number) },
    ]);
    expect(told('abc', '')).toEqual(['']);
    expect(told(text, text.slice(0, -100))).toEqual(['']);
  });

  test('is all of it where nothing is alike', () => {
    expect(told('x'.repeat(500), text)).toEqual([text]);
  });
});

test('what lies between the stretches stands in the version before, in the same order', () => {
  const letters = fc.array(fc.constantFrom(...lines.slice(0, 12)), { maxLength: 60 });
  fc.assert(
    fc.property(letters, letters, fc.nat(40), (a, b, from) => {
      const before = a.join('');
      const after = [...a.slice(0, from), ...b, ...a.slice(from + 3)].join('');
      let [at, place] = [0, 0];
      const stretches = [
        ...changed(Buffer.from(before), Buffer.from(after)),
        { start: after.length, end: after.length },
      ];
      for (const { start, end } of stretches) {
        const same = after.slice(at, start);
        const found = before.indexOf(same, place);
        expect(found).toBeGreaterThanOrEqual(0);
        place = found + same.length;
        at = end;
        expect(end).toBeGreaterThanOrEqual(start);
      }
    }),
  );
});
