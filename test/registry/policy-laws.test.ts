import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ApprovalPolicy, type RiskTier, riskTiers } from '../../src/model/policy.ts';
import type { Entry, Verdict } from '../../src/model/registry.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { riskOf } from '../../src/registry/risk.ts';
import { census, registry } from './world.ts';
import { entries, entry, ids, policies, unreviewed, verdicts, world } from './worlds.ts';

/** Every agent that nobody approved before is one that nobody approves now. */
function expectSubset(smaller: readonly string[], larger: readonly string[]): void {
  expect(larger).toEqual(expect.arrayContaining([...smaller]));
}

/** A policy that asks for all that either of two asks for. */
function both(a: ApprovalPolicy, b: ApprovalPolicy): ApprovalPolicy {
  const perTier = <T>(pick: (tier: RiskTier) => T) =>
    Object.fromEntries(riskTiers.map((tier) => [tier, pick(tier)])) as Record<RiskTier, T>;
  return {
    maximumAgeDays: perTier((tier) => {
      const ages = [a, b].flatMap(({ maximumAgeDays }) => maximumAgeDays[tier] ?? []);
      return ages.length > 0 ? Math.min(...ages) : null;
    }),
    approvers: perTier((tier) => Math.max(a.approvers[tier], b.approvers[tier])),
    approverIsNotOwner: a.approverIsNotOwner || b.approverIsNotOwner,
    sponsor: [...a.sponsor, ...b.sponsor],
    evidence: [...a.evidence, ...b.evidence],
    drift: { ...a.drift, ...b.drift },
    declareDynamic: a.declareDynamic || b.declareDynamic,
  };
}

describe('a policy', () => {
  test('that is stricter only grows the unreviewed', () => {
    fc.assert(
      fc.property(world, policies, ({ agents, entries, terms }, more) => {
        const strict = { ...terms, policy: both(terms.policy, more) };
        expectSubset(unreviewed(verdicts(agents, entries, terms)), unreviewed(verdicts(agents, entries, strict)));
      }),
    );
  });

  test('on drift changes how grave it is, and no verdict', () => {
    const ungraded = (found: ReadonlyMap<string, Verdict>) =>
      [...found.values()].map((verdict) => ({
        ...verdict,
        drift: verdict.drift.map(({ facet, value }) => `${facet} ${value}`).toSorted(),
      }));
    fc.assert(
      fc.property(world, policies, ({ agents, entries, terms }, { drift }) => {
        const moved = { ...terms, policy: { ...terms.policy, drift } };
        expect(ungraded(verdicts(agents, entries, moved))).toEqual(ungraded(verdicts(agents, entries, terms)));
      }),
    );
  });

  test('makes shortfalls of what is approved alone, and then no agent is approved by it', () => {
    fc.assert(
      fc.property(world, ({ agents, entries, terms }) => {
        for (const { shortfalls, state, entry } of verdicts(agents, entries, terms).values()) {
          if (shortfalls.length === 0) continue;
          expect([state, entries.find(({ id }) => id === entry)?.status]).toEqual(['pending', 'approved']);
        }
      }),
    );
  });
});

test('a scope that allows more is never of lower risk', () => {
  fc.assert(
    fc.property(entry, entry, ({ scope: a }, { scope: b }) => {
      const tier = (scope: Entry['scope']) => riskTiers.indexOf(riskOf({ scope }));
      const more = {
        providers: [...(a.providers ?? []), ...(b.providers ?? [])],
        tools: [...(a.tools ?? []), ...(b.tools ?? [])],
        dynamic: [...(a.dynamic ?? []), ...(b.dynamic ?? [])],
      };
      expect(tier(more)).toBeLessThanOrEqual(Math.min(tier(a), tier(b)));
    }),
  );
});

