import { describe, expect, test } from 'vitest';
import { json } from '../../src/readers/json.ts';
import { entriesOf, shown, took } from './entries.ts';

const read = (text: string) => json.read(text, 'config.json');

test('leaves carry their path, their text and their places', () => {
  const reading = read('{\n  "a": { "b": [1, "two", true, null] },\n  "c": {}\n}');
  expect(shown(reading)).toEqual([
    'a.b.0 = "1" @ 2:16',
    'a.b.1 = "two" @ 2:20',
    'a.b.2 = "true" @ 2:26',
    'a.b.3 = "" @ 2:32',
    'c = "" @ 3:8',
  ]);
  expect(entriesOf(reading)[4]?.at).toEqual({ line: 3, column: 3 });
  expect(reading.trouble).toBe('');
});

test('comments, trailing commas and a BOM are no trouble', () => {
  const reading = read('\uFEFF// note\n{ "a": "x", /* b */ "b": ["y",], }');
  expect(shown(reading)).toEqual(['a = "x" @ 2:9', 'b.0 = "y" @ 2:28']);
  expect(reading.trouble).toBe('');
});

test('of a repeated key every value is kept', () => {
  expect(shown(read('{"key": "first", "key": "last"}'))).toEqual(['key = "first" @ 1:10', 'key = "last" @ 1:26']);
});

test('keys of prototypes are keys like others', () => {
  expect(shown(read('{"__proto__": {"polluted": 1}, "constructor": 2}'))).toEqual([
    '__proto__.polluted = "1" @ 1:28',
    'constructor = "2" @ 1:47',
  ]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

describe('what is broken', () => {
  test('cut off: all before the cut is read', () => {
    const reading = read('{"servers": {"x": {"env": {"TOKEN": "abc"}, "args": ["-y", "pack');
    expect(shown(reading)).toEqual([
      'servers.x.env.TOKEN = "abc" @ 1:38',
      'servers.x.args.0 = "-y" @ 1:55',
      'servers.x.args.1 = "pack" @ 1:61',
    ]);
    expect(reading.trouble).not.toBe('');
  });

  test('single quotes, bare words and huge numbers', () => {
    const reading = read('{ \'a\': 1e999, b: "x", "c": "\\ud800" }');
    expect(shown(reading)).toEqual(['a = "1e999" @ 1:8', 'b = "x" @ 1:19', 'c = "\\ud800" @ 1:29']);
    expect(reading.trouble).not.toBe('');
  });

  test('a bracket too many, a colon too few', () => {
    const reading = read('{"a": "x"}}\n{"b" "c": "y"}');
    expect(entriesOf(reading).map(({ value }) => value)).toEqual(['x', 'y']);
    expect(reading.trouble).not.toBe('');
  });
});

test.each(['', '  \n', 'null', '{}\n{}'])('%j is no trouble', (text) => {
  expect(read(text).trouble).toBe('');
});

test.each([
  ['lists', `{"first": "kept", "a": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "last": "kept"}`],
  ['maps', `{"first": "kept", "a": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}, "last": "kept"}`],
])('a hundred thousand levels of %s are told, and what stands beside them is read', (_what, text) => {
  const reading = read(text);
  const kept = entriesOf(reading).filter(({ value }) => value === 'kept');
  expect(kept.map(({ path }) => path.join())).toEqual(['first', 'last']);
  expect(reading.trouble).toMatch(/deeper than 200 levels/);
});

test('many leaves at great depth are told, and do not fill the memory', () => {
  const text = `${'['.repeat(199)}${'1,'.repeat(200_000)}${']'.repeat(199)}`;
  const reading = read(text);
  expect(reading.facts.length).toBeLessThan(25_000);
  expect(reading.trouble).toMatch(/more entries/);
});

test('a large file is read in time', () => {
  const text = JSON.stringify(
    Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`p${i}`, { v: '1', r: 'x' }])),
  );
  expect(took(() => read(text))).toBeLessThan(12000);
});

test('JSON5 by its name: single quotes, keys without quotes, numbers of more kinds', () => {
  const text = "// it's said\n{ a: 'one: \"two\"', $b: +.5, c: NaN, 'd': [Infinity,], /* ' */ e: \"it's\" }";
  const reading = json.read(text, 'renovate.json5');
  expect(entriesOf(reading).map(({ path, value }) => `${path.join('.')} = ${value}`)).toEqual([
    "a = one: 'two'",
    '$b = +.5',
    'c = NaN',
    'd.0 = Infinity',
    "e = it's",
  ]);
  expect(reading.trouble).toBe('');
  expect(read(text).trouble).not.toBe('');
});
