import { expect, test } from 'vitest';
import { draft } from '../../../src/text/views/draft.ts';

const words = (count: number): string => 'some words and more '.repeat(count);

test('of what stands between edits that are far apart only their surroundings are kept', () => {
  const text = `${words(50)}[a]${words(50)}[b]${words(50)}`;
  const [a, b] = [text.indexOf('[a]'), text.indexOf('[b]')];
  const edits = [a, b].map((start) => ({ start, end: start + 3, text: 'X' }));
  const made = draft(text, edits, 30);
  expect(made?.text).toMatch(/^[ a-z]{20,30}X[ a-z]{20,30}\n\0\n[ a-z]{20,30}X[ a-z]{20,30}$/);
  expect([...(made?.text ?? '')].flatMap((character, at) => (character === 'X' ? made?.origins.at(at) : []))).toEqual([
    a,
    b,
  ]);
});

test('no token is cut in two where the surroundings end', () => {
  const text = `${'a'.repeat(25)} ${'b'.repeat(20)} % ${'c'.repeat(20)} ${'d'.repeat(25)}`;
  const made = draft(text, [{ start: text.indexOf('%'), end: text.indexOf('%') + 1, text: '!' }], 30);
  expect(made?.text).toBe(`${'b'.repeat(20)} ! ${'c'.repeat(20)}`);
});

test('without edits there is nothing', () => expect(draft('text', [], 30)).toBeNull());
