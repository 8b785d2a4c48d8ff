import fc from 'fast-check';
import type { Agent } from '../../src/model/census.ts';
import { type ApprovalPolicy, riskTiers } from '../../src/model/policy.ts';
import type { Entry, Verdict } from '../../src/model/registry.ts';
import { reconcile, type Terms } from '../../src/registry/reconcile.ts';
import { agentAt, approved, census, entryFor, places, registry, repository } from './world.ts';

// Few words, so that agents and entries meet often: in one place, with one identity, in and out of scope.
export const repositories = fc.constantFrom(repository, 'github.com/acme/crm');
const paths = fc.constantFrom('.', 'a', 'a/b', 'a/b/c', 'b');
const identities = fc.uniqueArray(fc.constantFrom('spiffe://x', 'spiffe://y'), { maxLength: 1 });
export const providers = fc.uniqueArray(fc.constantFrom('openai', 'anthropic', 'google'), { maxLength: 2 });
export const dates = fc.constantFrom(
  '2025-12-31',
  '2026-01-01',
  '2026-01-02',
  '2026-06-01',
  '2027-01-01',
  '2027-06-01',
);
export const ids = fc.constantFrom('e1', 'e2', 'e3', 'e4');
const names = fc.constantFrom('alice', '@Alice', 'bob', 'acme/shop');
const dynamic = fc.subarray(['models', 'hosts', 'tools'] as const, { maxLength: 1 });
const tools = fc.subarray([
  { name: 'search', access: 'read' },
  { name: 'refund', access: 'write' },
] as const);

export const agents: fc.Arbitrary<Agent[]> = fc.uniqueArray(
  fc
    .record({ repository: repositories, path: paths, identities, providers, dynamic, claim: fc.option(ids) })
    .map(({ path, ...facets }) => agentAt(path, facets)),
  { selector: ({ id }) => id, maxLength: 5 },
);

export const entry: fc.Arbitrary<Entry> = fc
  .record({
    id: ids,
    repo: repositories,
    paths: fc.uniqueArray(paths, { maxLength: 2 }),
    identities,
    providers,
    tools,
    dynamic,
    status: fc.constantFrom<Entry['status'][]>('pending', 'approved', 'approved', 'rejected', 'deprecated'),
    expires: fc.option(dates),
    edited: fc.boolean(),
    by: fc.array(names, { minLength: 1, maxLength: 3 }),
    owner: fc.record({ team: fc.option(names), technical: fc.option(names), sponsor: fc.option(names) }),
    evidence: fc.uniqueArray(fc.constant('https://tracker.acme.com/SEC-1'), { maxLength: 1 }),
  })
  .map(({ id, repo, paths, identities, providers, tools, dynamic, status, expires, edited, by, owner, evidence }) => {
    const scope = {
      providers,
      ...(tools.length > 0 ? { tools } : {}),
      ...(dynamic.length > 0 ? { dynamic } : {}),
    };
    const plain = approved(entryFor(id, '', { match: places({ repo, paths }), identities, scope, owner }), expires);
    const now = edited ? { ...scope, providers: [...providers, 'mistral'] } : scope;
    return { ...plain, scope: now, status, approval: plain.approval && { ...plain.approval, by, evidence } };
  });

export const entries = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 4 });

const age = fc.option(fc.constantFrom(1, 30, 365));
const approvers = fc.integer({ min: 1, max: 3 });
const tiers = fc.subarray([...riskTiers]);
const grade = fc.constantFrom('fail', 'warn', undefined);

/** Mostly one that asks for little, so that something is approved. */
export const policies: fc.Arbitrary<ApprovalPolicy> = fc.record({
  maximumAgeDays: fc.record({ high: age, medium: age, low: age }),
  approvers: fc.oneof(
    { weight: 2, arbitrary: fc.constant({ high: 1, medium: 1, low: 1 }) },
    fc.record({ high: approvers, medium: approvers, low: approvers }),
  ),
  approverIsNotOwner: fc.boolean(),
  sponsor: tiers,
  evidence: tiers,
  drift: fc.record({ providers: grade, models: grade, hosts: grade, tools: grade }),
  declareDynamic: fc.boolean(),
});

export const terms: fc.Arbitrary<Terms> = fc.record({
  now: dates,
  policy: policies,
  covered: fc.uniqueArray(repositories).map((repositories) => ({ repositories: new Set(repositories) })),
  trustTree: fc.boolean(),
});

export const world = fc.record({ agents, entries, terms });

export function verdicts(
  agents: readonly Agent[],
  entries: readonly Entry[],
  terms: Terms,
): ReadonlyMap<string, Verdict> {
  const { verdicts } = reconcile(census(...agents), registry(...entries), terms);
  return new Map(verdicts.map((verdict) => [verdict.agent, verdict]));
}

/** Ids of the agents that nobody approved. */
export function unreviewed(found: ReadonlyMap<string, Verdict>): string[] {
  return [...found.values()].filter(({ state }) => state !== 'approved').map(({ agent }) => agent);
}
