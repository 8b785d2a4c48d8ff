import { describe, expect, test } from 'vitest';
import type { HostRule } from '../../src/model/ruleset.ts';
import { loadCompiled } from '../../src/ruleset/load.ts';
import { tokensOf } from '../../src/text/tokens.ts';
import { shortest } from '../../src/wire/find.ts';

const rules = loadCompiled();
const hosts = [...rules.hosts.keys(), ...rules.hostPatterns.map(({ host }) => host)];

/** As Microsoft's DNS server writes a name. */
function counted(name: string): string {
  return `${name
    .split('.')
    .map((label) => `(${label.length})${label}`)
    .join('')}(0)`;
}

function of(...names: string[]): Parameters<typeof tokensOf>[0] {
  const list = names.map((host): HostRule => ({ provider: 'p', host, kind: 'api', paths: [], shared: false }));
  const exact = list.filter(({ host }) => !host.includes('*'));
  return {
    hosts: new Map(exact.map((rule) => [rule.host, rule])),
    hostPatterns: list.filter((rule) => !exact.includes(rule)),
  };
}

test.each([
  ['api.openai.com', 'api.openai.com', '(3)api(6)openai(3)com'],
  ['*.openai.azure.com', '.openai.azure.com', '(6)openai(5)azure(3)com'],
  ['bedrock-runtime.*.amazonaws.com', 'bedrock-runtime.', '(15)bedrock-runtime('],
  ['*.bedrock-runtime.*.vpce.amazonaws.com', '.bedrock-runtime.', '(15)bedrock-runtime('],
  ['*-aiplatform.googleapis.com', '-aiplatform.googleapis.com', '-aiplatform(10)googleapis(3)com'],
  ['token-plan-*.vendor.com', 'token-plan-', 'token-plan-'],
  ['ai.plan-*.vendor.com', 'ai.plan-', '(2)ai('],
  ['ark.*.volces.com', '.volces.com', '(6)volces(3)com'],
])('%s is looked for as %s, and as %s', (host, dotted, counted) => {
  expect(tokensOf(of(host))).toEqual([dotted]);
  expect(tokensOf(of(host), { labels: true })).toEqual([counted]);
});

test('a token with another one in it is left out', () => {
  expect(tokensOf(of('chat.z.ai', 'z.ai', 'api.z.ai'))).toEqual(['z.ai']);
});

test('others are looked for as they are, but for their case', () => {
  expect(tokensOf(of(), { extra: [':generateContent', '/chat/completions'], labels: true })).toEqual([
    ':generatecontent',
    '/chat/completions',
  ]);
});

describe.each([false, true])('with labels counted: %s', (labels) => {
  const tokens = tokensOf(rules, { labels });

  test.each(['x', 'us-east-1', 'deep.under'])(
    'each host of the rules has a token in it, with %s for a wildcard',
    (filling) => {
      const names = hosts.map((host) => host.replaceAll('*', filling));
      const written = names.map((name) => (labels ? counted(name) : name));
      expect(written.filter((name) => !tokens.some((token) => name.includes(token)))).toEqual([]);
    },
  );

  test('all can be looked for, and none has another one in it', () => {
    expect(tokens.filter((token) => token.length < shortest)).toEqual([]);
    expect(tokens.filter((token) => tokens.some((other) => other !== token && token.includes(other)))).toEqual([]);
  });
});
