import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expand } from '../../../src/ruleset/template.ts';
import { isDrawn, isToken, stretches } from '../../../src/text/views/tokens.ts';

test('stretches are those that a pattern takes', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', ' ', '\n'), maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 6 }), (text, minimum) => {
      const found = [...stretches(text, minimum, isToken)].map(({ start, end }) => [start, text.slice(start, end)]);
      const pattern = new RegExp(`[\\w-]{${minimum},}`, 'g');
      expect(found).toEqual([...text.matchAll(pattern)].map((match) => [match.index, match[0]]));
    }),
  );
});

describe('a run looks drawn', () => {
  test('that is a key, even one without digits or capitals', () => {
    const runs = Array.from({ length: 100 }, (_, seed) => expand('{{alnum:60}}', `${seed}`).replace(/\d/g, ''));
    const letters = runs.map((run) => `hf_${run.slice(0, 34)}`);
    expect(letters.filter((run) => !isDrawn(run)).length).toBeLessThanOrEqual(2);
    expect(letters.filter((run) => !isDrawn(run.toLowerCase().replace('_', '-')))).toEqual([]);
  });

  test.each(['aCamelCaseIdentifierOfManyWords', 'some-kebab-case-identifier', 'A_CONSTANT_OF_MANY_WORDS', 'short1'])(
    'not: %s',
    (run) => expect(isDrawn(run)).toBe(false),
  );
});
