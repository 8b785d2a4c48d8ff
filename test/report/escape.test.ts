import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, disarm, markdownCode, markdownText, visible } from '../../src/report/escape.ts';
import { hostile } from './hostile.ts';

describe('visible', () => {
  test.each([
    ['\u001b[31m', '\\x1b[31m'],
    ['\u009b31m', '\\x9b31m'],
    ['a\u202eb', 'a\\u202eb'],
    ['a\u200bb', 'a\\u200bb'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\u2028', '\\u2028'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('leaves what a person can read as it is', () => {
    expect(visible('Überprüfung – 漢字 😀 a|b `c`')).toBe('Überprüfung – 漢字 😀 a|b `c`');
  });

  test('changes nothing when it is applied again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => visible(visible(text)) === visible(text)));
  });
});

describe('disarm', () => {
  test.each(['::error::x', '  ::error::x', 'a\n::error::x', 'a\n \t::error::x'])(
    'no line of %j starts with ::',
    (text) => {
      expect(disarm(text)).not.toMatch(/^\s*::/m);
    },
  );

  test.each(['##[error]x', 'a ##[error]x', '##vso[task]', '##VSO[task]', '####[error]'])(
    '%j gives no order',
    (text) => {
      expect(disarm(text)).not.toMatch(/##(\[|vso\[)/i);
    },
  );

  test('leaves :: inside a line and ## before other things alone', () => {
    expect(disarm('std::vector ## heading')).toBe('std::vector ## heading');
  });
});

test('ascii spells our own marks out and escapes the rest', () => {
  expect(ascii('a · b… é 😀')).toBe('a - b... \\xe9 \\u{1f600}');
});

describe('markdown', () => {
  test.each(hostile)('text of %j holds no markup', (text) => {
    const shown = markdownText(text);
    expect(shown).not.toMatch(/[<>|`*~[\]\\$\n\r]/);
    expect(shown).not.toMatch(/@\w|:\/\/|&(?!#\d+;)/);
  });

  test('text keeps what a reader sees', () => {
    expect(unescaped(markdownText('a | b & <c> @me #1'))).toBe('a | b & <c> @me #1');
  });

  test.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a```b', '````a```b````'],
    ['', ''],
    [' ', ''],
  ])('code of %j is %j', (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });

  test('a pipe never stands in a cell', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[|\n\r]/.test(markdownCode(text))));
  });
});

function unescaped(text: string): string {
  return text.replaceAll('&#8203;', '').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
