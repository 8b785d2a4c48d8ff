import { describe, expect, test } from 'vitest';
import { readDocuments, readYaml, type Tree } from '../../src/registry/yaml.ts';

function treeOf(text: string): Tree {
  const { tree, faults } = readYaml(text);
  expect(faults).toEqual([]);
  if (!tree) throw new Error('it can be read');
  return tree;
}

/** What is wrong with a text, each behind what stands where it is wrong. */
function wrong(text: string): readonly string[] {
  return readYaml(text).faults.map(({ offset, message }) => `${offset}: ${message}`);
}

describe('a text', () => {
  test.each<[string, unknown]>([
    ['a: x\nb: [1, true, null]\n', { a: 'x', b: [1, true, null] }],
    ['{"a": {"b": []}}', { a: { b: [] } }],
    [
      'a: yes\nb: 2026-01-01\nc: 1_000\nd: 0x1f\ne: 0o14\nf: 012\n',
      { a: 'yes', b: '2026-01-01', c: '1_000', d: 31, e: 12, f: 12 },
    ],
    ['{ a, b: , c: ~ }', { a: null, b: null, c: null }],
    ['a: |\n  %b\n  \tc\n', { a: '%b\n\tc\n' }],
    ['a\n %b', 'a %b'],
    ['<<: { a: 1 }\nb: 2\n', { '<<': { a: 1 }, b: 2 }],
    ['__proto__: x\n"": y\n', JSON.parse('{"__proto__":"x","":"y"}')],
    ['a: !!str 3\n', { a: '3' }],
    ['', null],
    ['# nothing\n', null],
  ])('%j says %j', (text, value) => {
    const { tree, faults } = readYaml(text);
    expect([JSON.stringify(tree?.value), faults]).toEqual([JSON.stringify(value), []]);
  });

  test.each([
    ['a: "x\n', ['6: cannot be read as YAML: Missing closing "quote']],
    ['a: !foo x\n', ['3: cannot be read as YAML: Unresolved tag: !foo']],
    ['a: !!binary aGk=\n', ['3: cannot be read as YAML: Unresolved tag: tag:yaml.org,2002:binary']],
    [
      'a: [\nb: "x',
      [
        '5: cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
        '10: cannot be read as YAML: Missing closing "quote',
      ],
    ],
    ['? \n: x\n', ['2: a key that is not text; write it in quotes']],
    [': x\n', ['0: a key that is not text; write it in quotes']],
    [
      'a: { true: x, [b]: y }\n',
      ['5: a key that is not text; write it in quotes', '14: a key that is not text; write it in quotes'],
    ],
    [
      'a: 1\n"a": 2\na: 3\n',
      ['5: the key "a" stands here twice; keep one', '12: the key "a" stands here twice; keep one'],
    ],
    ['a: *x\nb: &x 1\n', ['3: no anchor above this alias; write "&x" where it is meant']],
    ['*x', ['0: no anchor above this alias; write "&x" where it is meant']],
    ['&r [*r]', ['4: an alias that holds itself']],
    ['a: &r { b: *r }\n', ['11: an alias that holds itself']],
    ['--- a\n--- b\n', ['6: a second document starts; keep one in a file']],
    ['%YAML 1.1\n---\na: yes\n', ['0: a line starts with "%"; remove the directive']],
    ['a: |\n%b\n', ['5: a line starts with "%"; remove the directive']],
    ['a: "\u0007"\n', ['4: a control character; write the file as plain UTF-8 text']],
  ])('%j is wrong, and said to be: %j', (text, faults) => expect(wrong(text)).toEqual(faults));

  test.each(['\0', '\b', '\v', '\f', '\u000e', '\u001f', '\u007f'])('holds no %j', (character) => {
    expect(wrong(`a: x${character}`)).toEqual(['4: a control character; write the file as plain UTF-8 text']);
  });

  test.each(['\t', '\r\n ', '\u0080', '\ufeff', '\u{1f600}'])('may hold %j', (character) => {
    expect(treeOf(`a: "x${character}y"`).value).toMatchObject({ a: expect.stringMatching(/^x.+y$/su) });
  });

  test('with a mistake is no tree, unless the mistake is in what it says', () => {
    expect(readYaml('a: "').tree).toBeNull();
    expect(readYaml('--- a\n--- b\n').tree).toBeNull();
    expect(readYaml('a: 1\na: 2\n').tree?.value).toEqual({ a: 2 });
  });
});

describe('a limit', () => {
  const length = 2 * 1024 * 1024;

  test('of characters', () => {
    expect(wrong('#'.repeat(length))).toEqual([]);
    expect(wrong('#'.repeat(length + 1))).toEqual(['0: the file is larger than 2 MiB; split it, one file an agent']);
  });

  test('of levels, of which the document is one', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(wrong(nested(199))).toEqual([]);
    expect(wrong(nested(200))).toEqual(['200: is nested more than 200 levels deep']);
  });

  test('of aliases', () => {
    const aliased = (count: number) => `- &a x\n${'- *a\n'.repeat(count)}`;
    expect(treeOf(aliased(100)).value).toHaveLength(101);
    expect(wrong(aliased(101))).toEqual([
      `${'- &a x\n'.length + '- *a\n'.length * 101 - 1}: more than 100 aliases; write them out`,
    ]);
  });
});

