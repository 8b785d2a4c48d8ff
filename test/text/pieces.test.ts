import { expect, test } from 'vitest';
import { pieces } from '../../src/text/pieces.ts';

test.each([
  ['a b', ['a', 'b']],
  ['  a,, b ', ['a', 'b']],
  ['Bash(git diff:*),Read', ['Bash(git diff:*)', 'Read']],
  ['Bash(echo "a, b") Read', ['Bash(echo "a, b")', 'Read']],
  ['"Bash(x y)", \'c d\'', ['Bash(x y)', 'c d']],
  ['-p \'it is "so"\'', ['-p', 'it is "so"']],
  [`a "" b`, ['a', '', 'b']],
  [`x\${{ inputs.a || 'b, c' }} d`, [`x\${{ inputs.a || 'b, c' }}`, 'd']],
  ['a \\\n  b', ['a', 'b']],
  ['# none of it, a\nb # c\nd#e', ['b', 'd#e']],
  ['a(b c\nd', ['a(b c', 'd']],
  ['a) b', ['a)', 'b']],
  ["a 'b c", ['a', 'b c']],
  ['', []],
])('%j', (text, found) => {
  expect(pieces(text, /[\s,]/).map((piece) => piece.text)).toEqual(found);
});

test('a piece is told by where it begins', () => {
  expect(pieces('a, "b c"\nd', /[\s,]/).map(({ offset }) => offset)).toEqual([0, 3, 9]);
});
