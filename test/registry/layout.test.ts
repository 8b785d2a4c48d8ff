import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { entryLines, fieldLines, flow, itemLines, quoted, scalar } from '../../src/registry/layout.ts';

const top = { column: 0, step: 2 };

describe('a plain value', () => {
  test.each([
    'a',
    'Billing triage',
    'gpt-4.1',
    'anthropic/claude_3.5+x',
    '2026-01-01',
    '12:30',
    'é',
    "it's",
    'a\\b',
    'say "hi"',
    'f#g',
    'a?b',
    '-a',
    ':a',
    '?a',
    '/srv',
    '(group)/x',
    'nulls',
    'annul',
    'nonnull',
    'a yes',
    'null and void',
    '<<',
    '.a',
  ])('stands as it is: %s', (text) => {
    expect([scalar(text, 'block'), scalar(text, 'flow')]).toEqual([text, text]);
  });

  test.each(['a, b', 'a]', 'a}', 'a,b', 'a{b', 'a[b', '/a, b'])('needs quotes in flow style only: %s', (text) => {
    expect([scalar(text, 'block'), scalar(text, 'flow')]).toEqual([text, `'${text}'`]);
  });

  test.each([
    '',
    ' a',
    'a ',
    '\u00a0a',
    '~',
    'null',
    'Null',
    'true',
    'FALSE',
    'y',
    'Yes',
    'n',
    'no',
    'on',
    'OFF',
    '1',
    '-1',
    '1e3',
    '0x1f',
    '.5',
    '.inf',
    '-',
    '?',
    ':',
    '- a',
    '-\u00a0a',
    '-,',
    '?[',
    ':{',
    '-]',
    ':}',
    'a:',
    'a: b',
    'a #b',
    '#b',
    '[a]',
    '{a}',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '"a"',
    '%a',
    '@a',
    '`a`',
  ])('needs quotes wherever it stands: %j', (text) => {
    expect([scalar(text, 'block'), scalar(text, 'flow')]).toEqual([`'${text}'`, `'${text}'`]);
  });

  test.each([
    ['a\nb', '"a\\nb"'],
    ['a\tb', '"a\\tb"'],
    ['a\u007fb', '"a\\u007fb"'],
    ['a\u0085b', '"a\\u0085b"'],
    ['a\u200bb', '"a\\u200bb"'],
    ['a\u2028b', '"a\\u2028b"'],
    ['a\u2029b', '"a\\u2029b"'],
    ['a\ud800b', '"a\\ud800b"'],
    ['a\u{e0001}b', '"a\\udb40\\udc01b"'],
    ['\u202ea\u202c', '"\\u202ea\\u202c"'],
  ])('shows what no editor shows: %j', (text, expected) => {
    expect([scalar(text, 'block'), scalar(text, 'flow')]).toEqual([expected, expected]);
    expect(parse(expected)).toBe(text);
  });

  test.each([
    [null, 'null'],
    [undefined, 'null'],
    [true, 'true'],
    [12, '12'],
  ])('that is no text is written bare: %s', (value, expected) => {
    expect(scalar(value, 'block')).toBe(expected);
  });
});

describe('a text in quotes', () => {
  test.each([
    ['a', "'a'", '"a"'],
    ["it's", '"it\'s"', '"it\'s"'],
    [`'"'`, `'''"'''`, `"'\\"'"`],
    ["'\\'", "'''\\'''", `"'\\\\'"`],
    ['"', `'"'`, '"\\""'],
    ['\u200b', '"\\u200b"', '"\\u200b"'],
    ['\\\u200b', '"\\\\\\u200b"', '"\\\\\\u200b"'],
  ])('has the marks that it can do with: %j', (text, single, double) => {
    expect([quoted(text), quoted(text, '"')]).toEqual([single, double]);
    expect([parse(single), parse(double)]).toEqual([text, text]);
  });
});

