import type { Agent, Witness } from '../../src/model/census.ts';
import type { CallEvidence, Evidence } from '../../src/model/evidence.ts';
import { type Finding, type SuppressionKind, suppressionKinds } from '../../src/model/finding.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Verdict, VerdictState } from '../../src/model/registry.ts';
import type { Assessment, Report } from '../../src/model/report.ts';
import type { CheckText } from '../../src/model/ruleset.ts';
import type { FormatOptions } from '../../src/report/format.ts';

export const shop = 'github.com/acme/shop';

/** What every kind of evidence has. */
export const base = {
  place: shop,
  file: 'services/support/src/agent.ts',
  line: 14,
  column: 5,
  rule: 'openai',
  provider: 'openai',
  framework: null,
  confidence: 'high',
  weight: 'use',
  context: 'production',
  within: 'answer',
} as const;

const reach = { models: ['gpt-4.1'], hosts: [], dynamic: [] } as const;

export const call: CallEvidence = {
  ...base,
  ...reach,
  kind: 'call',
  symbol: 'chat.completions.create',
  operation: 'chat',
  level: 'agent',
  tools: ['search', 'refund'],
};

/** One of each kind. */
export const everyKind: readonly Evidence[] = [
  call,
  { ...base, kind: 'sdk', module: 'openai' },
  { ...base, ...reach, kind: 'construct', symbol: 'Agent', name: 'triage', level: 'agent', tools: [''] },
  { ...base, kind: 'endpoint', host: 'api.openai.com' },
  { ...base, ...reach, kind: 'request', host: 'api.openai.com', path: '/v1/responses', level: 'caller' },
  { ...base, kind: 'variable', name: 'OPENAI_API_KEY', secret: true, ref: 'secret:openai' },
  {
    ...base,
    kind: 'key',
    type: 'openai-project-key',
    title: 'OpenAI project key',
    masked: 'sk-proj-…',
    fingerprint: 'f00d'.repeat(16),
    name: 'KEY',
    proof: 'structure',
    oneOf: [],
    grants: 'models',
    severity: null,
    expires: null,
    history: null,
  },
  { ...base, kind: 'tool', name: 'refund', access: 'write', approval: 'none', binding: 'refundTool' },
  { ...base, kind: 'gate', symbol: 'interrupt' },
  { ...base, kind: 'server', name: 'tickets' },
  { ...base, kind: 'connection', name: 'github', target: 'npx server-github' },
  { ...base, kind: 'store', name: 'pinecone' },
  {
    ...base,
    ...reach,
    kind: 'declaration',
    what: 'ai-action',
    name: 'acme/reviewer',
    level: 'agent',
    triggers: ['issues'],
    credentials: ['OPENAI_API_KEY'],
  },
  { ...base, kind: 'dependency', package: 'openai' },
];

/** An agent of the shop; `path` gives it its id, and its name where none is given. */
export function agent(path: string, more: Partial<Agent> = {}): Agent {
  const repository = more.repository ?? shop;
  const witness: Witness = { ...call, place: repository, file: `${path}/src/agent.ts`, attachedBy: 'unit' };
  return {
    id: `${repository}//${path}`,
    name: path.split('/').at(-1) ?? path,
    repository,
    path,
    level: 'agent',
    kind: 'application',
    example: false,
    via: [],
    members: [],
    providers: ['openai'],
    hosts: ['api.openai.com'],
    models: ['gpt-4.1'],
    frameworks: [],
    tools: [],
    mcpServers: [],
    credentials: [{ env: 'OPENAI_API_KEY', ref: null, fingerprint: null, provider: 'openai' }],
    dataSinks: [],
    triggers: [],
    identities: [],
    dynamic: [],
    owner: null,
    claim: null,
    evidence: [witness],
    ...more,
  };
}

/** An agent with a verdict; a matched one has the entry `triage`. */
export function assess(subject: Agent, state: VerdictState = 'unregistered', more: Partial<Verdict> = {}): Assessment {
  const entry = state === 'unregistered' || state === 'ambiguous' ? null : 'triage';
  return {
    agent: subject,
    verdict: {
      agent: subject.id,
      state,
      entry,
      candidates: entry === null ? [] : [entry],
      matchedBy: entry === null ? null : 'path',
      drift: [],
      undecided: [],
      shortfalls: [],
      ...{ risk: entry === null ? null : 'low', proposed: null, proposedState: null },
      ...more,
    },
  };
}

export function finding(check: string, more: Partial<Finding> = {}): Finding {
  return {
    check,
    severity: 'high',
    agent: `${shop}//services/support`,
    entry: null,
    provider: 'openai',
    keyType: null,
    message: `what ${check} says`,
    repository: shop,
    file: 'services/support/src/agent.ts',
    line: 14,
    column: 5,
    commit: null,
    object: null,
    fingerprint: '0123456789abcdef0123456789abcdef',
    locations: [],
    broughtBy: null,
    suppressed: null,
    ...more,
  };
}

export function problem(more: Partial<Problem> = {}): Problem {
  return {
    kind: 'problem',
    place: shop,
    file: 'data/huge.json',
    reason: 'too-large',
    message: 'was searched for keywords only.',
    incomplete: true,
    ...more,
  };
}

