import { describe, expect, test } from 'vitest';
import { editYaml } from '../../src/registry/edit-yaml.ts';
import { append, set } from './steps.ts';

const deep = { b: { c: ['d'] } };

describe('a value of a block', () => {
  test.each<[what: string, text: string, value: unknown, expected: string | null]>([
    ['stands in the place of another', 'a: 1 # a\nx: 1\n', 'b', 'a: b # a\nx: 1\n'],
    ['keeps single quotes', "a: 'x' # a\n", 'b', "a: 'b' # a\n"],
    ['keeps double quotes', 'a: "x"\n', 'b', 'a: "b"\n'],
    ['keeps no quotes that cannot hold it', "a: 'x'\n", "it's", 'a: "it\'s"\n'],
    ['needs no quotes where it is no text', "a: 'x'\n", true, 'a: true\n'],
    ['has quotes where it needs them', 'a: x\n', 'b: c', "a: 'b: c'\n"],
    ['has none for what means nothing in a block', 'a: x\n', 'b, c', 'a: b, c\n'],
    ['stands in the place of an alias', 'k: &a b\na: *a\n', 'c, d', 'k: &a b\na: c, d\n'],
    ['stands in the place of an alias as a list', 'k: &a b\na: *a\n', ['c'], 'k: &a b\na: [c]\n'],
    ['stands in the place of a list', 'a: [x] # a\n', 'b', 'a: b # a\n'],
    ['stands in the place of a block', 'a:\n  - x\n  - z\nx: 1\n', [], 'a: []\nx: 1\n'],
    ['leaves a comment behind a block', 'a:\n  - x # x\nx: 1\n', [], 'a: [] # x\nx: 1\n'],
    ['stands in the place of a text of several lines', 'a: |\n  x\n\n  # z\nx: 1\n', 'b', 'a: b\nx: 1\n'],
    ['stands in the place of a folded text', 'a: >-\r\n  x\r\n  z\r\nx: 1\r\n', 'b', 'a: b\r\nx: 1\r\n'],
    ['stands in the place of a text that ends the file', 'a: |\n  x', 'b', 'a: b'],
    ['is a list in the place of a text', 'a: x\nx: 1\n', ['b'], 'a: [b]\nx: 1\n'],
    ['is a list in the place of a text of several lines', 'a: |\n  x\nx: 1\n', ['b'], 'a: [b]\nx: 1\n'],
    ['is a mapping on one line', 'a: x\nx: 1\n', { b: 'c' }, 'a: { b: c }\nx: 1\n'],
    ['is a block in the place of a text', 'a: x\nx: 1\n', deep, 'a:\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block in the place of a text of several lines', 'a: |\n  x\nx: 1\n', deep, 'a:\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block in the place of a block', 'a:\n  x: 1\nx: 1\n', deep, 'a:\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block below a comment', 'a: [x] # a\nx: 1\n', deep, 'a: # a\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block below the comment behind a block', 'a:\n  - x # x\nx: 1\n', deep, 'a: # x\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block at the end of the text', 'a: [x]', deep, 'a:\n  b:\n    c: [d]\n'],
    ['is a block on Windows', 'a: [x]\r\nx: 1\r\n', deep, 'a:\r\n  b:\r\n    c: [d]\r\nx: 1\r\n'],
    ['is a block behind a key in quotes', '"a": [x]\nx: 1\n', deep, '"a":\n  b:\n    c: [d]\nx: 1\n'],
    ['is a block behind a key with space', 'a : [x]\nx: 1\n', deep, 'a :\n  b:\n    c: [d]\nx: 1\n'],
    ['leaves a comment in a list to a person', 'a: [ # a\n  x]\n', 'b', null],
    ['leaves a comment in a block to a person', 'a:\n  - x # a\n  - z\n', [], null],
    ['leaves a comment above a block to a person', 'a: # a\n  - x\n', [], null],
    ['leaves a comment on a text of several lines to a person', 'a: | # a\n  x\nx: 1\n', 'b', null],
    ['leaves a comment behind a text to a person, if it is to be a list', 'a: x # a\n', ['b'], null],
    ['is not set where nothing is', 'b: 1\n', 'b', null],
    ['is not set in a text', 'x\n', 'b', null],
    ['is not set in a list', '- x\n', 'b', null],
  ])('%s', (_what, text, value, expected) => {
    expect(editYaml(text, [set(['a'], value)])).toBe(expected);
  });

  test('is set in from its own key', () => {
    expect(editYaml('k:\n   a: [x]\n', [set(['k', 'a'], deep)])).toBe('k:\n   a:\n     b:\n       c: [d]\n');
  });

  test('is a long text on one line', () => {
    const long = 'word '.repeat(60).trim();
    expect(editYaml('a: x\n', [set(['a'], long)])).toBe(`a: ${long}\n`);
    expect(editYaml('a: |\n  x\n', [set(['a'], long)])).toBe(`a: ${long}\n`);
  });

  test('is a long list one item a line', () => {
    const long = ['x'.repeat(60), 'y'.repeat(60)];
    expect(editYaml('x: 1\na: []\n', [set(['a'], long)])).toBe(`x: 1\na:\n  - ${long.join('\n  - ')}\n`);
    const full = 'x'.repeat(115);
    expect(editYaml('x: 1\na: []\n', [set(['a'], [full])])).toBe(`x: 1\na: [${full}]\n`);
  });

  test.each([
    ['as the file sets its mappings in', '  - id: a\n    s:\n       a: x\n', 3],
    ['as the first mapping is', '  - id: a\n    s:\n     a: x\n  - id: b\n    s:\n       a: x\n', 1],
    [
      'as a later one is, where the first says nothing',
      '  - { id: a, s: { a: x } }\n  - id: b\n    r: { a: x }\n    s:\n        a: x\n',
      4,
    ],
    ['by two spaces where nothing says how', '  - id: a\n    s: { a: x }\n', 2],
    ['by two spaces where lists alone are set in', '  - id: a\n    s:\n        - a\n', 2],
    ['by two spaces where a mapping is set in by more than eight', `  - id: a\n    s:\n${' '.repeat(13)}a: x\n`, 2],
    ['by two spaces where a mapping is not', '  - id: a\n    ? s\n    : a: x\n', 2],
    ['by eight spaces where a mapping is', `  - id: a\n    s:\n${' '.repeat(12)}a: x\n`, 8],
  ])('is set in %s', (_what, agents, step) => {
    const last = agents.split('id: ').length - 2;
    const result = editYaml(`agents:\n${agents}`, [set(['agents', last, 'id'], deep)]);
    const spaces = ' '.repeat(4 + step);
    expect(result).toContain(`id:\n${spaces}b:\n${spaces}${' '.repeat(step)}c: [d]\n`);
  });
});

