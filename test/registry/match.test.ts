import { describe, expect, test } from 'vitest';
import { matcher } from '../../src/registry/match.ts';
import { agentAt, entryFor, places, registry, repository } from './world.ts';

function fits(agent: ReturnType<typeof agentAt>, ...entries: readonly ReturnType<typeof entryFor>[]) {
  const { entries: found, by } = matcher(registry(...entries), { trustTree: true })(agent);
  return [by, ...found.map(({ id }) => id)];
}

const identity = 'spiffe://acme.com/ns/shop/sa/triage';

describe('places', () => {
  test('a path holds the unit itself and what is below it', () => {
    expect(fits(agentAt('services/triage'), entryFor('a', 'services/triage'))).toEqual(['path', 'a']);
    expect(fits(agentAt('services/triage/mail'), entryFor('a', 'services/triage'))).toEqual(['path', 'a']);
  });

  test('a path does not hold a neighbour whose name starts alike', () => {
    expect(fits(agentAt('services/triage-2'), entryFor('a', 'services/triage'))).toEqual([null]);
  });

  test('a path does not hold what is in a folder whose name starts alike', () => {
    expect(fits(agentAt('services/triage'), entryFor('a', 'serv'))).toEqual([null]);
    expect(fits(agentAt('services/triage'), entryFor('a', 'services/tri'))).toEqual([null]);
  });

  test('a path that starts at the root of a disk is held by itself alone', () => {
    expect(fits(agentAt('/a'), entryFor('a', '/a'))).toEqual(['path', 'a']);
    expect(fits(agentAt('/a/b'), entryFor('a', 'a'))).toEqual([null]);
  });

  test('a path does not hold the same path of another repository', () => {
    expect(fits(agentAt('x', { repository: 'github.com/mallory/shop' }), entryFor('a', 'x'))).toEqual([null]);
  });

  test('a path holds a unit of the same repository in other capitals, where its host takes them for the same', () => {
    const entry = (repo: string) => entryFor('a', 'x', { match: places({ repo, paths: ['x'] }) });
    expect(fits(agentAt('x'), entry('github.com/Acme/Shop'))).toEqual(['path', 'a']);
    const own = agentAt('x', { repository: 'git.acme.example/shop' });
    expect(fits(own, entry('git.acme.example/Shop'))).toEqual([null]);
  });

  test('the longest path wins over a shorter one, and any path over the whole repository', () => {
    const whole = entryFor('whole', '', { match: places({ repo: repository, paths: [] }) });
    const entries = [whole, entryFor('deep', 'a/b'), entryFor('flat', 'a')];
    expect(fits(agentAt('a/b/c'), ...entries)).toEqual(['path', 'deep']);
    expect(fits(agentAt('a/c'), ...entries)).toEqual(['path', 'flat']);
    expect(fits(agentAt('c'), ...entries)).toEqual(['repository', 'whole']);
  });

  test('"." is the unit at the root and not what is below it', () => {
    expect(fits(agentAt('.'), entryFor('a', '.'))).toEqual(['path', 'a']);
    expect(fits(agentAt('x'), entryFor('a', '.'))).toEqual([null]);
  });

  test('two entries of the same path fit equally', () => {
    expect(fits(agentAt('a'), entryFor('one', 'a'), entryFor('two', 'a'))).toEqual(['path', 'one', 'two']);
  });
});

describe('identity and claim', () => {
  test('an identity wins over a claim and a path', () => {
    const agent = agentAt('a', { identities: [identity], claim: 'here' });
    const entries = [entryFor('here', 'a'), entryFor('known', 'elsewhere', { identities: [identity] })];
    expect(fits(agent, ...entries)).toEqual(['identity', 'known']);
  });

  test('an identity of which another is only the beginning does not match', () => {
    const agent = agentAt('a', { identities: [`${identity}-2`] });
    expect(fits(agent, entryFor('known', 'b', { identities: [identity] }))).toEqual([null]);
  });

  test('an identity that two entries have fits both', () => {
    const agent = agentAt('a', { identities: [identity] });
    const entries = ['one', 'two'].map((id) => entryFor(id, id, { identities: [identity] }));
    expect(fits(agent, ...entries)).toEqual(['identity', 'one', 'two']);
  });

  test('a claim wins over a longer path', () => {
    const entries = [entryFor('team', 'a'), entryFor('deep', 'a/b')];
    expect(fits(agentAt('a/b', { claim: 'team' }), ...entries)).toEqual(['claim', 'team']);
  });

  test('a claim of a tree that is not trusted counts for nothing', () => {
    const match = matcher(registry(entryFor('team', 'a'), entryFor('deep', 'a/b')), { trustTree: false });
    expect(match(agentAt('a/b', { claim: 'team' }))).toMatchObject({ by: 'path', entries: [{ id: 'deep' }] });
  });

  test('a claim outside the places of its entry counts for nothing', () => {
    const entries = [entryFor('deep', 'a/b'), entryFor('other', 'c')];
    expect(fits(agentAt('a/b', { claim: 'other' }), ...entries)).toEqual(['path', 'deep']);
  });

  test('a name, a provider or a model in common is no match', () => {
    const agent = agentAt('a', { name: 'triage', providers: ['openai'], models: ['gpt-4.1'] });
    const entry = entryFor('triage', 'b', { scope: { providers: ['openai'], models: ['gpt-4.1'] } });
    expect(fits(agent, entry)).toEqual([null]);
  });
});