/** A report of the given parts; its summary is counted from them. */
export function report(parts: Partial<Report> = {}): Report {
  const assessments = parts.assessments ?? [];
  const findings = parts.findings ?? [];
  const counts = (state: VerdictState) => assessments.filter(({ verdict }) => verdict.state === state).length;
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const serious = (severity: Finding['severity']) => open.filter((one) => one.severity === severity).length;
  return {
    tool: { name: 'rollcall', version: '0.1.0', rules: 'sha256:abc' },
    run: {
      startedAt: null,
      durationMs: null,
      mode: 'tree',
      complete: true,
      targets: ['.'],
      places: [{ id: shop, source: 'git', commit: 'c0ffee'.padEnd(40, '0') }],
      registry: { origin: '.rollcall/registry.yaml', ref: null, digest: 'sha256:def' },
      config: { origin: null, digest: null },
      baseline: { origin: null, digest: null },
      coverage: { repositories: 1, files: 312, bytes: 4_100_000, skipped: [], history: null },
    },
    summary: {
      agents: assessments.length,
      approved: counts('approved'),
      unreviewed: assessments.length - counts('approved'),
      byVerdict: {
        approved: counts('approved'),
        drifted: counts('drifted'),
        expired: counts('expired'),
        stale: counts('stale'),
        pending: counts('pending'),
        rejected: counts('rejected'),
        deprecated: counts('deprecated'),
        ambiguous: counts('ambiguous'),
        unregistered: counts('unregistered'),
      },
      findings: {
        critical: serious('critical'),
        high: serious('high'),
        medium: serious('medium'),
        low: serious('low'),
      },
      suppressed: findings.length - open.length,
      suppressedBy: byKind(findings),
      keys: { embedded: 0, expired: 0, placeholders: 0 },
    },
    assessments,
    components: [],
    findings,
    keyTypes: [],
    entries: [],
    unattached: [],
    idle: [],
    problems: [],
    comparison: null,
    ...parts,
  };
}

function byKind(findings: readonly Finding[]): Record<SuppressionKind, number> {
  const count = (kind: SuppressionKind) => findings.filter(({ suppressed }) => suppressed?.kind === kind).length;
  return Object.fromEntries(suppressionKinds.map((kind) => [kind, count(kind)])) as Record<SuppressionKind, number>; // of all kinds
}

/** A report in which every field is filled. */
export function full(): Report {
  const support = agent('services/support', {
    tools: [
      { name: 'refund', access: 'write', approval: 'none' },
      { name: 'search', access: 'read', approval: 'unknown' },
    ],
    dataSinks: ['pinecone'],
    mcpServers: ['github'],
    evidence: everyKind.map((one) => ({ ...one, attachedBy: 'unit' })),
  });
  const suppressed = {
    kind: 'inline',
    check: 'RC203',
    reason: 'migrating',
    until: '2027-01-01',
    at: { file: 'services/support/.env', line: 1, column: 1 },
  } as const;
  return report({
    keyTypes: [
      {
        id: 'openai-project',
        name: 'OpenAI project API key',
        provider: 'openai',
        can: 'Ask models.',
        revoke: 'https://platform.openai.com/api-keys',
        docs: 'https://platform.openai.com/docs',
      },
    ],
    assessments: [
      assess(agent('services/billing', { name: 'billing' }), 'approved'),
      assess(support),
      assess(agent('services/triage', { level: 'caller' }), 'drifted', {
        drift: [
          { facet: 'providers', value: 'anthropic', severity: 'high', note: null },
          { facet: 'tools', value: 'issue_refund', severity: 'high', note: 'write tool' },
        ],
        undecided: ['models'],
      }),
      assess(agent('services/legacy'), 'expired'),
    ],
    components: [
      {
        id: `${shop}//tools/mcp`,
        kind: 'mcp-server',
        name: 'tickets',
        repository: shop,
        path: 'tools/mcp',
        evidence: [{ ...base, kind: 'server', name: 'tickets' }],
      },
      { id: `${shop}//libs/llm`, kind: 'library', name: 'llm', repository: shop, path: 'libs/llm', evidence: [] },
    ],
    findings: [
      finding('RC101', { message: 'support is in no entry of the registry' }),
      finding('RC203', { severity: 'medium', suppressed }),
      finding('RC301', {
        message: 'The tool refund can write and no person approves it',
        locations: [
          { repository: shop, file: 'services/support/src/tools.ts', line: 3, column: 1, commit: null, object: null },
        ],
      }),
      finding('RC201', {
        severity: 'critical',
        message: 'OpenAI project key sk-proj-… is embedded, also in services/crm',
        file: 'services/support/.env',
        line: 3,
        column: 16,
      }),
      finding('RC105', {
        severity: 'low',
        agent: null,
        entry: 'ghost',
        repository: null,
        file: '.rollcall/registry.yaml',
      }),
    ],
    entries: [{ id: 'triage', state: 'seen' }],
    unattached: [{ ...base, kind: 'dependency', package: 'cohere', reason: 'a mention alone' }],
    idle: [suppressed],
    problems: [problem(), problem({ file: 'link', reason: 'link', message: 'was not followed.', incomplete: false })],
    run: { ...report().run, durationMs: 2_900, complete: false },
  });
}

export const checks: ReadonlyMap<string, CheckText> = new Map(
  (
    [
      ['RC101', 'high', 'Unregistered agent'],
      ['RC105', 'low', 'Registered agent not seen'],
      ['RC201', 'critical', 'Embedded LLM key'],
      ['RC301', 'high', 'Write-capable tool without human approval'],
    ] as const
  ).map(([id, severity, title]) => [
    id,
    {
      id,
      title,
      severity,
      default: true,
      why: `Why ${id} matters.`,
      mend: `How to mend ${id}.`,
      precision: 'high',
      references: [{ name: 'OWASP', url: 'https://owasp.org/' }],
      tags: ['external/cwe/cwe-798'],
    },
  ]),
);

/** No colour, 120 columns, UTF-8. */
export function options(more: Partial<FormatOptions> = {}): FormatOptions {
  return { color: false, width: 120, unicode: true, verbose: false, checks, ...more };
}