describe('an empty list of entries', () => {
  const entry = { id: 'b', list: ['c'] };

  test.each<[what: string, text: string, expected: string]>([
    ['becomes a block', 'agents: []\n', 'agents:\n  - id: b\n    list: [c]\n'],
    ['becomes a block below its comment', 'agents: [] # a\n# b\n', 'agents: # a\n  - id: b\n    list: [c]\n# b\n'],
    ['becomes a block where it stands below its key', 'agents:\n  []\n', 'agents:\n  - id: b\n    list: [c]\n'],
    ['becomes a block on Windows', 'agents: [ ]\r\n', 'agents:\r\n  - id: b\r\n    list: [c]\r\n'],
    ['ends the last line', 'agents: []', 'agents:\n  - id: b\n    list: [c]\n'],
    ['keeps a comment in it', 'agents: [ # a\n]\n', 'agents: [ { id: b, list: [c] }, # a\n]\n'],
    ['stays in a mapping in flow style', '{ agents: [] }\n', '{ agents: [{ id: b, list: [c] }] }\n'],
  ])('%s', (_what, text, expected) => {
    expect(editYaml(text, [append(['agents'], entry)])).toBe(expected);
  });

  test('that is none of entries becomes a list on one line, if it is short', () => {
    expect(editYaml('k:\n  a: []\n', [append(['k', 'a'], 'b', 'c')])).toBe('k:\n  a: [b, c]\n');
    expect(editYaml('k:\n  a: [x]\n', [append(['k', 'a'], 'b', 'c')])).toBe('k:\n  a: [x, b, c]\n');
  });
});
