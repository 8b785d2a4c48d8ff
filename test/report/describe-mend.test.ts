import { describe, expect, test } from 'vitest';
import type { Agent } from '../../src/model/census.ts';
import type { Entry, Shortfall, Verdict, VerdictState } from '../../src/model/registry.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { describeMend } from '../../src/report/describe-mend.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { agentAt, approved, census, entryFor, registry, terms } from '../registry/world.ts';
import { agent, assess, options, report } from './sample.ts';

function mend(state: VerdictState, more: Partial<Verdict> = {}) {
  return describeMend(assess(agent('a'), state, more));
}

describe('of an agent that drifted', () => {
  const tool = { approval: 'none', files: [], line: 1 } as unknown as Agent['tools'][number];
  const seen = agentAt('desk', {
    providers: ['anthropic', 'openai'],
    models: ['gpt-5'],
    dynamic: ['models', 'hosts'],
    tools: [
      { ...tool, name: 'look', access: 'read' },
      { ...tool, name: 'refund', access: 'write' },
      { ...tool, name: 'pay', access: 'write' },
    ],
  });
  const scope: Entry['scope'] = {
    providers: ['openai'],
    tools: [
      { name: 'look', access: 'read' },
      { name: 'pay', access: 'write', approval: 'human' },
    ],
  };
  const policy = { ...terms.policy, declareDynamic: true };

  function verdictWith(own: Entry['scope']): Verdict | undefined {
    const held = registry(approved(entryFor('desk', 'desk', { scope: own })));
    return reconcile(census(seen), held, { ...terms, policy }).verdicts[0];
  }

  test('shows the lines that its scope lacks, then has it approved', () => {
    const verdict = verdictWith(scope);
    expect(verdict && describeMend({ agent: seen, verdict })).toEqual({
      advice:
        'Take it out of the code. Or, if it is wanted, add this to the scope of the entry desk (a tool that it lists already is written anew), and have the entry approved.',
      yaml: `    scope:
      providers: [anthropic]
      models: [gpt-5]
      tools: [{ name: refund, access: write }, { name: pay, access: write }]
      dynamic: [models, hosts]`,
      commands: ['rollcall registry approve desk --by NAME'],
    });
  });

  test('is enough: with these lines nothing drifts any more', () => {
    const wider = verdictWith({
      providers: ['openai', 'anthropic'],
      models: ['gpt-5'],
      tools: [
        { name: 'look', access: 'read' },
        { name: 'refund', access: 'write' },
        { name: 'pay', access: 'write' },
      ],
      dynamic: ['models', 'hosts'],
    });
    expect(wider?.state).toBe('approved');
  });

  test('is told in a page for a pull request, as lines to copy', () => {
    const verdict = verdictWith(scope) as Verdict;
    const comparison = { base: { ref: 'main', commit: 'c0ffee1'.padEnd(40, '0') }, entries: [], known: [], gone: [] };
    const gained = {
      id: seen.id,
      name: 'desk',
      kind: 'changed',
      gained: [],
      lost: [],
      before: 'approved',
      after: 'drifted',
    } as const;
    const page = markdown.render(
      report({
        assessments: [{ agent: seen, verdict }],
        comparison: { ...comparison, agents: [gained], config: null },
      }),
      options(),
    );
    expect(page).toContain(
      '- **What to do**: Take it out of the code. Or, if it is wanted, add this to the scope of the entry desk',
    );
    expect(page).toContain(
      '`rollcall registry approve desk --by NAME`\n\n```yaml\n    scope:\n      providers: [anthropic]\n',
    );
  });
});

describe('of an entry that is short of the policy', () => {
  const missing = {
    approvers: { kind: 'approvers', wanted: '2 approvers', found: '1 approver' },
    owner: { kind: 'owner-approves', wanted: '1 approver who does not own it', found: 'no approver besides its owner' },
    sponsor: { kind: 'sponsor', wanted: 'a sponsor', found: 'no sponsor' },
    evidence: { kind: 'evidence', wanted: 'evidence of the approval', found: 'no evidence' },
  } as const satisfies Record<string, Shortfall>;
  const approve = 'rollcall registry approve triage --by NAME';

  test.each<[keyof typeof missing | 'all', string, readonly string[]]>([
    ['approvers', 'Have it approved with 2 approvers.', [approve]],
    ['owner', 'Have it approved with 1 approver who does not own it.', [approve]],
    ['evidence', 'Have it approved with evidence of the approval.', [`${approve} --evidence LINK`]],
    ['sponsor', 'Write owner.sponsor into the entry triage.', []],
    [
      'all',
      'Have it approved with 2 approvers, 1 approver who does not own it, evidence of the approval. Write owner.sponsor into the entry triage.',
      [`${approve} --evidence LINK`],
    ],
  ])('the command gives what is missing: %s', (kind, advice, commands) => {
    const shortfalls = kind === 'all' ? Object.values(missing) : [missing[kind]];
    expect(mend('pending', { shortfalls })).toEqual({ advice, yaml: '', commands });
  });
});

test.each(['rejected', 'deprecated'] as const)('what is %s is approved by force alone', (state) => {
  expect(mend(state)?.commands).toEqual(['rollcall registry approve triage --by NAME --force']);
});

describe('where the change proposes an entry', () => {
  const proposed = 'triage-new';
  const approve = `rollcall registry approve ${proposed} --by NAME`;

  test.each<[VerdictState, string, readonly string[]]>([
    ['stale', 'Review what was edited and approve it.', [approve]],
    ['pending', 'Review it and approve it.', [approve]],
    ['expired', 'Review it again and approve it.', [approve]],
    ['rejected', 'Remove the agent, or review it anew and approve it.', [`${approve} --force`]],
  ])('that is %s, what that one needs is said', (proposedState, advice, commands) => {
    expect(mend('unregistered', { entry: null, proposed, proposedState })).toEqual({ advice, yaml: '', commands });
  });

  test('that approves it, nothing is left to do but to merge', () => {
    expect(mend('unregistered', { entry: null, proposed, proposedState: 'approved' })).toBeNull();
  });

  test('or several that fit, they are narrowed', () => {
    const mended = mend('unregistered', { entry: null, proposed: null, proposedState: 'ambiguous' });
    expect(mended?.advice).toBe(
      'Narrow the match of the entries that the change proposes until only one of them fits.',
    );
  });

  test('or takes it out, what the one that counts needs is said', () => {
    expect(mend('expired', { proposed: null, proposedState: 'unregistered' })?.commands).toEqual([
      'rollcall registry approve triage --by NAME',
    ]);
  });
});

test.each([
  ['services/desk', 'rollcall registry add services/desk'],
  ['.', 'rollcall registry add .'],
  ['.github/workflows/a@b.yml', 'rollcall registry add .github/workflows/a@b.yml'],
  ['a; reboot', 'rollcall registry add --all'],
  ['-x', 'rollcall registry add --all'],
  ['$(x)', 'rollcall registry add --all'],
])('the entry of an agent in %j is written by %s', (path, command) => {
  expect(describeMend(assess(agent('a', { path }), 'unregistered'))?.commands[0]).toBe(command);
});
