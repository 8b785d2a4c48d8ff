import { describe, expect, test } from 'vitest';
import { holds, pairsCutter, split, tableCutter } from '../../src/wire/cut.ts';

const table = {
  kind: 'table',
  header: /^#fields(?<separator>.)(?<columns>.+)$/,
  separator: null,
  columns: [['ts', 'time']],
  notes: /^#(path|unset_field|separator)[^\w\\](.*)$/,
  loose: false,
} as const;

describe('a table', () => {
  test('is cut by the sign that its header is cut by', () => {
    const cut = tableCutter(table);
    expect(cut.takes('#fields|ts|host')).toBe(true);
    expect(cut('1|api.openai.com')?.('host')).toBe('api.openai.com');
  });

  test('tells what its notes tell, and what marks that nothing is there', () => {
    const cut = tableCutter(table);
    for (const line of ['#path\tssl', '#unset_field\tNULL', '#fields\tts\thost']) expect(cut.takes(line)).toBe(true);
    const row = cut('1\tNULL');
    expect(row?.('#path')).toBe('ssl');
    expect(row?.('host')).toBeUndefined();
  });

  test('ends at a header that names none of the columns that it must have', () => {
    const cut = tableCutter(table);
    cut.takes('#fields\ttime\thost');
    expect(cut('1\tb')).not.toBeNull();
    expect(cut.takes('#fields\ta\tb')).toBe(false);
    expect(cut('1\tb')).toBeNull();
  });

  test('has no records in lines of another length', () => {
    const cut = tableCutter(table);
    cut.takes('#fields\tts\thost');
    expect(cut('1')).toBeNull();
    expect(cut('1\tb\tc')).toBeNull();
  });

  test('goes on where a quote was left open, and loses no whole line to a stray quote', () => {
    const cut = tableCutter({ ...table, header: /^(host,.*)$/, separator: ',', columns: [['host']], notes: null });
    cut.takes('host,agents');
    expect(cut.takes('a.example,"one')).toBe(false);
    expect(cut('a.example,"one')?.('agents')).toBe('one');
    expect(cut.takes('two"')).toBe(true);
    expect(cut.takes('b.example,5" disk')).toBe(false);
    expect(cut.takes('c.example,x')).toBe(false);
    expect(cut('c.example,x')?.('host')).toBe('c.example');
  });
});

describe('pairs', () => {
  const open = pairsCutter({ kind: 'pairs', line: /^CEF:0\|(?<vendor>[^|]*)\|/, separator: null, loose: false });

  test('may hold blanks up to the next key, and escaped signs', () => {
    const row = open('CEF:0|Acme|Proxy|1|x|y|3|msg=a b \\= c request=https://a.example/?q=1&r=2 src=192.0.2.7');
    expect(['msg', 'request', 'src', 'vendor'].map((name) => row?.(name))).toEqual([
      'a b = c',
      'https://a.example/?q=1&r=2',
      '192.0.2.7',
      'Acme',
    ]);
  });

  test('are cut by the sign that the line names', () => {
    const cut = pairsCutter({
      kind: 'pairs',
      line: /^LEEF:2\.0\|(?<separator>[^|]*)\|/,
      separator: '\t',
      loose: false,
    });
    expect(cut('LEEF:2.0|x5E|src=192.0.2.7^url=a=b')?.('url')).toBe('a=b');
    expect(cut('LEEF:2.0||src=192.0.2.7\turl=a b')?.('src')).toBe('192.0.2.7');
    expect(cut('LEEF:2.0||src=192.0.2.7#011url=a b')?.('url')).toBe('a b');
  });
});

test('a quote may stand behind a comma and a blank', () => {
  expect(split('"a", "b,c","d"', ',')).toEqual(['a', 'b,c', 'd']);
  expect(split('a "b c"  d', null)).toEqual(['a', 'b c', 'd']);
});

describe('a condition', () => {
  const row = (name: string): unknown =>
    ({ labels: ['k8s:app=a', 'fqdn:api.openai.com'], empty: [], l4: { TCP: {} }, unset: '-' })[name];
  const condition = { from: ['labels'], is: [], match: null, not: false };

  test('holds for a list where it holds for one item', () => {
    expect(holds({ ...condition, match: /^fqdn:/ }, row)).toBe(true);
    expect(holds({ ...condition, match: /^reserved:/ }, row)).toBe(false);
    expect(holds({ ...condition, is: ['k8s:app=a'] }, row)).toBe(true);
  });

  test('finds an object there, and no empty list', () => {
    expect(holds({ ...condition, from: ['l4'] }, row)).toBe(true);
    expect(holds({ ...condition, from: ['empty'] }, row)).toBe(false);
    expect(holds({ ...condition, from: ['unset'] }, row)).toBe(false);
    expect(holds({ ...condition, from: ['unset', 'l4'] }, row)).toBe(true);
  });

  test('looks at no endless value', () => {
    expect(holds({ ...condition, from: ['long'], match: /end$/ }, () => `${'x'.repeat(9000)}end`)).toBe(false);
  });
});
