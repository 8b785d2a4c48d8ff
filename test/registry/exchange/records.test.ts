import { describe, expect, test } from 'vitest';
import { draft, facet, isExact, noFacts } from '../../../src/registry/exchange/draft.ts';
import { Fields } from '../../../src/registry/exchange/fields.ts';
import { items, more, records } from '../../../src/registry/exchange/page.ts';
import { readYaml, type Tree } from '../../../src/registry/yaml.ts';

function fieldsOf(value: object): Fields {
  const fields = Fields.of(value);
  if (!fields) throw new Error('it has fields');
  return fields;
}

function treeOf(value: unknown): Tree {
  const { tree } = readYaml(JSON.stringify(value));
  if (!tree) throw new Error('it can be read');
  return tree;
}

describe('a record that becomes an entry', () => {
  test('says nothing but what is known, and names what is left', () => {
    expect(draft(7, fieldsOf({ a: 'x' }), { name: 'A' })).toEqual({
      id: null,
      name: 'A',
      purpose: null,
      owner: { team: null, technical: null, sponsor: null },
      match: { repos: [], images: [], workloads: [], hosts: [] },
      identities: [],
      scope: {},
      credentials: [],
      offset: 7,
      left: ['a'],
    });
    expect(draft(0, fieldsOf({}), {})).toEqual({ ...noFacts, offset: 0, left: [] });
  });

  test('names what several items of a list have left once', () => {
    const record = fieldsOf({
      a: [
        { b: 1, c: 1 },
        { b: 1, d: [{ e: 1 }, { e: 1 }] },
      ],
      f: 1,
    });
    for (const item of record.list('a')) item.list('d');
    expect(draft(0, record, {}).left).toEqual(['a[].b', 'a[0].c', 'a[].d[].e', 'f']);
  });

  test('names once what the items of a long list have left', () => {
    const record = fieldsOf({ a: Array.from({ length: 12 }, (_, i) => (i < 10 ? {} : { b: 1 })) });
    record.list('a');
    expect(draft(0, record, {}).left).toEqual(['a[].b']);
  });

  test.each(['a', 'a b', 'é', 'a?', 'a'.repeat(300)])('may hold exactly "%s"', (text) => {
    expect(isExact(text)).toBe(true);
  });

  test.each(['', '*', 'a*', 'a\nb', 'a\u0007', 'a\u2028b', 'a\u2029b', 'a\u202eb', 'a'.repeat(301)])(
    'holds not exactly %j',
    (text) => expect(isExact(text)).toBe(false),
  );

  test('has each value of a scope once, and no empty list', () => {
    expect(facet(['b', 'a', 'b'])).toEqual(['b', 'a']);
    expect(facet([])).toBeUndefined();
  });
});

describe('a page of records', () => {
  test('holds those of its list, each with its way and fields of its own', () => {
    const page = fieldsOf({ value: [{ a: 'x' }, 'y', { a: 'z' }], other: {} });
    const found = items(page, 'value');
    expect(found.map(({ item, path }) => [item.path, item.says('a'), path])).toEqual([
      ['', 'x', ['value', 0]],
      ['', 'z', ['value', 2]],
    ]);
    expect([items(page, 'other'), items(page, 'none')]).toEqual([[], []]);
    expect(records([{}, 1]).map(({ path }) => path)).toEqual([[0]]);
  });

  test('that is not the last says so, where it names the next', () => {
    const tree = treeOf({ items: [], pageInfo: { nextCursor: 'abc' } });
    expect(more(tree, ['pageInfo', 'nextCursor'])).toEqual([
      { offset: 37, message: 'more records follow on another page; import that as well' },
    ]);
  });

  test.each([{}, { next: '' }, { next: null }, { next: 1 }, { next: { deep: 'x' } }, []])('%j is the last', (page) => {
    expect(more(treeOf(page), ['next'])).toEqual([]);
    expect(more(treeOf({ page }), ['page', 'next'])).toEqual([]);
  });
});