test.each([
  [[], '[]'],
  [{}, '{}'],
  [['a', 'b, c', 1, null], "[a, 'b, c', 1, null]"],
  [{ by: ['alice'], 'a, b': { at: '2026-01-01' } }, "{ by: [alice], 'a, b': { at: 2026-01-01 } }"],
])('on one line %j is %s', (value, expected) => {
  expect(flow(value)).toBe(expected);
});

describe('a field', () => {
  const long = (length: number) => 'x'.repeat(length);

  test.each<[string, unknown, string[]]>([
    ['a text', 'a, b', ['k: a, b']],
    ['a long text', long(200), [`k: ${long(200)}`]],
    ['no value', null, ['k: null']],
    ['a list', ['a', 'b, c'], ["k: [a, 'b, c']"]],
    ['an empty list', [], ['k: []']],
    ['an empty mapping', {}, ['k: {}']],
    ['a mapping of plain values', { a: 1, b: 'c' }, ['k: { a: 1, b: c }']],
    ['a mapping with a list', { a: 'b', list: ['c'] }, ['k:', '  a: b', '  list: [c]']],
    ['a list of mappings', [{ a: ['b'] }], ['k: [{ a: [b] }]']],
    ['a list that fills the line', [long(115)], [`k: [${long(115)}]`]],
    ['a list that is a character too long', [long(115), 'a, b'], ['k:', `  - ${long(115)}`, '  - a, b']],
    ['a mapping that fills the line', { a: long(110) }, [`k: { a: ${long(110)} }`]],
    ['a mapping that is too long', { a: long(111) }, ['k:', `  a: ${long(111)}`]],
  ])('that is %s', (_what, value, expected) => {
    expect(fieldLines('k', value, top)).toEqual(expected);
  });

  test('is set in as its layout says, and each level below it', () => {
    const value = { a: { b: { c: ['d'] } }, items: [long(110), 'e'] };
    expect(fieldLines('k', value, { column: 1, step: 3 })).toEqual([
      ' k:',
      '    a:',
      '       b:',
      '          c: [d]',
      '    items:',
      `       - ${long(110)}`,
      '       - e',
    ]);
  });

  test('counts what it is set in by to its length', () => {
    expect(fieldLines('k', [long(113)], { column: 2, step: 2 })).toEqual([`  k: [${long(113)}]`]);
    expect(fieldLines('k', [long(114)], { column: 2, step: 2 })).toEqual(['  k:', `    - ${long(114)}`]);
  });

  test('has a key in quotes where YAML asks for it', () => {
    expect(fieldLines('a: b', 1, top)).toEqual(["'a: b': 1"]);
  });
});

describe('an item', () => {
  const text = (length: number) => 'x'.repeat(length);

  test.each<[string, unknown, string[]]>([
    ['a text', 'a, b', ['  - a, b']],
    ['a long text', text(200), [`  - ${text(200)}`]],
    ['a mapping', { a: ['b'], c: 'd, e' }, ["  - { a: [b], c: 'd, e' }"]],
    ['a list', ['a', 'b'], ['  - [a, b]']],
    ['a mapping that fills the line', { a: text(109) }, [`  - { a: ${text(109)} }`]],
    ['a mapping that is too long', { a: text(110), b: ['c'] }, [`  - a: ${text(110)}`, '    b: [c]']],
  ])('that is %s', (_what, value, expected) => {
    expect(itemLines(value, { column: 2, step: 2 })).toEqual(expected);
  });
});

test('an entry is a block, whatever its length, and its keys stand as far from the dash as is asked', () => {
  const entry = { id: 'a', owner: { team: 't' }, scope: { models: ['x'] } };
  const layout = { column: 2, step: 2 };
  expect(entryLines(entry, layout)).toEqual(['  - id: a', '    owner: { team: t }', '    scope:', '      models: [x]']);
  expect(entryLines(entry, { column: 1, step: 4 }, 4)).toEqual([
    ' -   id: a',
    '     owner: { team: t }',
    '     scope:',
    '         models: [x]',
  ]);
});
