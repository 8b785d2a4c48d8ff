import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { difference } from '../../src/registry/difference.ts';
import { editYaml } from '../../src/registry/edit-yaml.ts';
import { readYaml } from '../../src/registry/yaml.ts';

const texts = fc.constantFrom('a', 'b, c', "it's", 'two\nlines', '- a', 'no');

/** Lists and mappings in each other, and texts in them. */
const { tree } = fc.letrec<{ tree: unknown; list: unknown[]; map: object }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', maxDepth: 3 }, texts, fc.boolean(), tie('list'), tie('map')),
  list: fc.array(tie('tree'), { maxLength: 3 }),
  map: fc
    .dictionary(fc.constantFrom('a', 'b', 'c: d'), tie('tree'), { maxKeys: 3 })
    .map((each): object => ({ ...each })),
}));

const layouts = fc.record({
  indent: fc.constantFrom(1, 2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'BLOCK_LITERAL' as const),
});

test('however YAML is laid out, it says afterwards what was meant', () => {
  fc.assert(
    fc.property(tree, tree, layouts, (one, other, layout) => {
      const [before, after] = [one, other].map((field) => ({ file: { field } }));
      let text: string | null = stringify(before, layout);
      // What goes from a thing that also grows goes in a second round.
      for (let round = 0; round < 2 && text !== null; round++) text = editYaml(text, difference(read(text), after));
      expect(difference(read(String(text)), after)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

function read(text: string): unknown {
  return readYaml(text).tree?.value;
}
