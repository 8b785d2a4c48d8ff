import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietJson, quietParts } from '../../src/report/quiet.ts';
import { hostile } from './hostile.ts';

describe('an object in parts', () => {
  test('is what it is as a whole', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (fields) => {
        expect([...quietParts(fields)].join('')).toBe(quietJson(fields));
      }),
    );
  });

  test.each(hostile)('with %j in it is what it is as a whole', (name) => {
    const fields = { [name]: name, list: [name, { [name]: [name] }, []], nothing: undefined };
    expect([...quietParts(fields)].join('')).toBe(quietJson(fields));
  });

  test('has lists that yield', () => {
    const lists = { none: new Set(), some: new Set([1, { two: [2] }]) };
    expect([...quietParts(lists)].join('')).toBe(quietJson({ none: [], some: [1, { two: [2] }] }));
  });

  test('asks for an item no earlier than it is written', () => {
    const asked: number[] = [];
    const list = (function* () {
      for (const number of [1, 2]) {
        asked.push(number);
        yield number;
      }
    })();
    for (const part of quietParts({ list })) if (part.endsWith('1')) break;
    expect(asked).toEqual([1]);
  });
});
