import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home } from '../world.ts';
import { kinds } from './kinds.ts';

/** The catalogue stands beside the repository where somebody put it. */
const catalogue = join(home, '../shared/catalogue/key-formats.json');

if (existsSync(catalogue)) {
  test('every kind of key of the catalogue has a rule', () => {
    const { types } = JSON.parse(readFileSync(catalogue, 'utf8')) as { types: { id: string }[] }; // written in this shape
    const known = new Set(kinds.map(({ key }) => key.id));
    expect(types.length).toBeGreaterThan(100);
    expect(types.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
  });
} else {
  test.skip(`every kind of key of the catalogue has a rule: skipped, for there is no ${catalogue}`, () => {});
}
