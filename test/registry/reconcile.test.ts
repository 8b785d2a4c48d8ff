import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/registry.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import { reconcile, type Terms } from '../../src/registry/reconcile.ts';
import { aged, agentAt, approved, census, entryFor, places, registry, repository, terms } from './world.ts';

const agent = agentAt('triage', { providers: ['openai'] });
const entry = entryFor('triage', 'triage', { scope: { providers: ['openai'] } });

function verdict(entry: Entry, changes: Partial<Terms> = {}) {
  return reconcile(census(agent), registry(entry), { ...terms, ...changes }).verdicts[0];
}

function state(entry: Entry, changes: Partial<Terms> = {}) {
  return verdict(entry, changes)?.state;
}

describe('a verdict', () => {
  test('is unregistered where no entry fits', () => {
    expect(verdict(approved(entryFor('other', 'elsewhere')))).toEqual({
      agent: agent.id,
      state: 'unregistered',
      entry: null,
      candidates: [],
      matchedBy: null,
      drift: [],
      undecided: [],
      shortfalls: [],
      risk: null,
      proposed: null,
      proposedState: null,
    });
  });

  test('is approved where the approval is valid and all that was seen is in scope', () => {
    expect(verdict(approved(entry))).toMatchObject({ state: 'approved', entry: 'triage', matchedBy: 'path' });
  });

  test('is drifted where more was seen', () => {
    const narrow = approved({ ...entry, scope: { providers: ['anthropic'] } });
    expect(verdict(narrow)).toMatchObject({ state: 'drifted', entry: 'triage', drift: [{ value: 'openai' }] });
  });

  test('is ambiguous where two entries fit equally', () => {
    const entries = [approved(entry), approved({ ...entry, id: 'another' })];
    const { verdicts, entries: states } = reconcile(census(agent), registry(...entries), terms);
    expect(verdicts[0]).toMatchObject({ state: 'ambiguous', entry: null, candidates: ['another', 'triage'] });
    expect(states.map(({ state }) => state)).toEqual(['seen', 'seen']);
  });

  test.each([
    ['draft', 'pending'],
    ['pending', 'pending'],
    ['rejected', 'rejected'],
    ['deprecated', 'deprecated'],
  ] as const)('of an entry that is %s is %s, whatever approval it carries', (status, expected) => {
    expect(state({ ...approved(entry), status })).toBe(expected);
  });

  test('of an entry that approves nothing says nothing of what goes beyond it', () => {
    const beyond = { ...approved({ ...entry, scope: { providers: ['anthropic'] } }), status: 'pending' } as const;
    expect(verdict(beyond)).toMatchObject({ state: 'pending', drift: [], undecided: [] });
  });
});

describe('an approval', () => {
  test('that is not there makes the entry stale', () => {
    expect(state({ ...entry, status: 'approved' })).toBe('stale');
  });

  const { approval } = approved(entry);
  if (!approval) throw new Error('approved() gives an approval');

  test.each([
    ['without a digest', { digest: null }],
    ['of another scope', { digest: approvalDigest({ ...entry, scope: {} }) }],
    ['by nobody', { by: [] }],
    ['of a day to come', { at: '2026-06-03' }],
    ['of a day that is none', { at: 'yesterday' }],
  ])('%s makes the entry stale', (_what, change) => {
    expect(state({ ...entry, status: 'approved', approval: { ...approval, ...change } })).toBe('stale');
  });

  test('of tomorrow is good: it is tomorrow somewhere', () => {
    expect(state({ ...entry, status: 'approved', approval: { ...approval, at: '2026-06-02' } })).toBe('approved');
  });

  test('stays good when name, purpose, owner or order change', () => {
    const two = approved({ ...entry, scope: { providers: ['openai', 'google'] } });
    const owner = { team: 'x', technical: null, sponsor: null };
    expect(state({ ...two, name: 'New', purpose: 'New', owner, scope: { providers: ['google', 'openai'] } })).toBe(
      'approved',
    );
  });

  test.each([
    ['match', { match: places({ repo: repository, paths: ['triage', 'more'] }) }],
    ['identities', { identities: ['spiffe://acme.com/x'] }],
    ['scope', { scope: { providers: ['openai', 'google'] } }],
    ['credentials', { credentials: [{ env: 'K', ref: null, unique: false }] }],
  ])('is stale once %s is edited', (_what, change) => {
    expect(state({ ...approved(entry), ...change })).toBe('stale');
  });

  test('ends on the day it expires', () => {
    expect(state(approved(entry, '2026-06-02'))).toBe('approved');
    expect(state(approved(entry, '2026-06-01'))).toBe('expired');
    expect(state(approved(entry, 'never'))).toBe('expired');
  });

  test('ends when it is older than the policy allows, even where it names a later day', () => {
    expect(state(approved(entry), { now: '2026-01-31', policy: aged(30) })).toBe('approved');
    expect(state(approved(entry), { now: '2026-02-01', policy: aged(30) })).toBe('expired');
    expect(state(approved(entry, null), { now: '2026-02-01', policy: aged(30) })).toBe('expired');
  });

  test('without an end lasts where no policy ends it', () => {
    expect(state(approved(entry, null), { now: '2999-01-01' })).toBe('approved');
  });
});

describe('an entry without an agent', () => {
  function entryState(entry: Entry, ...repositories: readonly string[]) {
    const covered = { repositories: new Set(repositories) };
    return reconcile(census(), registry(entry), { ...terms, covered }).entries[0]?.state;
  }

  test('is unseen where its repository was read whole', () => {
    expect(entryState(entry, repository)).toBe('unseen');
  });

  test('is unseen where its repository was read by a name in other capitals', () => {
    expect(entryState(entry, 'github.com/Acme/Shop')).toBe('unseen');
  });

  test('is not covered where its repository was not', () => {
    expect(entryState(entry, 'github.com/acme/other')).toBe('not-covered');
  });

  test('is not covered where one of its repositories was not', () => {
    const both = places({ repo: repository, paths: [] }, { repo: 'github.com/acme/other', paths: [] });
    expect(entryState({ ...entry, match: both }, repository)).toBe('not-covered');
  });

  test('is not covered where it names no repository', () => {
    expect(entryState({ ...entry, match: { ...places(), hosts: ['triage-1'] } }, repository)).toBe('not-covered');
  });
});
