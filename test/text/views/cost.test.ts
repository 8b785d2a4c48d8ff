import { describe, expect, test } from 'vitest';
import { views } from '../../../src/text/views.ts';

/** Texts that make careless expressions and loops go over the same characters again and again. */
const hostile = [
  ...[
    '"+"',
    '"a"+"',
    '"a"',
    '"a1" ',
    '""',
    '%',
    '%25',
    '%41',
    '\\',
    '\\\\n',
    '\\u',
    'A',
    '/',
    '&#',
    '&amp;',
    '=\n',
    '=3D',
  ],
  ...[
    '["a"].join(""),',
    'join("a",',
    'concat(',
    `\${a}`,
    `a="b";\${a}`,
    'a+',
    'a+"b"',
    'k += "',
    '"#',
    '"/*',
    '{a}',
    '$a',
  ],
  ...[
    'a\n',
    '"a1\n',
    `${'A1b2'.repeat(8)}\n`,
    '"A1b2C3d4E5f6G7h8\n b\n c\n',
    'c2st/',
    'YWFh/',
    'c2stYW50LWFwaTAz',
    ' \n',
    '(',
  ],
];

/** Processor time of making all views, in milliseconds. */
function cost(text: string): number {
  const before = process.cpuUsage();
  for (const view of views(text)) view.origin(view.text.length);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('the cost grows with the text and not with its square', () => {
  test.each(hostile)('%j', (unit) => {
    const small = unit.repeat(Math.ceil(20_000 / unit.length));
    // Four times the text: a linear pass takes four times as long, a quadratic one sixteen times.
    expect(cost(small.repeat(4))).toBeLessThan(8 * cost(small) + 200);
  });
});

describe('a large file takes a second, on a slow machine four', () => {
  const statement = 'function t(e,r){var n="a-b c",i=e[r]||{};return i.x1="\\n",n+i.y+"px "+e.length}';
  test.each([
    ['a bundle', statement.repeat(5e6 / statement.length)],
    ['a source map', `{"mappings":"${'AAAA,SAASA1B2,CAAC;'.repeat(1e5)}","s":["${'a\\n  \\"b\\": 1,'.repeat(2e5)}"]}`],
    ['a picture in base64', `x = "${Buffer.alloc(3.5e6, 'PNG\0\x80').toString('base64')}"`],
  ])('%s', (_, text) => {
    expect(cost(text)).toBeLessThan(4_000);
  });
});

test('a text of which no run could be a key costs no view', () => {
  expect([...views(statementOf('a + "b", \\n %41 &lt;'))]).toEqual([]);
});

function statementOf(text: string): string {
  return `${text}\n`.repeat(1_000);
}
