import { expect, test } from 'vitest';
import { moduleName } from '../../src/readers/languages/javascript/specifier.ts';

test.each([
  ['npm:openai@6', 'openai'],
  ['npm:openai@6/helpers/zod', 'openai/helpers/zod'],
  ['npm:@anthropic-ai/sdk@^0.60', '@anthropic-ai/sdk'],
  ['jsr:@openai/openai@6', '@openai/openai'],
  ['https://esm.sh/openai@4.20.1', 'openai'],
  ['https://esm.sh/@google/generative-ai@0.1?bundle', '@google/generative-ai'],
  ['https://deno.land/x/openai@v4.20.1/mod.ts', 'openai'],
  ['https://cdn.jsdelivr.net/npm/openai@4/+esm', 'openai'],
  ['openai', 'openai'],
  ['./openai', './openai'],
  ['https://example.com/openai@4', 'https://example.com/openai@4'],
])('%s is %s', (specifier, name) => {
  expect(moduleName(specifier)).toBe(name);
});
