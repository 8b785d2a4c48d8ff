import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { suppressionKinds } from '../../src/model/finding.ts';
import {
  countComponents,
  describeAttachment,
  describeDrift,
  describeFinding,
  describeProblem,
  describeState,
  describeUnit,
  describeVerdict,
  nameProblem,
} from '../../src/report/describe.ts';
import { describeEvidence } from '../../src/report/describe-evidence.ts';
import { countSuppressed, describeAcceptance, describeSuppression } from '../../src/report/describe-suppression.ts';
import { agent, assess, base, call, everyKind, problem, report } from './sample.ts';

test('every kind of evidence has its sentence', () => {
  expect(everyKind.map(describeEvidence)).toEqual([
    'calls chat.completions.create of openai, model gpt-4.1, with the tools search, refund',
    'imports openai',
    'makes Agent of openai named triage, model gpt-4.1, with the tools (unnamed)',
    'names the host api.openai.com',
    'sends a request to api.openai.com/v1/responses, model gpt-4.1',
    'uses the credential OPENAI_API_KEY from secret:openai',
    'holds OpenAI project key sk-proj-… in KEY',
    'has the tool refund (write, no approval)',
    'asks a person through interrupt',
    'serves tools over MCP named tickets',
    'connects to the MCP server github (npx server-github)',
    'keeps data in pinecone',
    'runs the AI action acme/reviewer, model gpt-4.1, on issues, with OPENAI_API_KEY',
    'depends on openai',
  ]);
});

const reach = { models: [], hosts: [], dynamic: [] } as const;
const key = {
  ...base,
  kind: 'key',
  type: 'openai-project-key',
  title: 'OpenAI project key',
  masked: 'sk-proj-…',
  fingerprint: 'f00d',
  name: null,
  proof: 'structure',
  oneOf: [],
  grants: 'models',
  severity: null,
  expires: null,
  history: null,
} as const;
const declared = { ...base, ...reach, kind: 'declaration', level: 'agent', triggers: [], credentials: [] } as const;

test.each<[string, Evidence]>([
  ['calls run of crewai', { ...call, ...reach, symbol: 'run', framework: 'crewai', tools: [] }],
  ['calls run', { ...call, ...reach, symbol: 'run', provider: null, tools: [] }],
  [
    'calls run of openai, at llm.acme.com, models and hosts decided at run time',
    { ...call, symbol: 'run', tools: [], models: [], hosts: ['llm.acme.com'], dynamic: ['models', 'hosts'] },
  ],
  ['holds OpenAI project key sk-proj-…, and the vendor says it is live', { ...key, verified: 'live' }],
  [
    'holds OpenAI project key sk-proj-…; whether it is live is not known, because the proxy does not lead to the vendor',
    { ...key, verified: 'unknown', doubt: 'proxy' },
  ],
  [
    'sends a request to a host decided at run time/v1/messages',
    { ...base, ...reach, kind: 'request', host: '', path: '/v1/messages', level: 'caller' },
  ],
  [
    'uses the variable OPENAI_BASE_URL',
    { ...base, kind: 'variable', name: 'OPENAI_BASE_URL', secret: false, ref: null },
  ],
  [
    'has the tool x (a person approves each use)',
    { ...base, kind: 'tool', name: 'x', access: 'unknown', approval: 'human', binding: null },
  ],
  ['serves tools over MCP', { ...base, kind: 'server', name: null }],
  ['connects to the MCP server x', { ...base, kind: 'connection', name: 'x', target: '' }],
  ['starts the agent CLI codex', { ...declared, what: 'agent-cli', name: 'codex' }],
  ['configures the assistant openai', { ...declared, what: 'assistant-config', name: null }],
  ['is the workflow Inbox', { ...declared, what: 'flow', name: 'Inbox' }],
  ['asks a model in Summary', { ...declared, what: 'model-node', name: 'Summary', weight: 'use' }],
  ['sets up a model in Summary', { ...declared, what: 'model-node', name: 'Summary', weight: 'mention' }],
  ['declares the agent of unknown name', { ...declared, what: 'agent-file', name: null, provider: null }],
])('%s', (sentence, evidence) => {
  expect(describeEvidence(evidence)).toBe(sentence);
});

describe('a verdict', () => {
  const { verdict } = assess(agent('a'), 'approved');

  test.each([
    ['identity', 'matched by its identity'],
    ['claim', 'matched by its own claim'],
    ['path', 'matched by repository and path'],
    ['repository', 'matched by repository'],
  ] as const)('says that it was matched by %s', (matchedBy, words) => {
    expect(describeVerdict({ ...verdict, matchedBy })).toBe(`Entry triage approves it (${words}).`);
  });

  test('that is ambiguous names the entries', () => {
    expect(describeVerdict({ ...verdict, state: 'ambiguous', entry: null, candidates: ['a', 'b'] })).toBe(
      'Several entries fit it equally well: a, b.',
    );
  });

  test('that is pending says what the policy asks for, where the entry is approved otherwise', () => {
    const pending = { ...verdict, state: 'pending', risk: 'high' } as const;
    expect(describeVerdict(pending)).toBe('Entry triage asks for approval and has none yet.');
    const shortfalls = [{ kind: 'approvers', wanted: '2 approvers', found: '1 approver' }] as const;
    expect(describeVerdict({ ...pending, shortfalls })).toBe(
      'Entry triage has 1 approver, and the policy asks for 2 approvers (high risk).',
    );
  });

  test('names the entry that a change proposes, and promises nothing of one that would not approve', () => {
    const open = { ...assess(agent('a')).verdict, proposed: 'triage' };
    expect(describeVerdict({ ...open, proposedState: 'approved' })).toBe(
      'No entry of the registry matches it. Proposed: entry triage of this change approves it once merged.',
    );
    expect(describeVerdict({ ...open, proposedState: 'pending' })).toBe(
      'No entry of the registry matches it. Once this change is merged it is pending (entry triage): an entry waits for approval.',
    );
  });
});

