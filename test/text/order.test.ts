import { expect, test } from 'vitest';
import { byCodeUnit } from '../../src/text/order.ts';

test('texts are in the order of their code units, and equal ones stay where they are', () => {
  expect(['b', 'a', 'Z', 'ä', '10', '9'].sort(byCodeUnit)).toEqual(['10', '9', 'Z', 'a', 'b', 'ä']);
  expect([byCodeUnit('a', 'a'), byCodeUnit('a', 'b'), byCodeUnit('b', 'a')]).toEqual([0, -1, 1]);
});
