import { expect, test } from 'vitest';
import { isMap, parseDocument } from 'yaml';
import { endOf, startOf } from '../../src/registry/node.ts';

const text = `plain: one  # first
"quoted": 'two'
flow: [a, b ]  # third
block:
  inner:
    - x
    - y: z   # deep

  # behind
anchor: &own { k: v }
alias: *own
empty:
none: []
`;

const root = parseDocument(text, { keepSourceTokens: true }).contents;
if (!isMap(root)) throw new Error('it is a mapping');
const pair = (index: number) => root.items[index];
const cut = (node: unknown) => text.slice(startOf(node), endOf(node));

test.each([
  [0, 'plain: one'],
  [1, `"quoted": 'two'`],
  [2, 'flow: [a, b ]'],
  [3, 'block:\n  inner:\n    - x\n    - y: z'],
  [4, 'anchor: &own { k: v }'],
  [5, 'alias: *own'],
  [6, 'empty'],
  [7, 'none: []'],
])('the pair %i reaches from its key to the last character of its value', (index, expected) => {
  expect(cut(pair(index)).replace(/:$/, '')).toBe(expected);
});

test.each([
  [0, 'one'],
  [1, "'two'"],
  [2, '[a, b ]'],
  [3, 'inner:\n    - x\n    - y: z'],
  [5, '*own'],
  [7, '[]'],
])('the value of pair %i reaches from its first character to its last', (index, expected) => {
  expect(cut(pair(index)?.value)).toBe(expected);
});

test('a whole mapping starts with its first key and ends with its last value', () => {
  expect(cut(root)).toBe(text.trimEnd());
});

test('what is not there starts and ends nowhere', () => {
  expect([startOf(null), endOf(null), startOf(undefined), endOf(undefined)]).toEqual([0, 0, 0, 0]);
});
