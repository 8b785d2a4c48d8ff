import { expect, test } from 'vitest';
import { grid } from '../../src/report/grid.ts';

test('columns stand two spaces apart, each as wide as its widest cell, and no line ends with spaces', () => {
  expect(
    grid([
      ['agent', 'calls', 'where'],
      ['triage', '', 'src'],
      ['漢字', 'openai', ''],
    ]),
  ).toEqual(['  agent   calls   where', '  triage          src', '  漢字    openai']);
});

test('a row is as high as its tallest cell', () => {
  expect(
    grid([
      ['a', 'one\ntwo', 'x'],
      ['b', 'three', 'y'],
    ]),
  ).toEqual(['  a  one    x', '     two', '  b  three  y']);
});

test('colours take no room', () => {
  const red = '\u001b[31mred\u001b[39m';
  expect(
    grid([
      [red, 'x'],
      ['green', 'y'],
    ]),
  ).toEqual([`  ${red}    x`, '  green  y']);
});

test('of no rows there are no lines', () => {
  expect(grid([])).toEqual([]);
});