describe('an anchor', () => {
  test.each<[string, unknown]>([
    ['a: &x 1\nb: *x\n', { a: 1, b: 1 }],
    ['a: &x { c: [2] }\nb: *x\n', { a: { c: [2] }, b: { c: [2] } }],
    ['a: &x [2]\nb: *x\n', { a: [2], b: [2] }],
    ['a: &x\nb: *x\n', { a: null, b: null }],
    ['a: &x 1\nb: *x\nc: &x 2\nd: *x\n', { a: 1, b: 1, c: 2, d: 2 }],
    ['&r { a: &x 1, b: *x }', { a: 1, b: 1 }],
  ])('in %j gives %j', (text, value) => expect(treeOf(text).value).toEqual(value));
});

describe('the place of a value', () => {
  const text = 'a:\n  b: [x, { c: y }]\n  d:\nz: { e }\n';
  const { offset, keyOffset } = treeOf(text);

  test.each<[readonly PropertyKey[], string]>([
    [[], 'a:'],
    [['a'], 'b: ['],
    [['a', 'b'], '[x'],
    [['a', 'b', 0], 'x,'],
    [['a', 'b', 1], '{ c'],
    [['a', 'b', 1, 'c'], 'y }'],
    [['z'], '{ e'],
  ])('%j starts at %s', (path, start) => expect(offset(path)).toBe(text.indexOf(start)));

  test.each<[readonly PropertyKey[], string]>([
    [['none'], 'a:'],
    [['a', 'none'], 'b: ['],
    [['a', 'b', 2], '[x'],
    [['a', 'b', 0, 'deeper'], 'x,'],
    [['a', 'none', 'b'], 'b: ['],
    [['z', 'e'], '{ e'],
  ])('%j, which is not there, is its nearest ancestor at %s', (path, start) => {
    expect(offset(path)).toBe(text.indexOf(start));
  });

  test.each<[readonly PropertyKey[], string, string]>([
    [[], 'a', 'a:'],
    [[], 'z', 'z:'],
    [['a'], 'd', 'd:'],
    [['a', 'b', 1], 'c', 'c: y'],
    [['z'], 'e', 'e }'],
    [['a'], 'none', 'b: ['],
    [['a', 'b'], 'c', '[x'],
    [['a', 'b', 0], 'c', 'x,'],
  ])('in %j of the key "%s" is at %s', (path, key, start) => expect(keyOffset(path, key)).toBe(text.indexOf(start)));

  test('behind an alias is where it is written', () => {
    const aliased = 'a: &o { b: [x] }\nc: *o\nd: [*o]\n';
    const tree = treeOf(aliased);
    expect(tree.offset(['c'])).toBe(aliased.indexOf('*o'));
    expect(tree.offset(['c', 'b', 0])).toBe(aliased.indexOf('x]'));
    expect(tree.offset(['d', 0, 'b'])).toBe(aliased.indexOf('[x'));
    expect(tree.keyOffset(['c'], 'b')).toBe(aliased.indexOf('b:'));
    expect(tree.keyOffset(['c'], 'none')).toBe(aliased.indexOf('{ b'));
  });

  test('in an empty text is its start', () => {
    const tree = treeOf('\n# nothing\n');
    expect([tree.offset(['a']), tree.keyOffset([], 'a')]).toEqual([tree.offset([]), tree.offset([])]);
  });
});

describe('documents of one text', () => {
  const read = (text: string) => {
    const { trees, faults } = readDocuments(text);
    return [trees.map(({ value }) => value), faults.map(({ offset, message }) => `${offset}: ${message}`)];
  };

  test.each([
    ['a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['[]', [[]]],
    ['', [null]],
  ])('%j are %j', (text, values) => expect(read(text)).toEqual([values, []]));

  test.each([
    ['a: 1\n---\nb: "\n', [], ['14: cannot be read as YAML: Missing closing "quote']],
    ['a: 1\n---\nb: 2\nb: 3\n', [{ a: 1 }, { b: 3 }], ['14: the key "b" stands here twice; keep one']],
    [
      'a: &x 1\n---\nb: *x\n',
      [{ a: 1 }, { b: null }],
      ['15: no anchor above this alias; write "&x" where it is meant'],
    ],
    ['a: \0', [], ['3: a control character; write the file as plain UTF-8 text']],
  ])('%j are wrong', (text, values, faults) => expect(read(text)).toEqual([values, faults]));

  test('have places in the whole text', () => {
    const { trees } = readDocuments('a: 1\n---\nb: 2\n');
    expect(trees.map((tree) => [tree.offset([]), tree.offset(['b'])])).toEqual([
      [0, 0],
      [9, 12],
    ]);
  });
});