test.each([
  ['tools', 'tool'],
  ['providers', 'provider'],
  ['dataSinks', 'data sink'],
  ['mcpServers', 'MCP server'],
  ['hosts', 'host'],
  ['models', 'model'],
  ['frameworks', 'framework'],
] as const)('drift of %s is called a %s', (facet, name) => {
  expect(describeDrift({ facet, value: 'x', severity: 'high', note: null })).toBe(`${name} x`);
  expect(describeDrift({ facet, value: 'x', severity: 'high', note: 'why' })).toBe(`${name} x (why)`);
});

test('a finding names the commit that brought it, and its day where that is known', () => {
  const [message, commit] = ['Agent "a" drifted.', 'c0ffee1'.padEnd(40, '0')];
  expect(describeFinding({ message, broughtBy: null })).toBe('Agent "a" drifted.');
  expect(describeFinding({ message, broughtBy: { commit, date: '2026-09-03' } })).toBe(
    'Agent "a" drifted, since c0ffee1 (2026-09-03).',
  );
  expect(describeFinding({ message, broughtBy: { commit, date: null } })).toBe('Agent "a" drifted, since c0ffee1.');
});

test('drift of what nobody can name says so', () => {
  const drift = { facet: 'models', value: '*', severity: 'medium', note: 'decided at run time' } as const;
  expect(describeDrift(drift)).toBe('models decided at run time');
});

test('a problem of a whole place names the place', () => {
  expect(describeProblem(problem({ file: '.', reason: 'git', message: 'no objects.' }))).toBe(
    'github.com/acme/shop (git failed): no objects.',
  );
});

const suppression = { check: 'RC201', reason: 'x', until: null, at: { file: 'x', line: 1, column: 1 } };

test('a suppression says where it stands, until when and why', () => {
  const at = { file: 'x', line: 1, column: 1 };
  expect(describeSuppression({ kind: 'exception', check: 'RC301', reason: 'moving', until: '2027-01-01', at })).toBe(
    'suppressed by an exception until 2027-01-01: moving',
  );
});

test('what suppresses is counted by its kind', () => {
  const { summary } = report();
  const counts = (suppressedBy: Partial<typeof summary.suppressedBy>) => {
    const suppressed = Object.values(suppressedBy).reduce((sum, count) => sum + count, 0);
    return countSuppressed({ ...summary, suppressed, suppressedBy: { ...summary.suppressedBy, ...suppressedBy } });
  };
  expect(counts({})).toBe('');
  expect(counts({ baseline: 2 })).toBe('2 findings suppressed by the baseline');
  expect(counts({ inline: 1, baseline: 1200, trufflehog: 3 })).toBe(
    '1,204 findings suppressed (1 in the code, 1,200 by the baseline, 3 by a mark for trufflehog)',
  );
});

test('a check says how its findings are accepted, in ways that it can be', () => {
  const lines = (check: string) => describeAcceptance(check).map(({ line }) => line.split(/[ :[]/)[0]);
  expect(lines('RC201')).toEqual(['#', 'acceptMarks', 'exceptions', 'ignore', 'rollcall']);
  expect(lines('RC101')).toEqual(['#', 'ignore', 'rollcall']);
  expect(lines('RC105')).toEqual(['exceptions', 'ignore', 'rollcall']);
});

describe('what differs is called differently', () => {
  test.each([
    [
      'verdicts',
      (
        [
          'approved',
          'drifted',
          'expired',
          'stale',
          'pending',
          'rejected',
          'deprecated',
          'ambiguous',
          'unregistered',
        ] as const
      ).map(describeState),
    ],
    ['units', (['application', 'script', 'notebook', 'workflow', 'action', 'configured'] as const).map(describeUnit)],
    ['attachments', (['unit', 'units-config', 'via', 'fingerprint', 'identity'] as const).map(describeAttachment)],
    ['suppressions', suppressionKinds.map((kind) => describeSuppression({ ...suppression, kind }))],
    [
      'problems',
      (
        [
          'unreadable',
          'undecodable',
          'unparsable',
          'too-large',
          'timeout',
          'changed',
          'link',
          'special-file',
          'git',
          'limit',
          'crashed',
        ] as const
      ).map(nameProblem),
    ],
  ])('%s', (_, sentences) => {
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^\p{L}/u);
  });

  test('components', () => {
    expect(
      (['mcp-server', 'assistant-config', 'library', 'model-endpoint'] as const).map((kind) =>
        countComponents(kind, 2),
      ),
    ).toEqual(['2 MCP servers', '2 assistant configurations', '2 libraries', '2 model endpoints']);
  });
});
