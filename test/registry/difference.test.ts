import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, type Step } from '../../src/registry/difference.ts';

describe('from one tree to another', () => {
  test.each<[string, unknown, unknown, Step[]]>([
    ['nothing is done where both are the same', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ['nothing is done for another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['nothing is done for what is not defined', { a: 1, b: undefined }, { a: 1, c: undefined }, []],
    ['nothing is done where both are empty', { a: {}, b: [] }, { a: {}, b: [] }, []],
    ['a value is set', { a: { b: 1 } }, { a: { b: 2 } }, [{ kind: 'set', path: ['a', 'b'], value: 2 }]],
    ['a whole tree is set', 1, [], [{ kind: 'set', path: [], value: [] }]],
    ['a list stands in for a mapping', { a: { b: 1 } }, { a: [1] }, [{ kind: 'set', path: ['a'], value: [1] }]],
    ['a mapping stands in for a list', { a: [1] }, { a: { b: 1 } }, [{ kind: 'set', path: ['a'], value: { b: 1 } }]],
    ['a mapping stands in for nothing', { a: null }, { a: {} }, [{ kind: 'set', path: ['a'], value: {} }]],
    ['nothing stands in for a mapping', { a: { b: 1 } }, { a: null }, [{ kind: 'set', path: ['a'], value: null }]],
    ['a mapping that is emptied is set', { a: { b: 1 } }, { a: {} }, [{ kind: 'set', path: ['a'], value: {} }]],
    ['a list that is emptied is set', { a: [1, 2] }, { a: [] }, [{ kind: 'set', path: ['a'], value: [] }]],
    ['keys go', { a: { b: 1, c: 2, d: 3 } }, { a: { c: 2 } }, [{ kind: 'remove', path: ['a'], keys: ['b', 'd'] }]],
    ['a key that is no longer defined goes', { a: 1, b: 2 }, { a: 1, b: undefined }, [remove([], 'b')]],
    ['a key of a name that every object has goes', { toString: 0, b: 2 }, { b: 2 }, [remove([], 'toString')]],
    ['an item goes', { a: [1, 2, 3] }, { a: [1, 3] }, [remove(['a'], 1)]],
    ['items go from the end', { a: [1, 2, 3] }, { a: [1] }, [remove(['a'], 1, 2)]],
    ['items come at the end', { a: [1] }, { a: [1, 2, 3] }, [{ kind: 'append', path: ['a'], values: [2, 3] }]],
    ['items fill a list', { a: [] }, { a: [1] }, [{ kind: 'append', path: ['a'], values: [1] }]],
  ])('%s', (_what, before, after, steps) => {
    expect(difference(before, after)).toEqual(steps);
  });

  test('new keys stand behind the key that they follow', () => {
    const before = { b: 1, d: undefined, e: 2 };
    const after = { a: 0, b: 1, c: 1, d: 1, e: 2, f: undefined, g: 3 };
    expect(difference(before, after)).toEqual([
      { kind: 'insert', path: [], after: null, fields: [['a', 0]] },
      {
        kind: 'insert',
        path: [],
        after: 'b',
        fields: [
          ['c', 1],
          ['d', 1],
        ],
      },
      { kind: 'insert', path: [], after: 'e', fields: [['g', 3]] },
    ]);
  });

  test('what grows grows first, so that it does not meet what goes', () => {
    const before = { list: [1, 2], gone: 1 };
    expect(difference(before, { list: [1, 3] })).toEqual([{ kind: 'append', path: ['list'], values: [3] }]);
    expect(difference({ list: [1, 2, 3], gone: 1 }, { list: [1, 3] })).toEqual([
      remove(['list'], 1),
      remove([], 'gone'),
    ]);
  });

  test.each(['id', 'name', 'repo'])('an item is known by its %s, and changes where it stands', (key) => {
    const before = [{ [key]: 'x' }, { [key]: 'a', value: 1 }, { [key]: 'y' }];
    expect(difference(before, [{ [key]: 'x' }, { [key]: 'a', value: 2 }, { [key]: 'y' }])).toEqual([
      { kind: 'set', path: [1, 'value'], value: 2 },
    ]);
    expect(difference(before, [{ [key]: 'a', value: 1 }, { [key]: 'y' }])).toEqual([remove([], 0)]);
  });

  test('an item without a name is another where it has another field', () => {
    expect(difference([{ env: 'A' }], [{ env: 'B' }])).toEqual([{ kind: 'append', path: [], values: [{ env: 'B' }] }]);
    expect(difference([{ id: 'a' }], ['a'])).toEqual([{ kind: 'append', path: [], values: ['a'] }]);
    expect(difference([null], [{ id: 'a' }])).toEqual([{ kind: 'append', path: [], values: [{ id: 'a' }] }]);
  });

  test('an item that is moved goes and comes again', () => {
    expect(difference([1, 2], [2, 1])).toEqual([{ kind: 'append', path: [], values: [1] }]);
    expect(difference([1, 2, 1], [2, 1])).toEqual([remove([], 0)]);
  });
});

test.each([
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: 1 }, { a: '1' }, false],
  [{}, [], false],
  [null, {}, false],
  [[], [], true],
])('whether no step is needed between %j and %j: %s', (a, b, expected) => {
  expect([difference(a, b).length === 0, difference(b, a).length === 0]).toEqual([expected, expected]);
});

test('no step is needed from a tree to itself, and some to any other', () => {
  const trees = fc.jsonValue({ maxDepth: 2 }).map((tree) => JSON.parse(JSON.stringify(tree)));
  fc.assert(
    fc.property(trees, trees, (a, b) => {
      expect(difference(a, structuredClone(a))).toEqual([]);
      expect(difference(a, b).length === 0).toBe(isDeepStrictEqual(a, b));
    }),
    { numRuns: 50 },
  );
});

function remove(path: readonly (string | number)[], ...keys: (string | number)[]): Step {
  return { kind: 'remove', path, keys };
}
