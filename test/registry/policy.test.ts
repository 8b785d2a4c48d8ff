import { describe, expect, test } from 'vitest';
import { type ApprovalPolicy, defaultPolicy } from '../../src/model/policy.ts';
import type { Entry, Scope, Verdict } from '../../src/model/registry.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { agentAt, approved, census, entryFor, registry, terms } from './world.ts';

const writes: Scope = { tools: [{ name: 'refund', access: 'write' }] };

function entryOf({
  by = ['alice'],
  evidence = [],
  ...fields
}: Partial<Entry> & Partial<Entry['approval']> = {}): Entry {
  const entry = approved(entryFor('triage', 'triage', fields));
  return { ...entry, approval: entry.approval && { ...entry.approval, by, evidence } };
}

function judged(entry: Entry, policy: Partial<ApprovalPolicy>, now = terms.now): Verdict | undefined {
  const held = { ...terms, now, policy: { ...defaultPolicy, ...policy } };
  return reconcile(census(agentAt('triage')), registry(entry), held).verdicts[0];
}

/** What an approval lacks, as `kind: wanted / found`. */
function lacks(entry: Entry, policy: Partial<ApprovalPolicy>): string[] {
  return judged(entry, policy)?.shortfalls.map(({ kind, wanted, found }) => `${kind}: ${wanted} / ${found}`) ?? [];
}

const two = { approvers: { high: 2, medium: 2, low: 2 } };

describe('approvers', () => {
  test('fewer than the policy asks for make the entry pending', () => {
    expect(judged(entryOf(), two)).toMatchObject({
      state: 'pending',
      entry: 'triage',
      risk: 'low',
      shortfalls: [{ kind: 'approvers', wanted: '2 approvers', found: '1 approver' }],
    });
    expect(judged(entryOf({ by: ['alice', 'bob'] }), two)?.state).toBe('approved');
  });

  test('are people: one who is written twice approves once', () => {
    expect(lacks(entryOf({ by: ['alice', ' @Alice ', 'ALICE'] }), two)).toEqual([
      'approvers: 2 approvers / 1 approver',
    ]);
    expect(lacks(entryOf({ by: [' ', '@'] }), {})).toEqual(['approvers: 1 approver / no approver']);
  });

  test('are two where the names are two to a reader', () => {
    for (const by of [
      ['straße', 'strasse'],
      ['a@cme.example', 'acme.example'],
      ['alice', 'alicia'],
    ])
      expect(lacks(entryOf({ by }), two)).toEqual([]);
  });

  test('are counted by the risk of the scope', () => {
    const policy = { approvers: { high: 2, medium: 1, low: 1 } };
    expect(lacks(entryOf(), policy)).toEqual([]);
    expect(lacks(entryOf({ scope: writes }), policy)).toEqual(['approvers: 2 approvers / 1 approver']);
  });

  test.each(['team', 'technical', 'sponsor'] as const)('are not the owner where the policy says so: its %s', (role) => {
    const owner = { team: null, technical: null, sponsor: null, [role]: '@Alice' };
    expect(lacks(entryOf({ owner }), { approverIsNotOwner: true })).toEqual([
      'owner-approves: 1 approver who does not own it / no approver besides its owner (alice)',
    ]);
    expect(lacks(entryOf({ owner }), {})).toEqual([]);
  });

  test('are named as they are written, without the space around them', () => {
    const owner = { team: 'alice', technical: ' Bob', sponsor: null };
    expect(lacks(entryOf({ owner, by: [' Alice ', '@bob'] }), { approverIsNotOwner: true })).toEqual([
      'owner-approves: 1 approver who does not own it / no approver besides its owner (Alice, @bob)',
    ]);
  });

  test.each([
    ['Alice Doe <Alice@acme.com>', 'alice@acme.com', true],
    ['alice@acme.com', 'A. Doe <alice@acme.com>', true],
    ['Alice <alice@acme.com>', 'Alice <alice@example.com>', false],
    ['Alice <acme>', 'acme', false],
    ['@alice@acme.com', 'alice@acme.com', true],
  ])('are known by their address: the owner %j and the approver %j', (technical, approver, isOwner) => {
    const owner = { team: null, technical, sponsor: null };
    expect(lacks(entryOf({ owner, by: [approver] }), { approverIsNotOwner: true })).toHaveLength(isOwner ? 1 : 0);
  });

  test('who own it beside enough who do not are no fault', () => {
    const owner = { team: null, technical: 'alice', sponsor: null };
    expect(lacks(entryOf({ owner, by: ['alice', 'bob'] }), { approverIsNotOwner: true })).toEqual([]);
    expect(lacks(entryOf({ owner, by: ['alice', 'bob'] }), { ...two, approverIsNotOwner: true })).toEqual([
      'owner-approves: 2 approvers who do not own it / 1 approver besides its owner (alice)',
    ]);
  });
});

