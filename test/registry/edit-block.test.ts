import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/registry/difference.ts';
import { editYaml } from '../../src/registry/edit-yaml.ts';
import { append, insert, remove } from './steps.ts';

type Example = readonly [what: string, text: string, step: Step, expected: string | null];

describe('a new key of a block', () => {
  test.each<Example>([
    ['stands behind the one it follows', 'a: 1\nb: 2\n', insert([], 'a', { c: 3 }), 'a: 1\nc: 3\nb: 2\n'],
    ['stands before all', 'a: 1\nb: 2\n', insert([], null, { c: 3, d: 4 }), 'c: 3\nd: 4\na: 1\nb: 2\n'],
    ['stands behind a byte order mark', '\ufeffa: 1\n', insert([], null, { c: 3 }), '\ufeffc: 3\na: 1\n'],
    ['has no column more for a byte order mark', '\ufeffa: 1\n', insert([], 'a', { c: 3 }), '\ufeffa: 1\nc: 3\n'],
    ['stands first in an item', '- a: 1\n  b: 2\n', insert([0], null, { c: 3 }), '- c: 3\n  a: 1\n  b: 2\n'],
    ['is set in as its neighbours', 'k:\n    a: 1\n', insert(['k'], 'a', { b: 2 }), 'k:\n    a: 1\n    b: 2\n'],
    ['leaves a comment to its neighbour', 'a: 1 # a\n# b\n', insert([], 'a', { b: 2 }), 'a: 1 # a\nb: 2\n# b\n'],
    [
      'stands behind deeper comments',
      'k:\n  a: 1\n    # a\n  # b\n',
      insert(['k'], 'a', { b: 2 }),
      'k:\n  a: 1\n    # a\n  b: 2\n  # b\n',
    ],
    [
      'stands behind a block',
      'a:\n  b:\n    - c\n\nd: 1\n',
      insert([], 'a', { e: 2 }),
      'a:\n  b:\n    - c\ne: 2\n\nd: 1\n',
    ],
    [
      'stands behind a text of several lines',
      'a: |\n  x\n\n  y\nb: 1\n',
      insert([], 'a', { c: 2 }),
      'a: |\n  x\n\n  y\nc: 2\nb: 1\n',
    ],
    ['ends the last line', 'a: 1', insert([], 'a', { b: 2, c: 3 }), 'a: 1\nb: 2\nc: 3\n'],
    ['ends the last line as others end', 'a: 1\r\nb: 2', insert([], 'b', { c: 3 }), 'a: 1\r\nb: 2\r\nc: 3\r\n'],
    ['does not end a last line below it', 'a: 1\nb: 2', insert([], null, { c: 3 }), 'c: 3\na: 1\nb: 2'],
    ['has lines', 'a: 1\r\n', insert([], 'a', { b: { c: ['d'] } }), 'a: 1\r\nb:\r\n  c: [d]\r\n'],
    ['stands behind one in quotes', '"a": 1\nb: 2\n', insert([], 'a', { c: 3 }), '"a": 1\nc: 3\nb: 2\n'],
    ['is not made behind one that is not there', 'a: 1\n', insert([], 'b', { c: 3 }), null],
    ['is not made in a list', '- a\n', insert([], null, { c: 3 }), null],
    ['is not made in a text', 'a: 1\n', insert(['a'], null, { c: 3 }), null],
    ['is not made behind an alias', 'a: &a { b: 1 }\nc: *a\n', insert(['c'], 'b', { d: 3 }), null],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});

describe('a new item of a block', () => {
  const c = append([], 'c');

  test.each<Example>([
    [
      'stands behind the last',
      'x:\n  k:\n    - a\n  z: 1\n',
      append(['x', 'k'], 'c'),
      'x:\n  k:\n    - a\n    - c\n  z: 1\n',
    ],
    ['is not set in where others are not', 'x:\n  k:\n  - a\n', append(['x', 'k'], 'c'), 'x:\n  k:\n  - a\n  - c\n'],
    ['leaves comments to the last', '- a # a\n  # b\n# c\n', c, '- a # a\n  # b\n- c\n# c\n'],
    ['is a mapping on one line', '- { a: 1 }\n', append([], { b: 2, c: ['d'] }), '- { a: 1 }\n- { b: 2, c: [d] }\n'],
    ['is so behind a block', '-   a: 1\n    b: 2\n', append([], { b: 2 }), '-   a: 1\n    b: 2\n- { b: 2 }\n'],
    ['is set apart as the one before it', '- a\n\n- b\n', append([], 'c', 'd'), '- a\n\n- b\n\n- c\n\n- d\n'],
    ['is set apart where a comment is', '- a\n\n  # b\n# b\n- b\n', c, '- a\n\n  # b\n# b\n- b\n\n- c\n'],
    ['is not set apart where a comment is not', '- a\n  # b\n- b\n', c, '- a\n  # b\n- b\n- c\n'],
    ['is not set apart where a comment is above all', '# k\n- a\n- b\n', c, '# k\n- a\n- b\n- c\n'],
    ['is not set apart where only the first is', '\n- a\n- b\n', c, '\n- a\n- b\n- c\n'],
    ['is not set apart from the only one', '# k\n\n- a\n', c, '# k\n\n- a\n- c\n'],
    ['is set apart on Windows', '- a\r\n \r\n- b', c, '- a\r\n \r\n- b\r\n\r\n- c\r\n'],
    ['ends the last line', '- a', append([], 'b', 'c'), '- a\n- b\n- c\n'],
    ['stands behind lines', '- b: 1\n  d:\n    - |\n      e\n\n', c, '- b: 1\n  d:\n    - |\n      e\n- c\n\n'],
    ['is not made in a mapping', 'a: 1\n', c, null],
    ['is not made in a text', 'a: 1\n', append(['a'], 'c'), null],
    ['is not made where nothing is', 'a: 1\n', append(['b'], 'c'), null],
    ['is not made behind an alias', 'a: &a [b]\nc: *a\n', append(['c'], 'c'), null],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });

  test.each([
    ['as far from its dash', '  -   id: a\n      b: 1\n', '  -   id: c\n      d: 1\n'],
    ['as others are written, where the last is in flow style', '  -   { id: x }\n', '  - id: c\n    d: 1\n'],
    ['as others are written, where the last stands below its dash', '  -\n    id: a\n', '  - id: c\n    d: 1\n'],
    ['as others are written, where it stands less far', '  -\n   id: a\n', '  - id: c\n    d: 1\n'],
    ['in the column of those before it', '- id: a\n  b: 1\n', '- id: c\n  d: 1\n'],
  ])('is an entry %s', (_what, before, added) => {
    const text = `agents:\n${before}`;
    expect(editYaml(text, [append(['agents'], { id: 'c', d: 1 })])).toBe(text + added);
  });
});

describe('what goes from a block', () => {
  test.each<Example>([
    ['goes with its line and its comment', 'a: 1\nb: 2 # b\nc: 3\n', remove([], 'b'), 'a: 1\nc: 3\n'],
    ['goes with deeper comments', 'a: 1\n  # a\n# b\nb: 2\n', remove([], 'a'), '# b\nb: 2\n'],
    ['goes with all in it', 'b:\n  - c\n  - d: 1\n    e: |\n      f\ng: 1\n', remove([], 'b'), 'g: 1\n'],
    ['may be an item', 'k:\n  - a\n  - b # b\n  - c\n', remove(['k'], 1), 'k:\n  - a\n  - c\n'],
    ['may be several', 'k:\n  - a\n  - b\n  - c\n', remove(['k'], 0, 2), 'k:\n  - b\n'],
    ['may be an item of several lines', '- a: b\n  c: 1\n- d: 1\n', remove([], 0), '- d: 1\n'],
    ['may stand below its dash', '- a\n-\n  b: 1\n', remove([], 1), '- a\n'],
    ['leaves its place to the next key', '- a: 1\n  b: 2\n  c: 3\n', remove([0], 'a'), '- b: 2\n  c: 3\n'],
    ['leaves the comment of the next key', '- a: 1\n  b: 2 # b\n', remove([0], 'a'), '- b: 2 # b\n'],
    ['may be the last key of an item', '- a: 1\n  b: 2\n', remove([0], 'b'), '- a: 1\n'],
    ['may be the last line', 'a: 1\nb: 2', remove([], 'b'), 'a: 1\n'],
    ['may be a key in quotes', `'a': 1\n"b": 2\nc: 3\n`, remove([], 'a', 'b'), 'c: 3\n'],
    ['leaves a comment behind a first key to a person', '- a: 1 # a\n  b: 2\n', remove([0], 'a'), null],
    ['leaves two first keys to a person', '- a: 1\n  b: 2\n  c: 3\n', remove([0], 'a', 'b'), null],
    ['leaves an item that is a whole list to a person', '- - a\n', remove([0], 0), null],
    ['leaves a list in a list to a person', '- - a\n  - b\n', remove([0], 0), null],
  ])('%s', (_what, text, step, expected) => {
    expect(editYaml(text, [step])).toBe(expected);
  });
});
