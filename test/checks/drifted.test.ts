import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Witness } from '../../src/model/census.ts';
import { defaultPolicy } from '../../src/model/policy.ts';
import { agentAt, approved, entryFor } from '../registry/world.ts';
import { grant, keyIn, runsAs, scene } from './scene.ts';

const base = { ...grant('credential', 'unused', { file: 'a/near.py', rule: 'x' }), provider: null, framework: null };
const { kind, what, name, service, by, of, opens, channel, beside, ...where } = base;
const reach = { models: [], hosts: [], dynamic: [], level: 'agent', tools: [] } as const;
const call: Witness = { ...where, ...reach, kind: 'call', symbol: 'x', operation: 'chat', weight: 'use' };

/** RC103 of an agent with these facets, whose witnesses are the near misses and then the one that shows it. */
function found(facets: Partial<Agent>, evidence: readonly Witness[]) {
  const agent = { ...agentAt('a', facets), evidence };
  const input = scene({ agents: [agent] }, [approved(entryFor('t', 'a'))], {
    config: { policy: { ...defaultPolicy, declareDynamic: true } },
  });
  return check(input).findings.filter((finding) => finding.check === 'RC103');
}

/** Witnesses of things that bear the same name and are something else, or of another thing. */
const near: readonly Witness[] = [
  { ...call, weight: 'mention', provider: 'same', framework: 'same' },
  { ...where, kind: 'endpoint', host: 'other' },
  { ...where, kind: 'tool', name: 'other', access: 'write', approval: 'none', binding: null },
  { ...where, kind: 'connection', name: 'other', target: '' },
  { ...where, kind: 'store', name: 'other' },
  { ...call, models: ['other'], hosts: ['other'], tools: ['other'], dynamic: ['hosts'] },
  { ...where, kind: 'server', name: 'same' },
  { ...runsAs('same', 'a/near.py') },
  { ...keyIn('a/near.py', 'k'), name: 'same', provider: 'other' },
];

describe('a thing is shown by its own witness, and by none of another thing of that name', () => {
  const here = { file: 'a/here.py', line: 7 };

  test.each<[string, Partial<Agent>, Witness]>([
    ['provider', { providers: ['same'] }, { ...call, ...here, provider: 'same' }],
    ['framework', { frameworks: ['same'] }, { ...call, ...here, framework: 'same' }],
    ['model', { models: ['same'] }, { ...call, ...here, models: ['same'] }],
    ['host of a call', { hosts: ['same'] }, { ...call, ...here, hosts: ['same'] }],
    ['host', { hosts: ['same'] }, { ...where, ...here, kind: 'endpoint', host: 'same' }],
    [
      'tool of a call',
      { tools: [{ name: 'same', access: 'write', approval: 'none' }] },
      { ...call, ...here, tools: ['same'] },
    ],
    [
      'tool',
      { tools: [{ name: 'same', access: 'write', approval: 'none' }] },
      { ...where, ...here, kind: 'tool', name: 'same', access: 'write', approval: 'none', binding: null },
    ],
    ['MCP server', { mcpServers: ['same'] }, { ...where, ...here, kind: 'connection', name: 'same', target: '' }],
    ['store', { dataSinks: ['same'] }, { ...where, ...here, kind: 'store', name: 'same' }],
    ['choice at run time', { dynamic: ['models'] }, { ...call, ...here, dynamic: ['models'] }],
  ])('%s', (_what, facets, witness) => {
    expect(found(facets, [...near, witness])).toMatchObject([{ ...here, locations: [] }]);
    expect(found(facets, [{ ...call, file: 'a/first.py' }, ...near])).toMatchObject([
      { file: 'a/first.py', locations: [] },
    ]);
  });

  test.each<[string, Partial<Agent>, Witness]>([
    ['a store', { dataSinks: ['same'] }, { ...where, kind: 'connection', name: 'same', target: '' }],
    ['an MCP server', { mcpServers: ['same'] }, { ...where, kind: 'store', name: 'same' }],
    ['a model', { models: ['same'] }, { ...call, hosts: ['same'], tools: ['same'] }],
  ])('%s is not shown by its namesake', (_what, facets, witness) => {
    expect(found(facets, [{ ...call, file: 'a/first.py' }, witness])).toMatchObject([{ file: 'a/first.py' }]);
  });
});

describe('the provider of a finding', () => {
  test('is the one that is not allowed, else the first of the agent', () => {
    const facets = { providers: ['anthropic', 'openai'], models: ['gpt-5'] };
    expect(
      found(facets, [call]).map(({ message, provider }) => [message.split(' ').slice(2, 6).join(' '), provider]),
    ).toEqual(
      expect.arrayContaining([
        ['calls the provider anthropic,', 'anthropic'],
        ['calls the provider openai,', 'openai'],
        ['uses the model gpt-5,', 'anthropic'],
      ]),
    );
    expect(found({ models: ['gpt-5'] }, [call])).toMatchObject([{ provider: null }]);
  });

  test('is no "*" where it is chosen at run time', () => {
    const [finding] = found({ dynamic: ['providers'] }, [call]);
    expect(finding).toMatchObject({ provider: null, agent: 'github.com/acme/shop//a', entry: 't' });
  });
});

test('a finding has what is not allowed apart from its sentence, where that has a name', () => {
  const subjects = (facets: Partial<Agent>) => found(facets, [call]).map(({ subject }) => subject);
  expect(subjects({ models: ['gpt-5'] })).toEqual(['gpt-5']);
  expect(subjects({ dynamic: ['models'] })).toEqual([undefined]);
});
