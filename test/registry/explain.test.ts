import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explain } from '../../src/registry/explain.ts';
import { readYaml } from '../../src/registry/yaml.ts';

const inner = z.strictObject({ high: z.number().optional(), low: z.number().optional() });

const schema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(5).optional(),
  count: z.int().min(2).max(9).optional(),
  wide: z.boolean().optional(),
  kind: z.enum(['major', 'minor']).optional(),
  date: z.iso.date('is no day').optional(),
  each: z.array(inner.optional()).min(1).max(2).optional(),
  given: inner.default({}),
  asked: inner.prefault({}),
  either: z.union([z.string(), inner.optional()]).optional(),
  needed: z.array(z.string()).optional(),
  nested: z.strictObject({ list: z.array(z.strictObject({ deep: z.string() })) }).optional(),
});

/** What is said of a text, each behind what stands where it is wrong. */
function said(text: string): readonly string[] {
  const { tree } = readYaml(text);
  const { error } = schema.safeParse(tree?.value);
  return tree && error
    ? explain(error, schema, tree).map(({ offset, message }) => `${text.slice(offset).split(/[:,\n]/)[0]}> ${message}`)
    : [];
}

test.each([
  ['', '> the file is empty; write "apiVersion: rollcall/v1" and "agents: []"'],
  ['[]', '[]> the file is a list; expected a mapping'],
  ['name: ""', '""> name is empty; give it a value'],
  ['name: abcdef', 'abcdef> name is longer than 5; shorten it'],
  ['name: 7', '7> name is the number 7; expected text'],
  ['name: true', 'true> name is the boolean true; expected text'],
  ['name: ~', '~> name is without a value; expected text'],
  ['count: 1', '1> count is less than 2; enlarge it'],
  ['count: 10', '10> count is more than 9; lessen it'],
  ['count: 2.5', '2.5> count is the number 2.5; expected int'],
  ['count: many', 'many> count is "many"; expected number'],
  ['each: []', '[]> each is empty; give it a value'],
  ['each: [{}, {}, {}]', '[{}> each is longer than 2; shorten it'],
  ['each: [a]', 'a]> each[0] is "a"; expected a mapping'],
  ['each: { a: b }', '{ a> each is a mapping; expected a list'],
  ['wide: 1', '1> wide is the number 1; expected true or false'],
  ['kind: Major', 'Major> kind is "Major"; did you mean "major"?'],
  ['kind: other', 'other> kind is "other"; expected "major", "minor"'],
  ['kind: 1', '1> kind is the number 1; expected "major", "minor"'],
  ['date: soon', 'soon> date "soon" is no day'],
  ['needed: [a, 1]', '1]> needed[1] is the number 1; expected text'],
  ['nested: {}', '{}> nested.list is missing; add it'],
  ['nested: { list: [{ deep: a }, {}] }', '{}] }> nested.list[1].deep is missing; add it'],
])('%j: %s', (text, words) => expect(said(text)).toEqual([words]));

describe('an unknown key', () => {
  const known = 'name, count, wide, kind, date, each, given, asked, either, needed, nested';

  test.each([
    ['zzzz: 1', `zzzz> the file: unknown key "zzzz"; known here: ${known}`],
    ['nmae: a', 'nmae> the file: unknown key "nmae"; did you mean "name"?'],
    ['each: [{}, { hihg: 1 }]', 'hihg> each[1]: unknown key "hihg"; did you mean "high"?'],
    ['given: { zzzz: 1 }', 'zzzz> given: unknown key "zzzz"; known here: high, low'],
    ['asked: { zzzz: 1 }', 'zzzz> asked: unknown key "zzzz"; known here: high, low'],
    ['either: { hgih: 1 }', 'hgih> either: unknown key "hgih"; did you mean "high"?'],
    ['nested: { list: [{ deep: a, depe: b }] }', 'depe> nested.list[0]: unknown key "depe"; did you mean "deep"?'],
  ])('%j: %s', (text, words) => expect(said(text)).toEqual([words]));

  test('is told from others beside it', () => {
    expect(said('yyyy: 1\nzzzz: 2\nname: ""\n').map((line) => line.split(';')[0])).toEqual([
      '""> name is empty',
      'yyyy> the file: unknown key "yyyy"',
      'zzzz> the file: unknown key "zzzz"',
    ]);
  });

  test('shows no character that a terminal acts on, and no key', () => {
    expect(said('"a\\u0007": 1')[0]).toContain('unknown key "a\\u{7}"; ');
  });
});