describe('an approval', () => {
  test('that is given anew only shrinks the unreviewed', () => {
    const anew = (entry: Entry, now: string): Entry => ({
      ...entry,
      status: 'approved',
      approval: {
        by: ['carol', 'dave', 'erin'],
        at: now,
        expires: null,
        evidence: ['https://tracker.acme.com/SEC-2'],
        digest: approvalDigest(entry),
      },
    });
    fc.assert(
      fc.property(world, ids, ({ agents, entries, terms }, approved) => {
        const after = entries.map((entry) => (entry.id === approved ? anew(entry, terms.now) : entry));
        expectSubset(unreviewed(verdicts(agents, after, terms)), unreviewed(verdicts(agents, entries, terms)));
      }),
    );
  });

  test('is never the worse for one more approver', () => {
    const and = (entry: Entry, person: string): Entry => ({
      ...entry,
      approval: entry.approval && { ...entry.approval, by: [...entry.approval.by, person] },
    });
    fc.assert(
      fc.property(
        world,
        fc.constantFrom('alice', 'bob', 'acme/shop', 'carol'),
        ({ agents, entries, terms }, person) => {
          const after = entries.map((entry) => and(entry, person));
          expectSubset(unreviewed(verdicts(agents, after, terms)), unreviewed(verdicts(agents, entries, terms)));
        },
      ),
    );
  });

  test('that is refused or retired only grows the unreviewed', () => {
    const statuses = fc.constantFrom<Entry['status'][]>('rejected', 'deprecated', 'pending');
    fc.assert(
      fc.property(world, ids, statuses, ({ agents, entries, terms }, revoked, status) => {
        const after = entries.map((entry) => (entry.id === revoked ? { ...entry, status } : entry));
        expectSubset(unreviewed(verdicts(agents, entries, terms)), unreviewed(verdicts(agents, after, terms)));
      }),
    );
  });
});

describe('a registry that the scanned tree proposes', () => {
  test('changes nothing but what it proposes', () => {
    fc.assert(
      fc.property(world, entries, ({ agents, entries, terms }, head) => {
        const one = reconcile(census(...agents), registry(...entries), terms);
        const two = reconcile(census(...agents), registry(...entries), { ...terms, proposed: registry(...head) });
        const bare = two.verdicts.map((verdict) => ({ ...verdict, proposed: null, proposedState: null }));
        expect({ ...two, verdicts: bare }).toEqual(one);
      }),
    );
  });

  test('is what the verdict would be if it were the registry, and is told wherever that is another one', () => {
    fc.assert(
      fc.property(world, entries, ({ agents, entries, terms }, head) => {
        const merged = verdicts(agents, head, terms);
        for (const { agent, state, proposed, proposedState } of verdicts(agents, entries, {
          ...terms,
          proposed: registry(...head),
        }).values()) {
          const then = merged.get(agent);
          if (proposedState === null) expect(then?.state).toBe(state);
          else expect([proposed, proposedState]).toEqual([then?.entry, then?.state]);
        }
      }),
    );
  });

  test('that says the same as the registry proposes nothing', () => {
    fc.assert(
      fc.property(world, ({ agents, entries, terms }) => {
        const found = verdicts(agents, entries, { ...terms, proposed: registry(...structuredClone(entries)) });
        expect([...found.values()].filter(({ proposedState }) => proposedState !== null)).toEqual([]);
      }),
    );
  });
});

test('two scans say together what one scan of both says', () => {
  fc.assert(
    fc.property(world, ({ agents, entries, terms }) => {
      const scanOf = (isHere: (repository: string) => boolean) =>
        reconcile(census(...agents.filter(({ repository }) => isHere(repository))), registry(...entries), {
          ...terms,
          covered: { repositories: new Set([...terms.covered.repositories].filter(isHere)) },
        });
      const parts = [scanOf((id) => id.endsWith('shop')), scanOf((id) => !id.endsWith('shop'))];
      const whole = scanOf(() => true);
      const together = parts.flatMap(({ verdicts }) => verdicts).toSorted((a, b) => (a.agent < b.agent ? -1 : 1));
      expect(together).toEqual(whole.verdicts);
      for (const [at, { state }] of whole.entries.entries()) {
        const states = parts.map(({ entries }) => entries[at]?.state);
        expect(state === 'seen').toBe(states.includes('seen'));
        if (states.includes('unseen') && !states.includes('seen')) expect(state).toBe('unseen');
      }
    }),
  );
});
