import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/registry/difference.ts';
import { editYaml } from '../../src/registry/edit-yaml.ts';
import { append, insert, remove, set } from './steps.ts';

type Example = readonly [what: string, text: string, step: Step, expected: string | null];

describe('new items of a flow list', () => {
  const cd = append([], 'c', 'd');

  test.each<Example>([
    ['stand behind the last', '[a, b] # k\n', cd, '[a, b, c, d] # k\n'],
    ['stand in an empty one', '[ ]\n', cd, '[c, d]\n'],
    ['stand in an empty one before a comment', '[ ] # k\n', cd, '[c, d] # k\n'],
    ['stand in one that holds but a comment', '[ # k\n]\n', cd, '[ c, d, # k\n]\n'],
    ['stand before a comma at the end', '[a, b,]\n', cd, '[a, b, c, d,]\n'],
    ['are in quotes where flow style asks for it', '[a]\n', append([], 'c, d'), "[a, 'c, d']\n"],
    ['stand on lines where others do', '[\n  a,\n  b\n]\n', cd, '[\n  a,\n  b,\n  c,\n  d\n]\n'],
    ['stand before a comma at the end of a line', '[\n  a,\n]\n', cd, '[\n  a,\n  c,\n  d,\n]\n'],
    ['stand on lines on Windows', '[\r\n\ta\r\n]\r\n', cd, '[\r\n\ta,\r\n\tc,\r\n\td\r\n]\r\n'],
    ['leave a comment to the last', '[\n  a # a\n]\n', cd, '[\n  a, # a\n  c,\n  d\n]\n'],
    ['leave a comment behind a comma to the last', '[\n  a, # a\n]\n', cd, '[\n  a, # a\n  c,\n  d,\n]\n'],
    ['leave a comment behind a comma and spaces', '[\n  a,  # a\n]\n', cd, '[\n  a,  # a\n  c,\n  d,\n]\n'],
    ['leave a comment behind a space and a comma', '[\n  a , # a \n]\n', cd, '[\n  a , # a\n  c,\n  d, \n]\n'],
    ['leave a comment to the last on Windows', '[\r\n  a # a\r\n]\r\n', cd, '[\r\n  a, # a\r\n  c,\r\n  d\r\n]\r\n'],
    ['stand on the line where the last shares one', '[\n  a, b\n]\n', cd, '[\n  a, b, c, d\n]\n'],
    ['stand on the line of a list that starts with it', '[a, b\n]\n', cd, '[a, b, c, d\n]\n'],
    ['stand on one line where the list alone is set in', '- x\n-\n  [a]\n', append([1], 'c'), '- x\n-\n  [a, c]\n'],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});

describe('new keys of a flow mapping', () => {
  const c = (after: string | null) => insert([], after, { c: 3, d: ['e'] });

  test.each<Example>([
    ['stand behind the one they follow', '{ a: 1, b: 2 }\n', c('a'), '{ a: 1, c: 3, d: [e], b: 2 }\n'],
    ['stand before all', '{ a: 1, b: 2 }\n', c(null), '{ c: 3, d: [e], a: 1, b: 2 }\n'],
    ['stand in an empty one', '{}\n', c(null), '{ c: 3, d: [e] }\n'],
    ['stand in one that holds but a comment', '{ # k\n}\n', c(null), '{ c: 3, d: [e], # k\n}\n'],
    [
      'stand on lines where others do',
      '{\n  a: 1,\n  b: 2\n}\n',
      c('a'),
      '{\n  a: 1,\n  c: 3,\n  d: [e],\n  b: 2\n}\n',
    ],
    [
      'leave a comment to a neighbour on the line',
      '{\n  a: 1, b: 2 # b\n}\n',
      insert([], 'a', { c: 3 }),
      '{\n  a: 1,\n  c: 3, b: 2 # b\n}\n',
    ],
    ['are not made behind one that is not there', '{ a: 1 }\n', c('b'), null],
    [
      'are in quotes where flow style asks for it',
      '{ a: 1 }\n',
      insert([], 'a', { 'b, c': 1 }),
      "{ a: 1, 'b, c': 1 }\n",
    ],
    ['stand behind one in quotes', '{"a": 1,"b": 2}\n', insert([], 'a', { c: 'd' }), '{"a": 1, c: d,"b": 2}\n'],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});

describe('another value in flow style', () => {
  test.each<Example>([
    ['stands in the place of a text', '{ a: x, b: 2 }\n', set(['a'], 'c, d'), "{ a: 'c, d', b: 2 }\n"],
    ['keeps quotes', `{ a: "x", b: 'z' }\n`, set(['a'], 'c'), `{ a: "c", b: 'z' }\n`],
    ['stands in the place of a list', '{ a: [x, z], b: 2 }\n', set(['a'], []), '{ a: [], b: 2 }\n'],
    ['may be a mapping', '{ a: x }\n', set(['a'], { b: { c: ['d'] } }), '{ a: { b: { c: [d] } } }\n'],
    ['stands in the place of an alias', '{ k: &a x, a: *a }\n', set(['a'], 'b'), '{ k: &a x, a: b }\n'],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});

describe('what goes from a flow collection', () => {
  test.each<Example>([
    ['goes from the middle', '[a, b, c]\n', remove([], 1), '[a, c]\n'],
    ['goes from the end', '[a, b]\n', remove([], 1), '[a]\n'],
    ['goes from the start', '[ a, b, c ]\n', remove([], 0), '[ b, c ]\n'],
    ['goes from the start and the middle', '[a, b, c, d]\n', remove([], 0, 2), '[b, d]\n'],
    ['goes from the start twice', '[a, b, c]\n', remove([], 0, 1), '[c]\n'],
    ['goes from before a comma at the end', '[a, b,]\n', remove([], 1), '[a,]\n'],
    ['may be a key', '{ a: 1, b: [x, z], c: 3 }\n', remove([], 'b'), '{ a: 1, c: 3 }\n'],
    ['may be keys', '{ a: 1, b: 2, c: 3 }\n', remove([], 'a', 'c'), '{ b: 2 }\n'],
    ['goes with its line', '[\n  a,\n  b,\n  c\n]\n', remove([], 1), '[\n  a,\n  c\n]\n'],
    ['goes with the first line', '[\n  a,\n  b\n]\n', remove([], 0), '[\n  b\n]\n'],
    ['leaves comments', '[\n  a, # a\n  b # b\n]\n', remove([], 0), '[\n   # a\n  b # b\n]\n'],
    ['leaves comments, and takes a comma on the next line', '[ # k\n  a\n  , b ]\n', remove([], 0), '[ # k\n   b ]\n'],
    ['leaves comments behind the last', '[\n  a, # a\n  b # b\n]\n', remove([], 1), '[\n  a, # a\n   # b\n]\n'],
    ['leaves commas in comments', '[ # k\n  a,\n  b ] # x, z\n', remove([], 1), '[ # k\n  a,\n   ] # x, z\n'],
    ['leaves comments behind the list', '[a, b] # [a, b]\n', remove([], 0), '[b] # [a, b]\n'],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});
