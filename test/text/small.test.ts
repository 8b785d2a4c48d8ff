import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf } from '../../src/text/access.ts';
import { entropy } from '../../src/text/entropy.ts';
import { fingerprint } from '../../src/text/fingerprint.ts';
import { mask } from '../../src/text/mask.ts';
import { Lines } from '../../src/text/position.ts';

describe('mask', () => {
  const body = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4';

  test('a short secret is hidden whole', () => expect(mask('hunter2', '')).toBe('…'));
  test('a type prefix is shown', () =>
    expect(mask(`sk-ant-api03-${body}`, 'sk-ant-api')).toBe(`sk-ant-api…${body.slice(-4)}`));
  test('the end is shown only of a long body', () => expect(mask(`gsk_${body.slice(0, 20)}`, 'gsk_')).toBe('gsk_…'));

  test('no eight characters of the body in a row are ever shown', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{8,60}$/), (secret) => {
        const shown = mask(`sk-proj-${secret}`, 'sk-proj-').replace('sk-proj-', '');
        for (let i = 0; i + 8 <= secret.length; i++) expect(shown).not.toContain(secret.slice(i, i + 8));
      }),
    );
  });
});

describe('fingerprint', () => {
  test('is equal where secret and salt are equal, and only there', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, x, y) => {
        expect(fingerprint(a, x) === fingerprint(b, y)).toBe(a === b && x === y);
      }),
    );
  });
});

describe('entropy', () => {
  test('one character over and over says nothing', () => expect(entropy('aaaa')).toBe(0));
  test('two characters evenly are one bit', () => expect(entropy('abab')).toBe(1));
});

describe('lines', () => {
  test('LF, CRLF and CR end a line, U+2028 does not', () => {
    const lines = new Lines('a\nb\r\nc\rd\u2028e');
    expect([0, 2, 5, 7, 9].map((offset) => lines.at(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 3 },
    ]);
  });

  test('a byte order mark is no column', () => expect(new Lines('\ufeffkey').at(1)).toEqual({ line: 1, column: 1 }));

  test('the start of a line leads back to it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', 'é')), fc.nat(40), (parts, offset) => {
        const text = parts.join('');
        const lines = new Lines(text);
        const at = lines.at(Math.min(offset, text.length));
        expect(lines.start(at.line) + at.column - 1).toBe(Math.min(offset, text.length));
      }),
    );
  });
});

describe('access', () => {
  test.each([
    ['issue_refund', 'write'],
    ['lookupPayment', 'read'],
    ['get_or_create_user', 'read'],
    ['Bash', 'execute'],
    ['mcp__kubernetes', 'unknown'],
    ['sendEmail', 'write'],
    ['', 'unknown'],
  ])('%s is %s', (name, access) => expect(accessOf(name)).toBe(access));
});
