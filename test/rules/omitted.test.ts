import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOmitted } from '../../src/ruleset/load.ts';
import { parseOmitted } from '../../src/ruleset/parse.ts';

const folder = join(import.meta.dirname, '../../rules');
const omitted = parseOmitted(readOmitted(folder));
const named = omitted.map(({ kind, id }) => `${kind} ${id}`);

test('nothing is both left out and there', () => {
  const there = ['provider', 'framework'].flatMap((kind) =>
    readdirSync(join(folder, `${kind}s`)).map((file) => `${kind} ${file.replace('.yaml', '')}`),
  );
  expect(there.length).toBeGreaterThan(100);
  expect(named.filter((one) => there.includes(one))).toEqual([]);
});

test('nothing is left out twice', () => {
  expect(named.filter((one, index) => named.indexOf(one) !== index)).toEqual([]);
});

test.each([
  ['an empty reason', "- { id: acme, kind: provider, reason: '' }"],
  ['a reason of blanks', "- { id: acme, kind: provider, reason: '              ' }"],
  ['no reason', '- { id: acme, kind: provider }'],
  ['a kind that there is not', '- { id: acme, kind: model, reason: it serves no models }'],
])('%s is refused, with its line', (_title, text) => {
  expect(() => parseOmitted({ path: 'omitted.yaml', text })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('omitted.yaml:1:') }),
  );
});
