import { describe, expect, test } from 'vitest';
import { expand } from '../../src/ruleset/template.ts';
import { variable } from './carriers.ts';
import { hidden } from './hidden.ts';
import { keysIn, telling } from './kinds.ts';

const each = 5;

describe.each(Object.entries(hidden))('a key is found in %s', (_form, write) => {
  test.each(telling.map((kind) => [kind.key.id, kind] as const))('%s', async (id, kind) => {
    const missed: number[] = [];
    for (let index = 0; index < each; index++) {
      const key = expand(kind.key.template, `hidden ${id} ${index}`);
      const content = write(key, variable(kind));
      if (content === null) continue;
      const found = await keysIn('notes.txt', content);
      if (!found.some(({ type }) => type.split('|').includes(id))) missed.push(index);
    }
    // A key that is drawn may fail what is expected of one where nothing beside it names the vendor.
    const chance = kind.key.checks.some(({ effect }) => effect === 'expect') ? 1 : 0;
    expect(missed.slice(chance)).toEqual([]);
  });
});
