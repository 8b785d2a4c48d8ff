import { describe, expect, test } from 'vitest';
import {
  arm,
  disarm,
  join,
  joinCredential,
  joinRepos,
  joinTool,
  split,
  splitCredential,
  splitRepos,
  splitTool,
} from '../../../src/registry/exchange/cells.ts';

test.each([
  ['=1', "'=1"],
  ["''＋1", "'''＋1"],
  ['a\n@b', "a\n'@b"],
  ['\r', "'\r"],
  ['plain', 'plain'],
  ["it's -1", "it's -1"],
])('%j is armed as %j, and disarmed again', (text, cell) => {
  expect(arm(text)).toBe(cell);
  expect(disarm(cell)).toBe(text);
});

test.each(["'quoted'", "''", "'a=1", "a'=1"])('%j was never armed, and stays', (text) =>
  expect(disarm(text)).toBe(text),
);

describe('a list in one cell', () => {
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a\nb'],
    [['a;b'], 'a;b\n'],
    [['a;b', 'c'], 'a;b\nc'],
  ])('%j is written as %j, and read again', (values, cell) => {
    expect(join(values)).toBe(cell);
    expect(split(cell)).toEqual(values);
  });

  test.each([
    ['a; b ;;c', ['a', 'b', 'c']],
    ['a\r\nb\rc\n\n d ', ['a', 'b', 'c', 'd']],
    ['a;b\rc', ['a;b', 'c']],
    [' ; ', []],
  ])('%j is read as %j', (cell, values) => expect(split(cell)).toEqual(values));
});

describe('repositories', () => {
  const whole = { repo: 'github.com/acme/shop', paths: [] };
  const parts = { repo: 'github.com/acme/mail', paths: ['a', 'b/c'] };

  test('are written as one text for each folder, or for the whole', () => {
    expect(joinRepos([parts, whole])).toEqual([
      'github.com/acme/mail//a',
      'github.com/acme/mail//b/c',
      'github.com/acme/shop',
    ]);
  });

  test('are read with their folders together, whole ones first', () => {
    const texts = [...joinRepos([parts, whole]), 'github.com/acme/shop//x', 'github.com/acme/mail//d//e'];
    expect(splitRepos(texts)).toEqual([
      whole,
      { ...parts, paths: ['a', 'b/c', 'd//e'] },
      { repo: 'github.com/acme/shop', paths: ['x'] },
    ]);
    expect(splitRepos([])).toEqual([]);
  });

  test('may be named by the address of a page, else stay as they are', () => {
    expect(splitRepos(['https://github.com/acme/shop', 'https://github.com/acme/mail/tree/main/a'])).toEqual([
      whole,
      { repo: 'github.com/acme/mail', paths: ['a'] },
    ]);
    expect(splitRepos(['https://nowhere'])).toEqual([{ repo: 'https://nowhere', paths: [] }]);
  });
});

describe('a tool', () => {
  test.each([
    [{ name: 'search' }, 'search'],
    [{ name: 'search', access: 'read' }, 'search | read'],
    [{ name: 'refund', access: 'write', approval: 'human' }, 'refund | write | human'],
    [{ name: 'run', access: 'execute', approval: 'none' }, 'run | execute | none'],
    [{ name: 'x', access: 'unknown' }, 'x | unknown'],
    [{ name: 'x', approval: 'human' }, 'x | human'],
    [{ name: 'a | read', access: 'write' }, '{"name":"a | read","access":"write"}'],
    [{ name: '{a', approval: 'none' }, '{"name":"{a","approval":"none"}'],
  ] as const)('%j is written as %s, and read again', (tool, text) => {
    expect(joinTool(tool)).toBe(text);
    expect(splitTool(text)).toEqual(tool);
  });

  test.each([
    ['refund | human | write', { name: 'refund', access: 'write', approval: 'human' }],
    ['refund |  write', { name: 'refund', access: 'write' }],
    ['a | b', { name: 'a | b' }],
    ['a | read | b', { name: 'a | read | b' }],
    ['a | read | write', { name: 'a | read | write' }],
    ['a|read', { name: 'a|read' }],
    ['{"name":"a","access":"any","approval":"maybe"}', { name: 'a' }],
    ['{"name":1,"access":"read"}', { name: '{"name":1,"access":"read"}', access: 'read' }],
    ['{a', { name: '{a' }],
    ['x{"name":"a"}', { name: 'x{"name":"a"}' }],
  ])('%s is read as %j', (text, tool) => expect(splitTool(text)).toEqual(tool));
});

describe('a credential', () => {
  test.each([
    [{ env: 'KEY', ref: null, unique: false }, 'KEY'],
    [{ env: 'KEY', ref: 'vault:k', unique: false }, 'KEY | vault:k'],
    [{ env: 'KEY', ref: 'vault:k', unique: true }, 'KEY | vault:k | unique'],
    [{ env: 'KEY', ref: null, unique: true }, 'KEY | - | unique'],
    [{ env: null, ref: 'vault:k', unique: false }, '- | vault:k'],
    [{ env: 'a|b', ref: null, unique: false }, '{"env":"a|b","ref":null,"unique":false}'],
    [{ env: null, ref: '{k', unique: true }, '{"env":null,"ref":"{k","unique":true}'],
    [{ env: '-', ref: null, unique: false }, '{"env":"-","ref":null,"unique":false}'],
    [{ env: 'KEY', ref: '-', unique: false }, '{"env":"KEY","ref":"-","unique":false}'],
  ])('%j is written as %s, and read again', (credential, text) => {
    expect(joinCredential(credential)).toBe(text);
    expect(splitCredential(text)).toEqual(credential);
  });

  test.each([
    ['KEY |  vault:k | own', { env: 'KEY', ref: 'vault:k', unique: false }],
    ['-', { env: null, ref: null, unique: false }],
    ['["KEY"]', { env: '["KEY"]', ref: null, unique: false }],
    ['{KEY', { env: '{KEY', ref: null, unique: false }],
    ['{"env":1,"unique":"yes"}', { env: null, ref: null, unique: false }],
  ])('%s is read as %j', (text, credential) => expect(splitCredential(text)).toEqual(credential));
});
