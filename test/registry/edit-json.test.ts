import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, type Step } from '../../src/registry/difference.ts';
import { editJson } from '../../src/registry/edit-json.ts';
import { append, insert, remove, set } from './steps.ts';

type Example = readonly [what: string, text: string, step: Step, expected: string | null];

describe('a value in JSON', () => {
  test.each<Example>([
    ['stands in the place of another', '{ "a": 1,  "b": 2 }', set(['a'], 'c'), '{ "a": "c",  "b": 2 }'],
    ['is minified where all is', '{"a":1}', set(['a'], { b: [1, 2] }), '{"a":{"b":[1,2]}}'],
    ['has lines where its key has one', '{\n  "a": 1\n}\n', set(['a'], [1]), '{\n  "a": [\n    1\n  ]\n}\n'],
    ['has lines as an item too', '[\n\t1,\n\t2\n]', set([1], { a: 1 }), '[\n\t1,\n\t{\n\t\t"a": 1\n\t}\n]'],
    ['has the ends of lines of the file', '{\r\n\t"a": 1\r\n}', set(['a'], [1]), '{\r\n\t"a": [\r\n\t\t1\r\n\t]\r\n}'],
    ['has one line where its key shares one', '{\n  "a": 1, "b": 2\n}', set(['b'], [1]), '{\n  "a": 1, "b": [1]\n}'],
    ['has one line at the start of the text', '{ "k": [1,\n  2] }', set([], { a: 1 }), '{"a":1}'],
    ['stands behind a byte order mark', '\ufeff{"a":1}', set(['a'], 2), '\ufeff{"a":2}'],
    ['is not set where nothing is', '{"a":1}', set(['b'], 2), null],
    ['is not set in what is no JSON', '', set(['b'], 2), null],
  ])('%s', (_what, text, step, expected) => {
    expect(editJson(text, [step])).toBe(expected);
  });
});

describe('new keys in JSON', () => {
  const c = (after: string | null) => insert([], after, { c: 3, d: ['e'] });

  test.each<Example>([
    ['stand behind the one they follow', '{"a":1,"b":2}', c('a'), '{"a":1,"c":3,"d":["e"],"b":2}'],
    ['stand behind the last', '{"a":1,"b":2}', c('b'), '{"a":1,"b":2,"c":3,"d":["e"]}'],
    ['stand before all', '{"a":1}', c(null), '{"c":3,"d":["e"],"a":1}'],
    ['stand in an empty mapping', '{ }', c(null), '{"c":3,"d":["e"]}'],
    [
      'have lines of their own where others have',
      '{\n  "a": 1,\n  "b": 2\n}\n',
      c('a'),
      '{\n  "a": 1,\n  "c": 3,\n  "d": [\n    "e"\n  ],\n  "b": 2\n}\n',
    ],
    ['have lines before all', '{\r\n\t"a": 1\r\n}', insert([], null, { c: 3 }), '{\r\n\t"c": 3,\r\n\t"a": 1\r\n}'],
    [
      'have lines in an empty mapping',
      '{\n  "a": {}\n}',
      insert(['a'], null, { c: 3 }),
      '{\n  "a": {\n    "c": 3\n  }\n}',
    ],
    ['have lines in an empty item', '[\n  1, {}\n]', insert([1], null, { c: 3 }), '[\n  1, {\n    "c": 3\n  }\n]'],
    [
      'share a line where others do',
      '[\n  { "a": 1 }\n]',
      insert([0], 'a', { c: [3] }),
      '[\n  { "a": 1, "c": [3] }\n]',
    ],
    ['share a line before all', '[\n  { "a": 1 }\n]', insert([0], null, { c: [3] }), '[\n  { "c": [3], "a": 1 }\n]'],
    ['have their names in quotes', '{"a":1}', insert([], 'a', { 'b"': 3 }), '{"a":1,"b\\"":3}'],
  ])('%s', (_what, text, step, expected) => {
    expect(editJson(text, [step])).toBe(expected);
  });
});

describe('new items in JSON', () => {
  test.each<Example>([
    ['stand behind the last', '[1,2]', append([], 3, { a: 4 }), '[1,2,3,{"a":4}]'],
    ['stand in an empty list', '{"a":[]}', append(['a'], 3, 4), '{"a":[3,4]}'],
    ['share a line where others do', '{\n  "a": [1, 2]\n}', append(['a'], 3, 4), '{\n  "a": [1, 2, 3, 4]\n}'],
    ['have lines where others have', '[\n  1\n]', append([], 2, [3]), '[\n  1,\n  2,\n  [\n    3\n  ]\n]'],
    ['have lines in an empty list', '{\n\t"a": []\n}', append(['a'], 3, 4), '{\n\t"a": [\n\t\t3,\n\t\t4\n\t]\n}'],
    [
      'have no line where the first has none',
      '{\n  "a": [1,\n    2]\n}',
      append(['a'], 3),
      '{\n  "a": [1,\n    2, 3]\n}',
    ],
  ])('%s', (_what, text, step, expected) => {
    expect(editJson(text, [step])).toBe(expected);
  });
});

describe('what goes from JSON', () => {
  test.each<Example>([
    ['goes from the start', '{ "a": 1, "b": 2, "c": 3 }', remove([], 'a'), '{ "b": 2, "c": 3 }'],
    ['goes from the middle', '{ "a": 1, "b": 2, "c": 3 }', remove([], 'b'), '{ "a": 1, "c": 3 }'],
    ['goes from the end', '{ "a": 1, "b": 2 }', remove([], 'b'), '{ "a": 1 }'],
    ['goes from both ends', '[ 1, 2, 3 ]', remove([], 0, 2), '[ 2 ]'],
    ['goes from the start twice', '[ 1, 2, 3 ]', remove([], 0, 1), '[ 3 ]'],
    ['goes with its line', '{\n  "a": 1,\n  "b": [2],\n  "c": 3\n}', remove([], 'b'), '{\n  "a": 1,\n  "c": 3\n}'],
    ['may be an item that is a mapping', '[{"id":"a"},{"id":"b"}]', remove([], 0), '[{"id":"b"}]'],
  ])('%s', (_what, text, step, expected) => {
    expect(editJson(text, [step])).toBe(expected);
  });
});

test('steps that meet are refused', () => {
  expect(editJson('{"a":[1,2]}', [set(['a'], []), remove(['a'], 1)])).toBeNull();
});

test('however JSON is set in, it says afterwards what was meant', () => {
  const value = fc.jsonValue({ maxDepth: 2 }).map((each) => JSON.parse(JSON.stringify(each)));
  const tree = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value);
  fc.assert(
    fc.property(tree, tree, fc.constantFrom('', '\t', '  '), (before, after, unit) => {
      let text: string | null = JSON.stringify(before, null, unit);
      // What goes from a thing that also grows goes in a second round.
      for (let round = 0; round < 2 && text !== null; round++)
        text = editJson(text, difference(JSON.parse(text), after));
      expect(JSON.parse(String(text))).toEqual({ ...after });
    }),
    { numRuns: 60 },
  );
});
