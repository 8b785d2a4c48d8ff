import { describe, expect, test } from 'vitest';
import { xml } from '../../src/readers/xml.ts';

/** Every entry in words: path, value, line and column of the value. */
function entries(text: string): string[] {
  return xml
    .read(text, 'a.xml')
    .facts.flatMap((fact) =>
      fact.kind === 'entry' ? `${fact.path.join('.')}=${fact.value} ${fact.valueAt.line}:${fact.valueAt.column}` : [],
    );
}

describe('xml', () => {
  test('texts and attributes are entries with their places', () => {
    expect(entries('<?xml version="1.0"?>\r\n<a x="1">\r\n  <b>t &amp; u</b>\r\n</a>')).toEqual([
      'a.@x=1 2:4',
      'a.b=t & u 3:6',
    ]);
  });

  test('elements of one name are told apart by their number, and prefixes are dropped', () => {
    expect(entries('<m:a xmlns:m="u"><m:b>1</m:b><m:b>2</m:b></m:a>')).toEqual([
      'a.@m=u 1:6',
      'a.b=1 1:23',
      'a.b.1=2 1:35',
    ]);
  });

  test('a byte order mark, comments and CDATA are in nobody’s way', () => {
    expect(entries('\ufeff<a><!-- x --><b><![CDATA[<c>]]></b></a>').map((one) => one.split(' ')[0])).toEqual([
      'a.b=<c>',
    ]);
  });

  test('an entity of its own is not expanded, and broken XML says so and keeps what was read', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]><a><b>&m;</b>';
    expect(entries(bomb)).toEqual(['a.b=&m; 1:59']);
    expect(xml.read('<a><b>1</b><c>', 'a.xml').trouble).toContain('well-formed');
    expect(entries('<a><b>1</b><c>')).toEqual(['a.b=1 1:7']);
  });

  test('great depth is cut, not crashed on', () => {
    expect(xml.read('<a>'.repeat(100_000), 'a.xml').trouble).not.toBe('');
  });

  test('an attribute of a tag that is never closed stands where it stands', () => {
    expect(entries('<a>\n  <b c="1"\n</a>\n')).toContain('a.b.@c=1 2:6');
  });
});