describe('sponsor and evidence', () => {
  test('are missed in the tiers that the policy names', () => {
    const policy = { sponsor: ['high'], evidence: ['high'] } as const;
    expect(lacks(entryOf(), policy)).toEqual([]);
    expect(lacks(entryOf({ scope: writes }), policy)).toEqual([
      'sponsor: a sponsor / no sponsor',
      'evidence: evidence of the approval / no evidence',
    ]);
  });

  test('are missed where they are blank', () => {
    const owner = { team: null, technical: null, sponsor: ' ' };
    const policy = { sponsor: ['low'], evidence: ['low'] } as const;
    expect(lacks(entryOf({ owner, evidence: [' '] }), policy)).toHaveLength(2);
    expect(lacks(entryOf({ owner, evidence: [' ', 'SEC-1'] }), policy)).toHaveLength(1);
  });

  test('are not missed where they are', () => {
    const owner = { team: null, technical: null, sponsor: 'bob' };
    const entry = entryOf({ owner, evidence: ['https://tracker.acme.com/SEC-1'] });
    expect(lacks(entry, { sponsor: ['low'], evidence: ['low'] })).toEqual([]);
  });
});

describe('the order of judgement', () => {
  const young = { maximumAgeDays: { high: 1, medium: 1, low: 1 } };

  test('is status, what was approved, how long it holds, and then what the policy asks', () => {
    const all = { ...two, ...young };
    expect(judged({ ...entryOf(), status: 'rejected' }, all)).toMatchObject({ state: 'rejected', shortfalls: [] });
    expect(judged({ ...entryOf(), scope: writes }, all)).toMatchObject({ state: 'stale', shortfalls: [] });
    expect(judged(entryOf(), all)).toMatchObject({ state: 'expired', shortfalls: [] });
    expect(judged(entryOf(), two)).toMatchObject({ state: 'pending', drift: [] });
  });

  test('an approval ages by the risk of its scope', () => {
    const policy = { maximumAgeDays: { high: 30, medium: null, low: null } };
    expect(judged(entryOf(), policy, '2026-02-01')?.state).toBe('approved');
    expect(judged(entryOf({ scope: writes }), policy, '2026-02-01')?.state).toBe('expired');
    expect(judged(entryOf({ scope: writes }), policy, '2026-01-31')?.state).toBe('approved');
  });
});

describe('what the scanned tree proposes', () => {
  function proposed(trusted: readonly Entry[], head: readonly Entry[]) {
    const held = { ...terms, proposed: registry(...head) };
    const [verdict] = reconcile(census(agentAt('triage')), registry(...trusted), held).verdicts;
    return [verdict?.state, verdict?.proposed, verdict?.proposedState];
  }

  test('is the entry that would approve the agent', () => {
    expect(proposed([], [entryOf()])).toEqual(['unregistered', 'triage', 'approved']);
    expect(proposed([entryFor('triage', 'triage')], [entryOf()])).toEqual(['pending', 'triage', 'approved']);
  });

  test('is an entry that only asks for approval, too', () => {
    expect(proposed([], [entryFor('triage', 'triage')])).toEqual(['unregistered', 'triage', 'pending']);
  });

  test('is told of an agent that is approved where it would not be any more', () => {
    expect(proposed([entryOf()], [{ ...entryOf(), status: 'rejected' }])).toEqual(['approved', 'triage', 'rejected']);
    expect(proposed([entryOf()], [])).toEqual(['approved', null, 'unregistered']);
    expect(proposed([entryOf()], [approved({ ...entryOf(), name: 'Other' })])).toEqual(['approved', null, null]);
  });

  test('is nothing where the entry is as it was, though it has moved or another name', () => {
    const entry = entryFor('triage', 'triage');
    const moved = { ...entry, name: 'New name', at: { file: '.rollcall/agents/triage.yaml', line: 1, column: 1 } };
    expect(proposed([entry], [moved])).toEqual(['pending', null, null]);
  });

  test('is an entry that waits as before, and asks for something else', () => {
    const entry = entryFor('triage', 'triage');
    expect(proposed([entry], [{ ...entry, scope: writes }])).toEqual(['pending', 'triage', 'pending']);
  });

  test('is nothing for an agent that is approved before and after, by whatever scope', () => {
    expect(proposed([entryOf()], [entryOf({ scope: writes })])).toEqual(['approved', null, null]);
  });

  test('is nothing for an agent that is in no entry before and after, or in several', () => {
    const two = [entryOf(), { ...entryOf(), id: 'other' }];
    expect(proposed([], [])).toEqual(['unregistered', null, null]);
    expect(proposed(two, two)).toEqual(['ambiguous', null, null]);
    expect(proposed(two, [])).toEqual(['ambiguous', null, 'unregistered']);
  });

  test('is an approval that is given anew', () => {
    const old = { ...entryOf(), approval: { ...entryOf().approval, expires: '2026-02-01' } } as Entry;
    expect(proposed([old], [entryOf()])).toEqual(['expired', 'triage', 'approved']);
  });

  test('has no entry where several fit', () => {
    expect(proposed([], [entryOf(), { ...entryOf(), id: 'other' }])).toEqual(['unregistered', null, 'ambiguous']);
  });
});
