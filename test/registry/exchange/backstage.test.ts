import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { backstage } from '../../../src/registry/exchange/exports/backstage.ts';
import { full, options, registryOf } from './world.ts';

const bare = { id: 'other', name: 'Other', status: 'draft', match: { hosts: ['x.example'] } };

const render = (...agents: readonly object[]) => backstage.render(registryOf(...agents), options);
const entity = (fields: object) => parseAllDocuments(render({ ...bare, ...fields }))[0]?.toJS();

test('an entity says what the entry says, and carries the rest of it with it', () => {
  const { annotations, ...metadata } = entity(full).metadata;
  const { name, purpose, status, approval, exceptions, ...kept } = full;
  expect(metadata).toEqual({ name: 'billing-triage', title: name, description: purpose });
  expect({ ...annotations, 'rollcall.dev/entry': null }).toEqual({
    'rollcall.dev/status': status,
    'rollcall.dev/expires': approval.expires,
    'rollcall.dev/entry': null,
  });
  expect(exceptions).toHaveLength(1);
  const repos = [kept.match.repos[0], { repo: 'github.com/acme/mail' }];
  expect(JSON.parse(annotations['rollcall.dev/entry'])).toEqual({ ...kept, match: { ...kept.match, repos } });
});

test('an entity of an entry that says no more than it has to, as it is written', () => {
  expect(render(bare)).toBe(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: other
  title: Other
  annotations:
    rollcall.dev/status: draft
    rollcall.dev/entry: '{"id":"other","match":{"hosts":["x.example"]}}'
spec:
  type: ai-agent
  lifecycle: experimental
  owner: unknown
`);
});

test('entities stand in documents of their own, in the order of their ids', () => {
  const text = render({ ...bare, id: 'b' }, { ...bare, id: 'a' });
  expect(text.match(/^(?:---| {2}name: .)$/gm)).toEqual(['  name: a', '---', '  name: b']);
});

test('a long text is not folded', () => {
  const name = 'word '.repeat(50).trim();
  expect(render({ ...bare, name })).toContain(`  title: ${name}\n`);
});

test('a description starts and ends with no blank lines, and is left out where nothing else is there', () => {
  expect(entity({ purpose: '\n  Sorts\nmail \n' }).metadata.description).toBe('Sorts\nmail');
  expect(entity({ purpose: ' \n ' }).metadata).not.toHaveProperty('description');
});

test('an approval without an end has none in the entity', () => {
  const annotations = (approval: object) => Object.keys(entity({ approval }).metadata.annotations);
  expect(annotations({ by: ['a'], at: '2026-01-01' })).toEqual(['rollcall.dev/status', 'rollcall.dev/entry']);
});

test.each([
  ['draft', 'experimental'],
  ['pending', 'experimental'],
  ['approved', 'production'],
  ['rejected', 'deprecated'],
  ['deprecated', 'deprecated'],
])('what is %s is %s', (status, lifecycle) => {
  const { spec, metadata } = entity({ status });
  expect([spec.lifecycle, metadata.annotations['rollcall.dev/status']]).toEqual([lifecycle, status]);
});

describe('the name of an entity', () => {
  test('is the id, up to 63 characters', () => {
    expect(entity({ id: 'a'.repeat(63) }).metadata.name).toBe('a'.repeat(63));
  });

  test('of a longer one is its beginning and a digest', () => {
    expect(entity({ id: 'a'.repeat(64) }).metadata.name).toBe(`${'a'.repeat(52)}-ffe054fe7a`);
    expect(entity({ id: `${'a'.repeat(64)}b` }).metadata.name).not.toBe(entity({ id: 'a'.repeat(64) }).metadata.name);
  });
});

describe('the slug by which Backstage finds a repository', () => {
  const slugs = (...repos: readonly string[]) =>
    Object.entries(entity({ match: { repos: repos.map((repo) => ({ repo })) } }).metadata.annotations)
      .filter(([key]) => key.endsWith('/project-slug'))
      .map(([key, value]) => `${key}: ${value}`);

  test.each([
    ['github.com/acme/mail', 'github.com/project-slug: acme/mail'],
    ['gitlab.com/acme/deep/mail', 'gitlab.com/project-slug: acme/deep/mail'],
    ['github.com/a-c.m_e/m.ai-l_', 'github.com/project-slug: a-c.m_e/m.ai-l_'],
  ])('of %s is %s', (repo, slug) => expect(slugs(repo)).toEqual([slug]));

  test.each([
    'github.com/acme',
    'git.acme.example/acme/mail',
    'bitbucket.org/acme/mail',
    'xgithub.com/acme/mail',
    'githubxcom/acme/mail',
    'gitlabxcom/acme/mail',
    'a/github.com/acme/mail',
    'github.com/acme/mail box',
    'github.com/acme/post office',
  ])('is none for %s', (repo) => expect(slugs(repo)).toEqual([]));

  test('is none where an agent lives in none, or in several', () => {
    expect(render(bare)).not.toContain('slug');
    expect(slugs('github.com/acme/a', 'github.com/acme/b')).toEqual([]);
  });
});

describe('the owner of an entity', () => {
  const owner = (fields: object) => entity({ owner: fields }).spec.owner;

  test.each([
    ['acme/billing', 'acme/billing'],
    ['group:acme/billing', 'group:acme/billing'],
    ['group:Billing', 'group:Billing'],
    ['Billing_2.x', 'Billing_2.x'],
    ['a', 'a'],
    ['a/b', 'a/b'],
    ['a'.repeat(63), 'a'.repeat(63)],
    [`${'n'.repeat(63)}/b`, `${'n'.repeat(63)}/b`],
    [`${'k'.repeat(63)}:b`, `${'k'.repeat(63)}:b`],
    ['Billing & Co.', 'billing-co'],
    ['@acme/billing', 'acme-billing'],
    ['Acme/billing', 'acme-billing'],
    ['a-/b', 'a-b'],
    ['-a/b', 'a-b'],
    ['a/b/c', 'a-b-c'],
    ['1k:b', '1k-b'],
    ['_a', 'a'],
    ['a_', 'a'],
    ['a'.repeat(64), 'a'.repeat(63)],
    [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
    [`${'n'.repeat(64)}/b`, 'n'.repeat(63)],
    [`${'k'.repeat(64)}:b`, 'k'.repeat(63)],
  ])('is the team %s as %s', (team, reference) => expect(owner({ team, technical: 'alice' })).toBe(reference));

  test.each([
    [{ technical: 'alice@acme.example', sponsor: 'bob' }, 'user:alice'],
    [{ technical: 'alice' }, 'user:alice'],
    [{ sponsor: 'bob@acme.example' }, 'user:bob'],
    [{ technical: 'Alice Liddell' }, 'user:alice-liddell'],
    [{ technical: 'Alice Liddell <alice@acme.example>' }, 'user:alice-liddell'],
    [{ technical: '@alice' }, 'user:alice'],
    [{ technical: 'user:default/alice' }, 'user:default/alice'],
    [{ technical: 'default/alice' }, 'user:default/alice'],
    [{ team: '請求' }, 'unknown'],
    [{ technical: '請求' }, 'unknown'],
    [{}, 'unknown'],
  ])('without a team is a person: %j is %s', (people, reference) => expect(owner(people)).toBe(reference));

  test('is said to be missing, for all agents at once', () => {
    const agents = [full, { ...bare, id: 'b' }, { ...bare, id: 'a', owner: { team: '請求' } }];
    expect(backstage.notes(registryOf(...agents))).toEqual(['no owner is known of a, b: spec.owner is "unknown"']);
    expect(backstage.notes(registryOf(full))).toEqual([]);
  });
});
