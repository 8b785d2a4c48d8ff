import { describe, expect, test } from 'vitest';
import { Fields } from '../../../src/registry/exchange/fields.ts';

function fieldsOf(value: object): Fields {
  const fields = Fields.of(value);
  if (!fields) throw new Error('it has fields');
  return fields;
}

describe('a record', () => {
  test.each([null, undefined, 'a', 1, true, [], [{}]])('is not %j', (value) => expect(Fields.of(value)).toBeNull());

  test('has a field where it says something there', () => {
    const record = fieldsOf({
      a: null,
      b: undefined,
      c: '',
      d: [],
      e: {},
      f: 0,
      g: false,
      h: ' ',
      i: [0],
      j: { k: null },
    });
    expect('abcdefghijz'.split('').filter((key) => record.has(key))).toEqual(['f', 'g', 'h', 'i', 'j']);
  });

  test('has no fields but those that are named', () => {
    expect(fieldsOf({ name: 'a', url: 'b' }).hasOnly('name', 'url', 'more')).toBe(true);
    expect(fieldsOf({ name: 'a', url: 'b' }).hasOnly('name')).toBe(false);
    expect(fieldsOf({}).hasOnly()).toBe(true);
  });

  test('may be looked at without taking anything', () => {
    const record = fieldsOf({ a: 'x', b: 1, c: [2] });
    expect(['a', 'b', 'c', 'd'].map((key) => record.says(key))).toEqual(['x', '', '', '']);
    expect([record.peek('c'), record.peek('d')]).toEqual([[2], undefined]);
    expect(record.left()).toEqual(['a', 'b', 'c']);
  });

  test('leaves what is not taken, and does not name what is empty', () => {
    const record = fieldsOf({ a: 'x', b: '', c: null, d: [], e: {}, $schema: 'y', id: 'z', f: 0 });
    record.skip('$schema', 'id');
    expect(record.left()).toEqual(['a', 'f']);
  });

  test('names what was taken in part behind what was not', () => {
    const record = fieldsOf({ a: 'x', b: 'y' });
    record.remark('a (its host is kept)');
    expect(record.text('a')).toBe('x');
    expect(record.left()).toEqual(['b', 'a (its host is kept)']);
  });
});

describe('a text of a record', () => {
  const isShort = (text: string) => text.length < 4;

  test('is taken without the white space around it', () => {
    const record = fieldsOf({ a: ' x \n' });
    expect([record.text('a'), record.left()]).toEqual(['x', []]);
  });

  test.each([[1], [['x']], [{ b: 'x' }], [true]])('is not %j, which is left', (value) => {
    const record = fieldsOf({ a: value });
    expect([record.text('a'), record.left()]).toEqual([null, ['a']]);
  });

  test('that is blank says nothing, and is not named', () => {
    const record = fieldsOf({ a: '  ' });
    expect([record.text('a', () => false), record.left()]).toEqual([null, []]);
  });

  test('that is not accepted is left', () => {
    const record = fieldsOf({ a: 'long', b: ' abc ' });
    expect([record.text('a', isShort), record.text('b', isShort), record.left()]).toEqual([null, 'abc', ['a']]);
  });
});

describe('texts of a record', () => {
  const taken = (value: unknown, accepts?: (text: string) => boolean) => {
    const record = fieldsOf({ a: value });
    return { texts: record.texts('a', accepts), left: record.left() };
  };

  test.each([
    [[' x ', 'y'], ['x', 'y'], []],
    ['x', ['x'], []],
    [['x', ' ', ''], ['x'], []],
    [[' '], [], []],
    [['x', 1, {}], ['x'], ['a (2 of them)']],
    [[1, null], [], ['a']],
    [1, [], ['a']],
    [[], [], []],
    [undefined, [], []],
  ])('of %j are %j, and left is %j', (value, texts, left) => expect(taken(value)).toEqual({ texts, left }));

  test('are those that are accepted, without the white space around them', () => {
    const isWord = (text: string) => /^\w+$/.test(text);
    expect(taken([' ab ', 'c d'], isWord)).toEqual({ texts: ['ab'], left: ['a (1 of them)'] });
    expect(taken(['c d'], isWord)).toEqual({ texts: [], left: ['a'] });
  });
});

describe('a record within a record', () => {
  test('is opened once, and names what is left of it by its way', () => {
    const record = fieldsOf({ a: { b: { c: 'x', d: 'y' }, e: 'z' }, f: 'w' });
    const inner = record.fields('a')?.fields('b');
    expect([inner?.path, inner?.text('c')]).toEqual(['a.b', 'x']);
    expect(record.fields('a')?.fields('b')).toBe(inner);
    expect(record.left()).toEqual(['a.b.d', 'a.e', 'f']);
    inner?.remark('d (half of it)');
    inner?.skip('d');
    expect(record.left()).toEqual(['a.b.d (half of it)', 'a.e', 'f']);
  });

  test.each(['x', 1, null, [{}]])('is not %j', (value) => {
    const record = fieldsOf({ a: value });
    expect([record.fields('a'), record.left()]).toEqual([null, value === null ? [] : ['a']]);
  });

  test('may stand in a list, with others that are none', () => {
    const record = fieldsOf({ a: [{ b: 'x', c: 'y' }, 'z', { b: 'v' }, null] });
    expect(record.list('a').map((item) => [item.path, item.text('b')])).toEqual([
      ['a[0]', 'x'],
      ['a[2]', 'v'],
    ]);
    expect(record.left()).toEqual(['a[0].c', 'a (2 of them)']);
    expect(record.list('a')).toBe(record.list('a'));
  });

  test('of a record with a way is named by all of it', () => {
    const record = fieldsOf({ a: [{ b: [{ c: 1 }] }] });
    for (const each of record.list('a')) expect(each.list('b').map(({ path }) => path)).toEqual(['a[0].b[0]']);
    expect(record.left()).toEqual(['a[0].b[0].c']);
  });

  test('is in no list that is none, or has none', () => {
    const record = fieldsOf({ a: { b: 'x' }, c: ['y'], d: 'z' });
    expect([record.list('a'), record.list('c'), record.list('d'), record.list('e')]).toEqual([[], [], [], []]);
    expect(record.left()).toEqual(['a', 'c', 'd']);
  });

  test('may be written as a text', () => {
    const record = fieldsOf({ a: '{"b":"x","c":"y"}', d: '{', e: '[]', f: { g: 'x' }, h: 'null', i: ['{"g":"x"}'] });
    expect([record.json('a')?.path, record.json('a')?.text('b')]).toEqual(['a', 'x']);
    expect(['d', 'e', 'f', 'h', 'i', 'z'].map((key) => record.json(key))).toEqual(Array(6).fill(null));
    expect(record.left()).toEqual(['a.c', 'd', 'e', 'f', 'h', 'i']);
  });
});
