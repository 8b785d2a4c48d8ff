import { describe, expect, test } from 'vitest';
import { blockEnd, columnOf, leading, lineBreak, lineStart, nextLine, spliced } from '../../src/registry/splice.ts';

describe('splices', () => {
  const put = (from: number, to: number, text: string) => ({ from, to, text });

  test('are made in the order in which they stand in the text', () => {
    expect(spliced('abcdef', [put(4, 5, 'E'), put(0, 2, '')])).toBe('cdEf');
  });

  test('may touch: what is put in stands before what is taken out behind it', () => {
    expect(spliced('abcdef', [put(2, 4, ''), put(2, 2, 'X'), put(0, 2, 'Y')])).toBe('YXef');
    expect(spliced('abc', [put(1, 1, 'X'), put(1, 1, 'Y')])).toBe('aXYbc');
  });

  test('that overlap are none', () => {
    expect(spliced('abcdef', [put(0, 3, ''), put(2, 4, '')])).toBeNull();
  });

  test('that are none leave the text as it is', () => {
    expect(spliced('abc', [])).toBe('abc');
  });
});

test.each([
  ['a\nb\r\n', '\n'],
  ['a\r\nb\n', '\r\n'],
  ['a', '\n'],
  ['a\rb', '\n'],
])('%j ends its lines by %j', (text, expected) => {
  expect(lineBreak(text)).toBe(expected);
});

describe('around an offset', () => {
  const text = 'ab\n  cd\nef';

  test.each([
    [0, 0, 3],
    [2, 0, 3],
    [3, 3, 8],
    [6, 3, 8],
    [7, 3, 8],
    [8, 8, 10],
    [10, 8, 10],
  ])('%i, the line starts at %i and the next one at %i', (offset, start, next) => {
    expect([lineStart(text, offset), nextLine(text, offset)]).toEqual([start, next]);
  });

  test('an empty first line is a line', () => {
    expect([nextLine('\na', 0), nextLine('\na', 1)]).toEqual([1, 2]);
  });

  test('what stands before it on its line is told', () => {
    expect([leading(text, 6), columnOf(text, 6), leading(text, 3)]).toEqual(['  c', 3, '']);
  });

  test('a byte order mark takes no column, though it is there', () => {
    expect([columnOf('\ufeffab', 2), leading('\ufeffab', 2)]).toEqual([1, '\ufeffa']);
    expect(columnOf('a\ufeffb', 3)).toBe(3);
  });
});

describe('a block', () => {
  test.each([
    ['ends behind its line, and the comment on it', 'a: b # c\n', 'x: y\n', 0],
    ['ends with the text', 'a: b', '', 0],
    ['has the comments that are set deeper', 'a: b\n  # c\n    # d\n', 'x: y\n', 0],
    ['has none that are set as it is', '  a: b\n', '  # c\n  x: y\n', 2],
    ['has none that are set less deep', '  a: b\n', '# c\n  x: y\n', 2],
    ['has deeper comments behind others and behind empty lines', '  a: b\n # c\n\n \n   # d\n', '\nx: y\n', 2],
    ['has no empty lines behind it', 'a: b\n', '\n\t\n', 0],
    ['has no comments behind the next key', '  a: b\n', '  x: y\n    # c\n', 2],
    ['has comments that are set in by tabs', '  a: b\n\t\t\t# c\n', 'x: y\n', 2],
    ['has a comment that ends the text', 'a: b\n  # c', '', 0],
    ['ends on Windows as elsewhere', 'a: b\r\n\r\n  # c\r\n', '\r\nx: y\r\n', 0],
    ['has a comment that holds a sign of its own', '  a: b\n   # c # d\n', '  # # e\n', 2],
  ])('%s', (_what, block, rest, column) => {
    expect(blockEnd(block + rest, block.indexOf('b') + 1, column)).toBe(block.length);
  });

  test('whose value ends with its line goes no further than that', () => {
    expect(blockEnd('a: |\n  b\nx: y\n', 9, 0)).toBe(9);
  });

  test('that is empty at the start of a text ends with its line', () => {
    expect(blockEnd('a: b\nc: d\n', 0, 0)).toBe(5);
  });
});
