import { describe, expect, test } from 'vitest';
import type { Agent } from '../../src/model/census.ts';
import { idFor, scopeOf, slug, stubOf } from '../../src/registry/stub.ts';
import { agentAt, repository } from './world.ts';

describe('an entry for an agent', () => {
  test('waits, names where it lives, and allows what it was seen to do', () => {
    const agent = agentAt('services/triage', {
      name: 'Triage',
      owner: '@acme/shop',
      identities: ['spiffe://x'],
      providers: ['openai'],
      credentials: [
        { env: 'KEY', ref: null, fingerprint: 'f', provider: 'openai' },
        { env: null, ref: 'vault:k', fingerprint: null, provider: null },
        { env: null, ref: null, fingerprint: 'g', provider: 'openai' },
        { env: 'X-Amz-Credential', ref: null, fingerprint: 'h', provider: null },
        { env: 'OPENAI KEY', ref: 'vault:o', fingerprint: null, provider: null },
      ],
    });
    expect(stubOf(agent, 'triage')).toEqual({
      id: 'triage',
      name: 'Triage',
      purpose: null,
      status: 'pending',
      owner: { team: '@acme/shop', technical: null, sponsor: null },
      match: { repos: [{ repo: repository, paths: ['services/triage'] }], images: [], workloads: [], hosts: [] },
      identities: ['spiffe://x'],
      scope: { providers: ['openai'] },
      credentials: [
        { env: 'KEY', ref: null, unique: false },
        { env: null, ref: 'vault:k', unique: false },
        { env: null, ref: 'vault:o', unique: false },
      ],
      approval: null,
      exceptions: [],
    });
  });

  test('has a scope of all facets, and none that is empty', () => {
    const facets: Partial<Agent> = {
      providers: ['p'],
      models: ['m'],
      hosts: ['h'],
      frameworks: ['f'],
      mcpServers: ['s'],
      dataSinks: ['d'],
      dynamic: ['models'],
    };
    expect(scopeOf(agentAt('a', facets))).toEqual(facets);
    expect(scopeOf(agentAt('a'))).toEqual({});
  });

  test('says of a tool what was seen of it, and asks for no approval that nobody gives', () => {
    const tools: Agent['tools'] = [
      { name: 'a', access: 'unknown', approval: 'unknown' },
      { name: 'b', access: 'write', approval: 'human' },
      { name: 'c', access: 'read', approval: 'none' },
    ];
    expect(scopeOf(agentAt('a', { tools })).tools).toEqual([
      { name: 'a' },
      { name: 'b', access: 'write', approval: 'human' },
      { name: 'c', access: 'read' },
    ]);
  });
});

describe('an id for an entry', () => {
  const id = (agent: Partial<Agent> & { path: string }, ...taken: string[]) =>
    idFor(agentAt(agent.path, agent), new Set(taken));

  test('is the name, else the path, else both, else a number more', () => {
    const agent = { path: 'services/triage', name: 'Triage' };
    expect(id(agent)).toBe('triage');
    expect(id(agent, 'triage')).toBe('services-triage');
    expect(id(agent, 'triage', 'services-triage')).toBe('github-com-acme-shop-services-triage');
    const all = ['triage', 'services-triage', 'github-com-acme-shop-services-triage'];
    expect(id(agent, ...all)).toBe('triage-2');
    expect(id(agent, ...all, 'triage-2', 'triage-3')).toBe('triage-4');
  });

  test('of the agent at the root is named after the repository', () => {
    expect(id({ path: '.', name: 'x' }, 'x')).toBe('github-com-acme-shop');
    expect(id({ path: '.', name: 'x' }, 'x', 'github-com-acme-shop')).toBe('x-2');
  });

  test('has no name without letters', () => {
    expect(id({ path: 'a', name: '日本' })).toBe('a');
    expect(id({ path: '.', name: '日本', repository: '日本' })).toBe('agent-2');
  });
});

describe('a word for an id', () => {
  test.each([
    ['Billing Triage', 'billing-triage'],
    ['  a--b__c  ', 'a-b-c'],
    ['Ünï ﬁx', 'u-ni-fix'],
    ['日本', ''],
    ['constructor', 'constructor-agent'],
    ['-a-', 'a'],
    ['1.2', '1-2'],
    ['x'.repeat(90), 'x'.repeat(80)],
    [`${'x'.repeat(79)} y`, 'x'.repeat(79)],
  ])('%s: %s', (text, word) => expect(slug(text)).toBe(word));
});

test.each([
  ['@acme/billing @carol alice@acme.example', '@acme/billing', '@carol'],
  ['alice@acme.example @acme/billing @acme/sec', '@acme/billing', 'alice@acme.example'],
  ['@carol', null, '@carol'],
  ['@acme/infra/sec', '@acme/infra/sec', null],
  ['  @acme/billing \t @carol ', '@acme/billing', '@carol'],
  ['user:group:ops', null, 'user:group:ops'],
  ['Alice of @acme/billing', null, 'Alice of @acme/billing'],
  ['@acme/billing <lance@acme.example>', null, '@acme/billing <lance@acme.example>'],
  ['@acme/billing lance@acme.example>', null, '@acme/billing lance@acme.example>'],
  ['group:default/billing', 'group:default/billing', null],
  ['user:default/carol', null, 'user:default/carol'],
  ['Lance Martin', null, 'Lance Martin'],
  ['Lance Martin <lance@acme.example>', null, 'Lance Martin <lance@acme.example>'],
  [null, null, null],
])('of the owner %s a stub names the team %s and the person %s', (owner, team, technical) => {
  expect(stubOf(agentAt('desk', { owner }), 'desk').owner).toEqual({ team, technical, sponsor: null });
});
