import { describe, expect, test } from 'vitest';
import { type ApprovalPolicy, defaultPolicy } from '../../src/model/policy.ts';
import { approve, type Consent } from '../../src/registry/approve.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import { dayAfter } from '../../src/registry/period.ts';
import { aged, approved, entryFor } from './world.ts';

const entry = entryFor('desk', 'desk', { scope: { providers: ['openai'] } });

function decide(given: Partial<Consent>, of = entry, policy: ApprovalPolicy = defaultPolicy) {
  const consent = { by: ['bob'], at: null, expires: null, evidence: [], ...given };
  return approve(of, consent, { now: '2026-06-01', policy });
}

describe('an approval', () => {
  test('is of the entry as it stands, for a year', () => {
    expect(decide({})).toMatchObject({
      approval: { by: ['bob'], at: '2026-06-01', expires: '2027-06-01', digest: approvalDigest(entry) },
      kind: 'new',
      term: 'year',
      risk: 'low',
    });
  });

  test('ends no later than the policy lets it, unless somebody says when', () => {
    expect(decide({}, entry, aged(90))).toMatchObject({ approval: { expires: '2026-08-30' }, term: 'policy' });
    expect(decide({ expires: '2026-12-31' }, entry, aged(90))).toMatchObject({
      approval: { expires: '2026-12-31' },
      limit: '2026-08-31',
      term: 'given',
    });
  });

  test('joins that of others, and prolongs nothing', () => {
    expect(decide({ expires: '2028-01-01', evidence: ['b'] }, approved(entry))).toMatchObject({
      approval: { by: ['alice', 'bob'], at: '2026-01-01', expires: '2027-01-01', evidence: ['b'] },
      kind: 'joins',
      replaced: { by: [], evidence: [] },
    });
  });

  test('that joins may end sooner', () => {
    expect(decide({ expires: '2026-09-01' }, approved(entry)).approval.expires).toBe('2026-09-01');
  });

  test('joins one that the policy finds short', () => {
    const policy = { ...defaultPolicy, approvers: { high: 2, medium: 2, low: 2 } };
    expect(decide({ by: ['alice'] }, entry, policy).shortfalls).toMatchObject([{ kind: 'approvers' }]);
    expect(decide({}, approved(entry), policy)).toMatchObject({ kind: 'joins', shortfalls: [] });
  });

  test.each([
    ['the scope is another', { ...approved(entry), scope: { providers: ['mistral'] } }],
    ['the old one is over', approved(entry, '2026-05-01')],
    ['the entry was taken back to pending', { ...approved(entry), status: 'pending' as const }],
  ])('stands alone where %s', (_why, of) => {
    expect(decide({}, of)).toMatchObject({
      approval: { by: ['bob'], at: '2026-06-01' },
      kind: 'new',
      replaced: { by: ['alice'] },
    });
  });

  const pair = approved(entry);
  const shared = { ...pair, approval: pair.approval && { ...pair.approval, by: ['alice', 'bob'], evidence: ['a'] } };

  test.each([[['bob']], [['@Bob ', 'alice']]])(
    'by %j, who gave it before, is given evidence and is else as it was',
    (by) => {
      expect(decide({ by, evidence: ['b', 'a'] }, shared)).toMatchObject({
        approval: { ...shared.approval, evidence: ['a', 'b'] },
        kind: 'adds',
        term: 'given',
        added: ['b'],
        replaced: { by: [], evidence: [] },
      });
    },
  );

  test('without an end stays without one when evidence is added', () => {
    const of = { ...shared, approval: shared.approval && { ...shared.approval, expires: null } };
    expect(decide({ evidence: ['b'] }, of).approval.expires).toBeNull();
    expect(decide({ by: ['carol'] }, of).approval.expires).toBe('2027-01-01');
  });

  test.each([{ expires: '2026-12-31' }, { at: '2026-05-31' }])(
    'of those who gave it starts anew with %j, without those who said nothing and what nobody gave again',
    (days) => {
      expect(decide({ ...days, evidence: ['b'] }, shared)).toMatchObject({
        approval: { by: ['bob'], at: '2026-06-01', evidence: ['b'], ...days },
        kind: 'new',
        replaced: { by: ['alice'], evidence: ['a'] },
      });
    },
  );
});

describe('an approval that is given', () => {
  test('names everybody and every evidence once, and says all that is new', () => {
    const { approval, added, replaced } = decide({ by: ['Bob', '@bob', 'carol'], evidence: ['a', 'b', 'a'] });
    expect(approval).toEqual({
      by: ['Bob', 'carol'],
      at: '2026-06-01',
      expires: '2027-06-01',
      evidence: ['a', 'b'],
      digest: approvalDigest(entry),
    });
    expect([added, replaced]).toEqual([['a', 'b'], { by: [], evidence: [] }]);
  });

  test.each([
    [null, '2027-06-01', 'year', null],
    [400, '2027-06-01', 'year', '2027-07-07'],
    [365, '2027-06-01', 'year', '2027-06-02'],
    [364, '2027-05-31', 'policy', '2027-06-01'],
    [1, '2026-06-02', 'policy', '2026-06-03'],
    [0, '2026-06-02', 'policy', '2026-06-02'],
  ])('where the policy lets it be %j days old ends on %s', (age, expires, term, limit) => {
    expect(decide({}, entry, aged(age))).toMatchObject({ approval: { expires }, term, limit });
  });

  test('may be of another day, from which its year is counted', () => {
    expect(decide({ at: '2026-03-01' }, entry, aged(400))).toMatchObject({
      approval: { at: '2026-03-01', expires: '2027-03-01' },
      term: 'year',
      limit: '2027-04-06',
    });
  });

  test('to others holds from the first day and to the first end of both', () => {
    const old = approved(entry);
    expect(decide({ at: '2025-12-01', expires: '2026-11-30' }, old).approval).toMatchObject({
      at: '2025-12-01',
      expires: '2026-11-30',
    });
    expect(decide({ at: '2026-02-01', expires: '2027-01-02' }, old)).toMatchObject({
      approval: { at: '2026-01-01', expires: '2027-01-01', digest: approvalDigest(entry) },
      term: 'given',
    });
    expect(decide({ at: '2025-12-01' }, approved(entry, null)).approval.expires).toBe('2026-12-01');
  });

  test('to others adds each evidence once', () => {
    const first = approved(entry);
    const old = { ...first, approval: first.approval && { ...first.approval, evidence: ['a', 'b'] } };
    expect(decide({ evidence: ['b', 'c', 'c'] }, old)).toMatchObject({
      approval: { by: ['alice', 'bob'], evidence: ['a', 'b', 'c'] },
      added: ['c'],
      replaced: { by: [], evidence: [] },
    });
  });
});

test.each([
  ['2026-01-31', '1m', '2026-02-28'],
  ['2024-02-29', '1y', '2025-02-28'],
  ['2026-11-30', '6m', '2027-05-30'],
  ['2026-12-31', '90d', '2027-03-31'],
  ['2026-06-01', '2w', '2026-06-15'],
  ['2026-06-01', '0d', null],
  ['2026-06-01', '6 months', null],
])('after %s, %s ends on %s', (day, period, end) => {
  expect(dayAfter(day, period)).toBe(end);
});
