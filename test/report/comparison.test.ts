import { describe, expect, test } from 'vitest';
import type { AgentChange, Comparison, EntryChange } from '../../src/model/change.ts';
import type { Entry } from '../../src/model/registry.ts';
import type { Report } from '../../src/model/report.ts';
import { diffEntries } from '../../src/registry/diff.ts';
import { describeAgentChange, describeEntryChange } from '../../src/report/describe-change.ts';
import { difference } from '../../src/report/difference.ts';
import { json } from '../../src/report/formats/json.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { table } from '../../src/report/formats/table.ts';
import { parseReport } from '../../src/report/parse.ts';
import { approved, entryFor, registry } from '../registry/world.ts';
import { agent, assess, finding, options, report, shop } from './sample.ts';

const change: AgentChange = {
  id: `${shop}//services/support`,
  name: 'support',
  kind: 'new',
  gained: [
    { facet: 'level', value: 'agent', note: null },
    { facet: 'tools', value: 'refund', note: 'write tool, nobody approves' },
    { facet: 'providers', value: 'openai', note: null },
  ],
  lost: [],
  before: null,
  after: 'unregistered',
};

const entry: EntryChange = {
  id: 'triage',
  name: 'Triage',
  kind: 'changed',
  status: { before: 'approved', after: 'approved' },
  asks: [
    { subject: 'tools', direction: 'more', value: 'issue_refund', note: 'write tool', severity: 'high' },
    { subject: 'providers', direction: 'more', value: 'anthropic', note: null, severity: 'high' },
    { subject: 'models', direction: 'less', value: 'gpt-5', note: null, severity: null },
    { subject: 'owner', direction: 'other', value: 'acme/b', note: 'acme/a before', severity: null },
    { subject: 'approver', direction: 'more', value: 'mallory', note: null, severity: null },
    { subject: 'expires', direction: 'more', value: '2030-01-01', note: null, severity: null },
  ],
  approves: true,
  approval: { by: ['alice', 'mallory'], at: '2026-01-01', expires: '2030-01-01', evidence: [], digest: null },
  at: { file: '.rollcall/registry.yaml', line: 3, column: 5 },
};

function compared(parts: Partial<Comparison>, more: Partial<Report> = {}): Report {
  const base = { ref: 'origin/main', commit: 'c0ffee1'.padEnd(40, '0') };
  return report({
    ...more,
    comparison: { base, agents: [], entries: [], known: [], gone: [], config: null, ...parts },
  });
}

function byBob(entry: Entry, approval: Entry['approval']): Entry {
  return { ...entry, approval: approval && { ...approval, by: ['bob'] } };
}

describe('in words', () => {
  test('a change of an entry says what it asks for, gives up and carries', () => {
    expect(describeEntryChange(entry)).toBe(
      'triage asks for: write tool issue_refund, provider anthropic; gives up: model gpt-5; says otherwise: owner acme/b (acme/a before); carries its own approval: by alice, mallory, until 2030-01-01, no evidence.',
    );
  });

  test('an entry that is new or removed is called so', () => {
    const added: EntryChange = { ...entry, kind: 'added', status: { before: null, after: 'pending' }, approves: false };
    expect(describeEntryChange({ ...added, asks: entry.asks.slice(1, 2) })).toBe(
      'triage is new (pending) and asks for: provider anthropic.',
    );
    expect(describeEntryChange({ ...added, asks: [] })).toBe('triage is new (pending).');
    expect(describeEntryChange({ ...entry, kind: 'removed', asks: [] })).toBe(
      'triage is removed from the registry (it was approved).',
    );
  });

  test('an approval of another scope by the same people is one all the same', () => {
    expect(describeEntryChange({ ...entry, asks: [] })).toBe(
      'triage carries its own approval: by alice, mallory, until 2030-01-01, no evidence.',
    );
  });

  const pending = entryFor('triage', 'triage');
  const good = approved(pending);
  const { approval } = good;
  const revoked = { ...pending, status: 'rejected', note: 'revoked on 2026-06-01: leaks.' } as const;
  const carried = 'carries its own approval: by alice, until 2027-01-01, no evidence';
  test.each<[string, Entry, Entry]>([
    ['is revoked (it was approved): leaks.', good, revoked],
    ['is revoked (it was deprecated): leaks.', { ...good, status: 'deprecated', note: 'old' }, revoked],
    ['is rejected (it was pending): leaks.', pending, revoked],
    ['is revoked (it was approved).', { ...good, note: 'for now' }, { ...pending, status: 'rejected' }],
    ['is deprecated (it was approved).', good, { ...good, status: 'deprecated' }],
    [
      'is deprecated (it was approved): v2 is better; gives up: provider openai.',
      { ...good, scope: { providers: ['openai'] } },
      { ...good, scope: {}, status: 'deprecated', note: 'v2 is better' },
    ],
    [`is approved (it was rejected); ${carried}.`, revoked, good],
    [`is approved (it was pending); says otherwise: note a trial; ${carried}.`, pending, { ...good, note: 'a trial' }],
    ['is pending (it was approved).', good, { ...good, status: 'pending' }],
    ['says otherwise: note a trial.', good, { ...good, note: 'a trial' }],
    [
      'has another approval: by bob, until 2027-01-01, no evidence.',
      { ...pending, approval },
      byBob(pending, approval),
    ],
    ['has no approval any more.', { ...pending, approval }, pending],
  ])('an entry that was decided on says so before all else: %s', (words, before, after) => {
    const told = diffEntries(registry(before), registry(after)).map((one) => describeEntryChange(one));
    expect(told).toEqual([`triage ${words}`]);
  });

  test('an agent that changed says what it gained, lost, and how it stands', () => {
    const lost = [{ facet: 'models', value: 'gpt-5', note: null }] as const;
    expect(
      describeAgentChange({
        ...change,
        kind: 'changed',
        gained: change.gained.slice(1),
        lost,
        before: 'approved',
        after: 'drifted',
      }),
    ).toBe('+ write tool refund, nobody approves, + provider openai, - model gpt-5; approved before, drifted now');
    expect(describeAgentChange({ ...change, kind: 'vanished', gained: [], lost })).toBe('');
  });
});

