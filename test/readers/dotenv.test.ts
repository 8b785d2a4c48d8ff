import { describe, expect, test } from 'vitest';
import { dotenv } from '../../src/readers/dotenv.ts';
import { entriesOf, shown, took } from './entries.ts';

const read = (text: string) => shown(dotenv.read(text, '.env'));

describe('a line', () => {
  test.each([
    ['A=1', 'A = "1" @ 1:3'],
    ['A = spaced out  ', 'A = "spaced out" @ 1:5'],
    ['\uFEFFA=1', 'A = "1" @ 1:3'],
    ['A="x y" # note', 'A = "x y" @ 1:4'],
    ["A='it # x'", 'A = "it # x" @ 1:4'],
    ['A=`b"c`', 'A = "b\\"c" @ 1:4'],
    ['A="a\\nb\\"c"', 'A = "a\\nb\\"c" @ 1:4'],
    ["A='a\\nb'", 'A = "a\\\\nb" @ 1:4'],
    ['A: yaml', 'A = "yaml" @ 1:4'],
    ['A=', 'A = "" @ 1:3'],
    ['A=# note', 'A = "" @ 1:3'],
    ['A=http://x/#top # note', 'A = "http://x/#top" @ 1:3'],
    ['  export A=1', 'A = "1" @ 1:12'],
    ['declare -x A="1"', 'A = "1" @ 1:15'],
    ['set A=1', 'A = "1" @ 1:7'],
    ['$env:A = "1"', 'A = "1" @ 1:11'],
    ['"A"=1', 'A = "1" @ 1:5'],
    ['A="open', 'A = "open" @ 1:4'],
    ['A=$(cat /etc/passwd)', 'A = "$(cat /etc/passwd)" @ 1:3'],
  ])('%s', (line, entry) => {
    expect(read(line)).toEqual([entry]);
  });

  test.each(['# A=1', 'just words', '=novalue', 'NAME', '', ' = '])('"%s" sets nothing', (line) => {
    expect(read(line)).toEqual([]);
  });
});

test('a shell sets several variables on a line, an environment file does not', () => {
  expect(read('export A=1 B="2 3" C=4')).toEqual(['A = "1" @ 1:10', 'B = "2 3" @ 1:15', 'C = "4" @ 1:22']);
  expect(read('A=1 B=2')).toEqual(['A = "1 B=2" @ 1:3']);
});

test('a quoted value runs over lines', () => {
  expect(read('A="one\ntwo=="\r\nB=3')).toEqual(['A = "one\\ntwo==" @ 1:4', 'B = "3" @ 3:3']);
});

test('a forgotten quote swallows no variable below it', () => {
  expect(read('A="open\nB=2\nC="3"')).toEqual(['A = "open" @ 1:4', 'B = "2" @ 2:3', 'C = "3" @ 3:4']);
});

test('the key of an entry stands where its name stands', () => {
  const [entry] = entriesOf(dotenv.read('\nexport A=1', '.env'));
  expect(entry?.at).toEqual({ line: 2, column: 8 });
});

test.each([
  ['quotes that never close', 'A="\n'.repeat(50_000)],
  ['one line of assignments', `export ${'A=1 '.repeat(50_000)}`],
  ['a long value of lines', `A="\n${'x\n'.repeat(100_000)}`],
  ['blanks', ' '.repeat(500_000)],
])('%s cost time in line with their length', (_what, text) => {
  expect(took(() => dotenv.read(text, '.env'))).toBeLessThan(8000);
});
