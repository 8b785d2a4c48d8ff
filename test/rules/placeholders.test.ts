import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/detectors/keys/placeholders.ts';
import { expand } from '../../src/ruleset/template.ts';
import { files, rules } from './kinds.ts';

const [any] = rules.keys;
const { match, ignore } = files.placeholders?.examples ?? { match: [], ignore: [] };

/** A kind of key that says nothing of its own. */
function stands(template: string): boolean {
  if (!any) throw new Error('there is no kind of key');
  return isPlaceholder(expand(template), { ...any, head: '', dummies: [], published: [] }, rules.placeholders);
}

describe('what people write in the place of a key', () => {
  test.each(match)('%s stands for one', (template) => expect(stands(template)).toBe(true));
  test.each(ignore)('%s does not', (template) => expect(stands(template)).toBe(false));
  test('there are examples of both', () => expect([match.length > 0, ignore.length > 0]).toEqual([true, true]));
});

test('fewer than one drawn key in two thousand is taken for one', () => {
  const drawn = Array.from({ length: 4000 }, (_, index) => expand('{{b64url:64}}', `drawn ${index}`));
  expect(drawn.filter((text) => stands(text)).length).toBeLessThanOrEqual(2);
});