describe('the page for a pull request', () => {
  const support = assess(agent('services/support', { owner: '@acme/support' }));

  test('tells of a new agent why it counts, what it has, who owns it, and the entry to paste', () => {
    const text = markdown.render(compared({ agents: [change] }, { assessments: [support] }), options());
    expect(text).toMatch(/^## rollcall: 1 new agent\n/);
    expect(text).toContain('Since origin/main (c0ffee1); 1 agent in all, 0 approved, 1 unreviewed.');
    expect(text).toContain('### New: ');
    expect(text).toContain('**Owner**: `@acme/support`.');
    expect(text).toContain('**It has**: write tool refund, nobody approves, provider openai.');
    expect(text).toContain('`services/support/src/agent.ts:14`');
    expect(text).toMatch(/```yaml\n *- id: [\s\S]*status: pending[\s\S]*\n```/);
  });

  test('gives no entry to paste where one is there already', () => {
    const pending = assess(support.agent, 'pending');
    const text = markdown.render(
      compared({ agents: [{ ...change, after: 'pending' }] }, { assessments: [pending] }),
      options(),
    );
    expect(text).toContain('(pending)');
    expect(text).not.toContain('```');
  });

  test('shows the changed, the vanished, the registry and what is gone', () => {
    const gained = [{ facet: 'models', value: 'gpt-5', note: null }] as const;
    const changed: AgentChange = { ...change, kind: 'changed', gained, before: 'unregistered', after: 'unregistered' };
    const gone: AgentChange = { ...change, id: 'x//gone', name: 'gone', kind: 'vanished', after: null };
    const text = markdown.render(
      compared(
        { agents: [changed, gone], entries: [entry], gone: [finding('RC201', { message: 'A key was here.' })] },
        { assessments: [support] },
      ),
      options(),
    );
    expect(text).toMatch(/^## rollcall: no new agent, 1 changed, 1 vanished\n/);
    expect(text).toContain('### Changed (1)');
    expect(text).toContain('### Vanished (1)\n\n- **gone** `x//gone`');
    expect(text).toContain('### What the change asks of the registry (1)');
    expect(text).toContain('is worth nothing before it is merged');
    expect(text).toContain('Gone: 1 finding');
    expect(text).not.toContain('```');
  });

  test('does not show findings that were there before', () => {
    const old = finding('RC202', { fingerprint: 'a', message: 'old news' });
    const fresh = finding('RC202', { fingerprint: 'b', message: 'fresh news' });
    const text = markdown.render(compared({ known: ['a'] }, { findings: [old, fresh] }), options());
    expect([text.includes('fresh news'), text.includes('old news')]).toEqual([true, false]);
  });

  test('of a registry that comes from elsewhere shows what the tree proposes, and every agent as ever', () => {
    const text = markdown.render(
      compared({ base: null, agents: null, entries: [entry] }, { assessments: [support] }),
      options(),
    );
    expect(text).toContain('1 of 1 agent unreviewed');
    expect(text).toContain('### What the tree proposes for the registry (1)');
    expect(text).not.toContain('### New');
  });

  test('stays a page whatever an agent is called', () => {
    const evil = agent('services/support', { name: '``` </details> @all ![x](y) | z', owner: '`@x`' });
    const text = markdown.render(compared({ agents: [change] }, { assessments: [assess(evil)] }), options());
    const outside = text.replace(/^````yaml$[\s\S]*?^````$/m, '');
    expect(outside).not.toMatch(/<\/details> @all|!\[x\]\(y\)/);
    expect(text.match(/^````yaml$/m)).not.toBeNull();
  });
});

describe('the table of a change', () => {
  test('begins with what is new, and lists no agent that is as it was', () => {
    const other = assess(agent('services/crm'));
    const support = assess(agent('services/support'));
    const text = table.render(compared({ agents: [change] }, { assessments: [other, support] }), options());
    expect(text.split('\n').slice(0, 2)).toEqual([
      '  1 new agent          since origin/main (c0ffee1)',
      '  2 agents in all, 0 approved, 2 unreviewed · 1 repository · 312 files · 4.1 MB',
    ]);
    expect([text.includes('services/support'), text.includes('services/crm')]).toEqual([true, false]);
  });

  test('tells the changed, the vanished, the registry and what is gone', () => {
    const changed: AgentChange = { ...change, kind: 'changed', before: 'approved', after: 'drifted' };
    const gone: AgentChange = { ...change, id: 'x//gone', name: 'gone', kind: 'vanished', after: null };
    const text = table.render(
      compared({ agents: [changed, gone], entries: [entry], gone: [finding('RC201', { message: 'A key was here.' })] }),
      options({ width: 200 }),
    );
    expect(text).toContain('CHANGED  1');
    expect(text).toContain('approved before, drifted now');
    expect(text).toMatch(/VANISHED {2}1\n {2}gone {2}gone\n/);
    expect(text).toContain('REGISTRY  1 entry changed\n  triage asks for: write tool issue_refund');
    expect(text).toContain('GONE  1 finding\n  RC201  A key was here.');
  });

  test('says of what the tree proposes when it counts', () => {
    const value = compared({ base: null, agents: null, entries: [entry] });
    const ref = { name: 'origin/main', commit: 'c'.repeat(40) };
    const run = { ...value.run, registry: { ...value.run.registry, ref } };
    expect(table.render({ ...value, run }, options())).toContain('REGISTRY  1 entry changed, in force once merged');
  });
});

describe('two saved reports', () => {
  const before = report({ assessments: [assess(agent('a'))], findings: [finding('RC203', { fingerprint: 'f' })] });
  const after = report({
    assessments: [assess(agent('a')), assess(agent('b'))],
    findings: [finding('RC203', { fingerprint: 'g' })],
  });

  test('differ by their agents and findings', () => {
    const { comparison } = difference(before, after, 'a.json');
    expect(comparison).toMatchObject({
      base: { ref: 'a.json', commit: 'c0ffee'.padEnd(40, '0') },
      agents: [{ id: `${shop}//b`, kind: 'new' }],
      known: [],
      gone: [{ fingerprint: 'f' }],
    });
  });

  test.each(['RC104', 'RC201', 'RC202'])('%s is known in the files that held it, and new in another', (check) => {
    const place = { repository: shop, file: 'b.env', line: 1, column: 1, commit: null, object: null };
    const one = report({ findings: [finding(check, { fingerprint: 'f', file: 'a.env' })] });
    const more = report({ findings: [finding(check, { fingerprint: 'f', file: 'a.env', locations: [place] })] });
    expect(difference(one, more, 'a').comparison?.known).toEqual([]);
    expect(difference(more, one, 'a').comparison?.known).toEqual(['f']);
  });

  test('do not differ where they are the same', () => {
    expect(difference(after, after, 'a.json').comparison).toMatchObject({ agents: [], known: ['g'], gone: [] });
  });

  test('the comparison is read back from JSON as it was', () => {
    const value = { ...difference(before, after, 'a.json') };
    const full = { ...value, comparison: value.comparison && { ...value.comparison, entries: [entry] } };
    const text = json.render(full, options());
    expect(json.render(parseReport(text), options())).toBe(text);
    expect(parseReport(text).comparison).toEqual(full.comparison);
  });
});
