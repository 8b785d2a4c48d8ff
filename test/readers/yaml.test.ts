import { describe, expect, test } from 'vitest';
import { yaml } from '../../src/readers/yaml.ts';
import { entriesOf, shown, took } from './entries.ts';

const read = (text: string) => yaml.read(text, 'config.yaml');

test('leaves of maps, lists and flow collections', () => {
  const reading = read('a: one\nb:\n  - two\n  - c: "three"\nd: {e: 4, f: [five], g}\n');
  expect(shown(reading)).toEqual([
    'a = "one" @ 1:4',
    'b.0 = "two" @ 3:5',
    'b.1.c = "three" @ 4:9',
    'd.e = "4" @ 5:8',
    'd.f.0 = "five" @ 5:15',
    'd.g = "" @ 5:22',
  ]);
  expect(reading.trouble).toBe('');
});

test('a block starts at its first line of text', () => {
  expect(shown(read('run: |\n\n  one\n  two\nfold: >-\n  a\n  b\n'))).toEqual([
    'run = "\\none\\ntwo\\n" @ 3:3',
    'fold = "a b" @ 6:3',
  ]);
});

test('nothing, null and an empty map are the empty text', () => {
  expect(shown(read('a:\nb: ~\nc: null\nd: {}\ne: "null"\n')).map((line) => line.split(' @')[0])).toEqual([
    'a = ""',
    'b = ""',
    'c = ""',
    'd = ""',
    'e = "null"',
  ]);
});

test('yes, no and on are texts', () => {
  expect(shown(read('on: push\nyes: no\n'))).toEqual(['on = "push" @ 1:5', 'yes = "no" @ 2:6']);
});

test('every document of a stream is read, after a BOM and over CRLF', () => {
  expect(shown(read('\uFEFFa: 1\r\n---\r\nb: 2\r\n'))).toEqual(['a = "1" @ 1:4', 'b = "2" @ 3:4']);
});

test('an alias is named and not followed', () => {
  expect(shown(read('a: &a [*a]\nb: *a\n<<: *a\n'))).toEqual(['a.0 = "*a" @ 1:8', 'b = "*a" @ 2:4', '<< = "*a" @ 3:5']);
});

test('tags make nothing', () => {
  const reading = read('a: !!js/function "f()"\nb: !!binary "@@@"\nc: !ruby/object:X {d: 1}\n');
  expect(shown(reading)).toEqual(['a = "f()" @ 1:19', 'b = "@@@" @ 2:14', 'c.d = "1" @ 3:23']);
});

test('aliases that would expand to a trillion items cost nothing', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`);
  const text = `a0: &a0 [x]\n${lines.join('\n')}\nenv:\n  NAME: kept\n`;
  expect(took(() => read(text))).toBeLessThan(2000);
  expect(shown(read(text)).at(-1)).toBe('env.NAME = "kept" @ 15:9');
});

describe('what is broken', () => {
  test('entries behind a mistake are read line by line', () => {
    const reading = read('a: [1, 2\nb: 3\n} x\nf: {{ .Values.y }}\nKEY: "kept" # note\n- name: item\n');
    expect(shown(reading)).toContain('KEY = "kept" @ 5:7');
    expect(shown(reading)).toContain('name = "item" @ 6:9');
    expect(reading.trouble).not.toBe('');
  });

  test('a quote that is not closed', () => {
    const reading = read('a: "open\nb: 2\n');
    expect(entriesOf(reading)).not.toEqual([]);
    expect(reading.trouble).toMatch(/quote/);
  });
});

test.each([
  ['flow', `first: kept\na: ${'{a: '.repeat(50_000)}`],
  ['block', `first: kept\na:\n  ${'- '.repeat(50_000)}x`],
])('fifty thousand levels of %s nesting are told', (_what, text) => {
  const reading = read(text);
  expect(shown(reading)[0]).toBe('first = "kept" @ 1:8');
  expect(reading.trouble).not.toBe('');
});

test('what is too large to parse is read line by line', () => {
  const reading = read(`${'# '.padEnd(2_000_001, 'x')}\nKEY: kept\n`);
  expect(shown(reading)).toEqual(['KEY = "kept" @ 2:6']);
  expect(reading.trouble).toMatch(/too large/);
});

test('a function of CloudFormation that names another value is kept as a template', () => {
  const reading = read(`a: !Ref Model\nb: [!GetAtt Role.Arn, c]\nd: !Sub "x-\${e}"\nf:\n  - !ImportValue g\n`);
  expect(entriesOf(reading).map(({ value }) => value)).toEqual([`\${Model}`, `\${Role.Arn}`, 'c', `x-\${e}`, `\${g}`]);
});

test('a quote that is never closed ends with its line', () => {
  const reading = read('a: "one\nb: two\nc:\n  d: three\n');
  expect(shown(reading)).toEqual(['a = "one" @ 1:5', 'b = "two" @ 2:4', 'd = "three" @ 4:6']);
  expect(reading.trouble).not.toBe('');
});
