import type { Agent, Census } from '../../src/model/census.ts';
import { type ApprovalPolicy, defaultPolicy } from '../../src/model/policy.ts';
import type { Entry, Registry } from '../../src/model/registry.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import type { Terms } from '../../src/registry/reconcile.ts';

/** A repository that agents and entries of these tests live in, unless they say otherwise. */
export const repository = 'github.com/acme/shop';

/** An agent that does nothing but what the test gives it. */
export function agentAt(path: string, facets: Partial<Agent> = {}): Agent {
  const home = facets.repository ?? repository;
  return {
    id: `${home}//${path}`,
    name: path,
    repository: home,
    path,
    level: 'agent',
    kind: 'application',
    example: false,
    via: [],
    members: [],
    owner: null,
    claim: null,
    providers: [],
    hosts: [],
    models: [],
    frameworks: [],
    tools: [],
    mcpServers: [],
    credentials: [],
    dataSinks: [],
    triggers: [],
    identities: [],
    dynamic: [],
    evidence: [
      {
        kind: 'call',
        place: home,
        rule: 'openai',
        provider: 'openai',
        framework: null,
        confidence: 'high',
        weight: 'use',
        context: 'production',
        within: null,
        file: `${path}/main.py`,
        line: 3,
        column: 1,
        symbol: 'OpenAI().responses.create',
        operation: 'chat',
        level: 'agent',
        tools: [],
        models: [],
        hosts: [],
        dynamic: [],
        attachedBy: 'unit',
      },
    ],
    ...facets,
  };
}

/** A pending entry for one path of the repository. */
export function entryFor(id: string, path: string, fields: Partial<Entry> = {}): Entry {
  return {
    id,
    name: id,
    purpose: null,
    status: 'pending',
    owner: { team: null, technical: null, sponsor: null },
    match: places({ repo: repository, paths: [path] }),
    identities: [],
    scope: {},
    credentials: [],
    approval: null,
    exceptions: [],
    at: { file: '.rollcall/registry.yaml', line: 3, column: 5 },
    ...fields,
  };
}

export function places(...repos: Entry['match']['repos']): Entry['match'] {
  return { repos, images: [], workloads: [], hosts: [] };
}

/** The entry as somebody approved it: on 1 January 2026, until 1 January 2027 unless told. */
export function approved(entry: Entry, expires: string | null = '2027-01-01'): Entry {
  const digest = approvalDigest(entry);
  return { ...entry, status: 'approved', approval: { by: ['alice'], at: '2026-01-01', expires, evidence: [], digest } };
}

export function census(...agents: readonly Agent[]): Census {
  return { agents, components: [], unattached: [] };
}

export function registry(...entries: readonly Entry[]): Registry {
  return { origin: '.rollcall/registry.yaml', ref: null, digest: null, entries };
}

export const terms: Terms = {
  now: '2026-06-01',
  policy: defaultPolicy,
  covered: { repositories: new Set([repository]) },
  trustTree: true,
};

/** A policy by which no approval holds longer than so many days. */
export function aged(days: number | null): ApprovalPolicy {
  return { ...defaultPolicy, maximumAgeDays: { high: days, medium: days, low: days } };
}
