import { expect, test } from 'vitest';
import { fits } from '../../src/text/fits.ts';

test.each([
  ['gpt-4.1', 'gpt-4.1', true],
  ['gpt-4.1', 'gpt-4.1-mini', false],
  ['gpt-4.1*', 'gpt-4.1-mini', true],
  ['gpt-4.1*', 'gpt-4.1', true],
  ['gpt-4.1*', 'my-gpt-4.1', false],
  ['*', 'anything', true],
  ['a*c', 'abc', false],
])('%s and %s', (pattern, value, isFit) => {
  expect(fits(pattern, value)).toBe(isFit);
});
