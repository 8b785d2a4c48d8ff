import { expect, test } from 'vitest';
import { duration, list, number, quantity, size } from '../../src/report/quantity.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [61_202, '61,202'],
  [1_234_567, '1,234,567'],
])('%d is written %s', (count, text) => {
  expect(number(count)).toBe(text);
});

test('one is one', () => {
  expect(quantity(1, 'library', 'libraries')).toBe('1 library');
  expect(quantity(2, 'library', 'libraries')).toBe('2 libraries');
  expect(quantity(0, 'agent')).toBe('0 agents');
});

test.each([
  [312, '312 B'],
  [4_100, '4.1 kB'],
  [4_100_000, '4.1 MB'],
  [970_000_000, '0.97 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

test.each([
  [840, '840 ms'],
  [2_900, '2.9 s'],
  [59_960, '1 min 0 s'],
  [192_000, '3 min 12 s'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test('a long list ends in a number', () => {
  expect(list(['a', 'b'])).toBe('a, b');
  expect(list(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});
