import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/ruleset.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { ProviderFile } from '../../src/ruleset/schema.ts';
import { address, hostRule, isTelling, partRule } from '../../src/text/host.ts';

const provider = (id: string, more: object): ProviderFile =>
  ProviderFile.parse({
    id,
    name: id,
    docs: 'https://docs.example.com',
    examples: [{ title: 'none', file: 'a.txt', code: '', uses: [] }],
    ...more,
  });

const rules: RuleSet = compile({
  providers: [
    provider('mindful', { hosts: ['api.mindful.dev', '*.mindful.cloud'], paths: ['/v1/ask'] }),
    provider('warehouse', { hosts: [{ host: '*.warehouse.dev', paths: ['/cortex', ':ask'], shared: true }] }),
    provider('near', { ports: [4321], paths: ['/near/ask'] }),
    provider('nearer', { ports: [54_321] }),
  ],
  frameworks: [],
  sdks: [],
  credentials: [],
  checks: [],
});

const tells = (text: string): boolean => {
  const to = address(text);
  const host = to && hostRule(to, rules);
  return to !== null && host !== null && isTelling(to, host, rules);
};

describe('an address names its provider', () => {
  test.each(['https://api.mindful.dev', 'https://eu.mindful.cloud/v1', 'wss://api.mindful.dev/v1/models'])(
    'by a host that serves models alone: %s',
    (text) => expect(tells(text)).toBe(true),
  );

  test.each([
    ['https://acme.warehouse.dev/cortex/inference', true],
    ['https://acme.warehouse.dev/agents/1:ask', true],
    ['https://acme.warehouse.dev/tables', false],
    ['https://acme.warehouse.dev', false],
    ['https://acme.warehouse.dev/cortexes', false],
    ['https://acme.warehouse.dev/agents/{}:ask', true],
    ['https://acme.warehouse.dev/agents/{}:list', false],
  ])('by the path, where its host serves other things too: %s', (text, expected) => expect(tells(text)).toBe(expected));

  test.each([
    ['http://localhost:54321', true],
    ['http://localhost:4321', false],
    ['http://localhost:4321/near/ask', true],
    ['http://localhost:4321/v1/chat/completions', true],
    ['http://localhost:4321/v1/ask', false],
    ['http://shop.acme.com:54321', false],
  ])('by a port of this machine: %s', (text, expected) => expect(tells(text)).toBe(expected));

  test.each([
    'https://api.mindful.dev.evil.example/v1/ask',
    'https://api-mindful.dev/v1/ask',
    'https://mindful.cloud.evil.example/v1/ask',
    'https://notmindful.cloud/v1/ask',
    'https://evil.example/api.mindful.dev/v1/ask',
    'https://api.mindful.dev@evil.example/v1/ask',
  ])('a host that looks alike names nobody: %s', (text) => expect(tells(text)).toBe(false));
});

test('what is decided at run time stands in a path as it is written', () => {
  expect(address('https://api.mindful.dev/v1/{}/ask/{}?key={}')).toMatchObject({
    path: null,
    written: '/v1/{}/ask/{}',
  });
  expect(address('https://api.mindful.dev/v1/ask?q=1')).toMatchObject({ path: '/v1/ask', written: '/v1/ask' });
});

describe('a host of which a part is decided at run time', () => {
  test.each([
    ['https://{}.mindful.cloud/v1/ask', 'mindful'],
    ['wss://{}-eu.{}.mindful.cloud', 'mindful'],
    ['{}.warehouse.dev/cortex', 'warehouse'],
  ])('%s is told by its end', (text, provider) => expect(partRule(text, rules)?.provider).toBe(provider));

  test.each([
    'https://{}/v1/ask',
    'https://api.{}.dev/v1/ask',
    'https://{}.mindful.cloud.evil.example/v1/ask',
    'https://{}mindful.cloud/v1/ask',
    'https://evil.example/{}.mindful.cloud/v1/ask',
    'https://evil.example?to={}.mindful.cloud',
    'https://eu.mindful.cloud/v1/{}',
  ])('%s is not', (text) => expect(partRule(text, rules)).toBeNull());
});
