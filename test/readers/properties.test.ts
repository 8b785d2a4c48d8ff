import { describe, expect, test } from 'vitest';
import { properties } from '../../src/readers/properties.ts';
import { entriesOf, shown, took } from './entries.ts';

const read = (text: string) => shown(properties.read(text, 'application.properties'));

describe('a line', () => {
  test.each([
    ['a.b=1', 'a.b = "1" @ 1:5'],
    ['a = spaced out  ', 'a = "spaced out" @ 1:5'],
    ['\uFEFFa=1', 'a = "1" @ 1:3'],
    ['a: 1', 'a = "1" @ 1:4'],
    ['a 1', 'a = "1" @ 1:3'],
    ['  a=1', 'a = "1" @ 1:5'],
    [`a=\${KEY:none} # kept`, `a = "\${KEY:none} # kept" @ 1:3`],
    ['a\\:b=1', 'a:b = "1" @ 1:6'],
    ['naïve.größe=1', 'naïve.größe = "1" @ 1:13'],
    ['a=caf\\u00e9\\tx', 'a = "café\\tx" @ 1:3'],
    ['a=', 'a = "" @ 1:3'],
    ['%dev.a=1', '%dev.a = "1" @ 1:8'],
  ])('%s', (line, entry) => {
    expect(read(line)).toEqual([entry]);
  });

  test.each(['# a=1', '! a=1', '  # a=1', '', '   '])('"%s" sets nothing', (line) => {
    expect(read(line)).toEqual([]);
  });
});

test('a value runs on behind a backslash, whatever ends the line', () => {
  expect(read('a=one,\\\r\n    two\r\nb=2')).toEqual(['a = "one,two" @ 1:3', 'b = "2" @ 3:3']);
  expect(read('a=C:\\\\\nb=2')).toEqual(['a = "C:\\\\" @ 1:3', 'b = "2" @ 2:3']);
  expect(read('a=never ends\\')).toEqual(['a = "never ends" @ 1:3']);
});

test('keys that lead to the same place in YAML have the same path', () => {
  expect(entriesOf(properties.read('spring.ai.openai.api-key=x', 'a.properties'))[0]?.path).toEqual([
    'spring',
    'ai',
    'openai',
    'api-key',
  ]);
});

test('a hostile file is read in time', () => {
  for (const text of ['\\'.repeat(200_000), ' '.repeat(200_000), 'a\\\n'.repeat(50_000), 'a'.repeat(500_000)])
    expect(took(() => properties.read(text, 'a.properties'))).toBeLessThan(8000);
});
