import { describe, expect, test } from 'vitest';
import { expand } from '../../src/ruleset/template.ts';
import { forms } from './bound.ts';
import { settings } from './carriers.ts';
import { keysIn, kinds } from './kinds.ts';

const each = 4;
/** Kinds whose keys stand in a line of their own and in any file, and are told by more than the variable alone. */
const plain = kinds.filter(
  ({ key }) => key.context !== 'variable' && !(key.id in settings) && /^[\w./+|:=-]+$/.test(expand(key.template)),
);

describe.each(Object.entries(forms))('a key is found that is bound by %s', (_form, { file, write }) => {
  test.each(plain.map((kind) => [kind.key.id, kind] as const))('%s', async (id, kind) => {
    const missed: number[] = [];
    for (let index = 0; index < each; index++) {
      const content = write(kind, expand(kind.key.template, `bound ${id} ${index}`));
      if (content === null) continue;
      const found = await keysIn(file, content);
      if (!found.some(({ type, provider }) => type.split('|').includes(id) || provider === kind.provider))
        missed.push(index);
    }
    expect(missed).toEqual([]);
  });
});
