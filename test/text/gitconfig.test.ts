import { expect, test } from 'vitest';
import { parseGitConfig } from '../../src/text/gitconfig.ts';

test('values stand under section, subsection and key, the first two in lower case', () => {
  const config = parseGitConfig('[Remote "Origin"]\n\tURL = https://example.com/a.git\n\tfetch = +refs/*:refs/*\n');
  expect(Object.fromEntries(config)).toEqual({
    'remote.Origin.url': ['https://example.com/a.git'],
    'remote.Origin.fetch': ['+refs/*:refs/*'],
  });
});

test('a key that comes again adds a value', () => {
  expect(parseGitConfig('[a]\nb = 1\n[c]\n[a]\nb = 2').get('a.b')).toEqual(['1', '2']);
});

test.each([
  ['b = plain ; note', 'plain'],
  ['b = "has # and ;" # note', 'has # and ;'],
  ['b = "a \\"word\\""', 'a "word"'],
  ['b = first \\\n second', 'first  second'],
  ['b = one\r', 'one'],
  ['b = "open', 'open'],
  ['b =', ''],
])('%j has the value %j', (line, value) => {
  expect(parseGitConfig(`[a]\n${line}`).get('a.b')).toEqual([value]);
});

test('a key may stand beside its header, and noise is passed over', () => {
  const config = parseGitConfig('\0noise\n[x\n# [a]\n[extensions] objectFormat = sha256\n= 1\n');
  expect(Object.fromEntries(config)).toEqual({ 'extensions.objectformat': ['sha256'] });
});

test('names of the prototype are names', () => {
  expect(parseGitConfig('[__proto__]\nconstructor = 1').get('__proto__.constructor')).toEqual(['1']);
  expect(parseGitConfig('').get('toString')).toBeUndefined();
});
