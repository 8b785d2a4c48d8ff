import { expect, test } from 'vitest';
import { toml } from '../../src/readers/toml.ts';
import { shown } from './entries.ts';

const read = (text: string) => toml.read(text, 'config.toml');

test('leaves of tables, arrays of tables, inline tables and dotted keys', () => {
  const reading = read(
    [
      'a = 1',
      'b.c = "x"',
      '[t]',
      "d = ['a', {e = true, f = [2.5]}, []]",
      '[[u."v.w"]]',
      'x = 1979-05-27',
      '[[u."v.w"]]',
      'y = """',
      'z"""',
    ].join('\n'),
  );
  expect(shown(reading)).toEqual([
    'a = "1" @ 1:5',
    'b.c = "x" @ 2:8',
    't.d.0 = "a" @ 4:7',
    't.d.1.e = "true" @ 4:16',
    't.d.1.f.0 = "2.5" @ 4:27',
    't.d.2 = "" @ 4:34',
    'u.v.w.0.x = "1979-05-27" @ 6:5',
    'u.v.w.1.y = "z" @ 8:8',
  ]);
  expect(reading.trouble).toBe('');
});

test('a BOM and CRLF keep the places', () => {
  expect(shown(read('\uFEFFa = "x"\r\nb = "y"\r\n'))).toEqual(['a = "x" @ 1:6', 'b = "y" @ 2:6']);
});

test('keys of prototypes are keys like others', () => {
  expect(shown(read('[__proto__]\npolluted = 1\n'))).toEqual(['__proto__.polluted = "1" @ 2:12']);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('what is no TOML is read line by line under its sections', () => {
  const reading = read('[a.b]\nkey = "first" # note\nkey = "second"\n= nothing\n"""\n[c]\n"x y" = 1,\n');
  expect(shown(reading)).toEqual(['a.b.key = "first" @ 2:8', 'a.b.key = "second" @ 3:8', 'c.x y = "1" @ 7:9']);
  expect(reading.trouble).not.toBe('');
});

test.each([
  ['lists', `kept = 1\nx = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`],
  ['open lists', `kept = 1\nx = ${'['.repeat(50_000)}\n`],
  ['inline tables', `kept = 1\nx = ${'{a='.repeat(20_000)}1${'}'.repeat(20_000)}\n`],
])('deep %s are told', (_what, text) => {
  const reading = read(text);
  expect(shown(reading)[0]).toBe('kept = "1" @ 1:8');
  expect(reading.trouble).not.toBe('');
});
