import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import type { VerdictState } from '../../src/model/registry.ts';
import { explain } from '../../src/report/explain.ts';
import { hostile, named } from './hostile.ts';
import { agent, assess, call, finding, full, options, report, shop } from './sample.ts';

const told = (query: string, value = full()) => explain(value, query, options());

describe('an agent', () => {
  test.each([`${shop}//services/support`, 'services/support', 'support'])('is found by %s', (query) => {
    expect(told(query)).toMatch(/^ {2}support {3}unreviewed\n {2}github\.com\/acme\/shop\/\/services\/support\n/);
  });

  test('shows every witness with its place, what it saw and why it was attached', () => {
    const evidence = [
      { ...call, attachedBy: 'unit' },
      { ...call, place: 'github.com/acme/libs', file: 'llm.ts', weight: 'mention', attachedBy: 'via' },
    ] as const;
    const text = told('a', report({ assessments: [assess(agent('a', { evidence }))] }));
    expect(text).toContain(
      '  EVIDENCE  2\n  services/support/src/agent.ts:14:5\n    calls chat.completions.create of openai',
    );
    expect(text).toContain('    use, high confidence, production, stands in the unit\n');
    expect(text).toContain('  github.com/acme/libs//llm.ts:14:5\n');
    expect(text).toContain('    mention, high confidence, production, reached through another unit\n');
  });

  test('shows the verdict, what drifted, what could not be held against the scope, and how to mend', () => {
    const text = told('triage');
    expect(text).toContain('Entry triage approves it (matched by repository and path), but it was seen to do 2 things');
    expect(text).toContain('  + provider anthropic\n  + tool issue_refund (write tool)\n');
    expect(text).toContain('not held against the scope: models.');
    expect(text).toContain('    rollcall registry approve triage --by NAME\n');
  });

  test('shows its tools, credentials and findings, and no empty facet', () => {
    const text = told('support');
    expect(text).toMatch(/tools +refund \(write, no approval\), search \(read, approval unknown\)/);
    expect(text).toMatch(/credentials +OPENAI_API_KEY\n/);
    expect(text).toContain('critical  RC201  services/support/.env:3');
    expect(text).not.toContain('RC105');
    expect(text).not.toContain('identities');
  });

  test('an embedded key is told by the beginning of its fingerprint', () => {
    const credentials = [{ env: null, ref: null, fingerprint: 'beefcafe'.repeat(8), provider: null }];
    expect(told('a', report({ assessments: [assess(agent('a', { credentials }))] }))).toContain(
      'embedded key (key beefcafe)',
    );
  });

  test.each([
    ['approved', null],
    ['unregistered', 'rollcall registry add a'],
    ['expired', 'rollcall registry approve triage --by NAME'],
    ['stale', 'rollcall registry approve triage --by NAME'],
    ['pending', 'rollcall registry approve triage --by NAME'],
    ['rejected', 'Remove the agent'],
    ['deprecated', 'Remove the agent'],
    ['ambiguous', 'Narrow the match of one, two'],
  ] as const satisfies readonly (readonly [VerdictState, string | null])[])('%s is mended by %s', (state, mend) => {
    const verdict = state === 'ambiguous' ? { candidates: ['one', 'two'] } : {};
    const text = told('a', report({ assessments: [assess(agent('a'), state, verdict)] }));
    if (mend === null) expect(text).not.toContain('TO MEND');
    else expect(text).toContain(mend);
  });
});

describe('an entry', () => {
  const value = report({
    assessments: [
      assess(agent('one'), 'approved', { entry: 'desk', candidates: ['desk'] }),
      assess(agent('two'), 'approved', { entry: 'desk', candidates: ['desk'] }),
      assess(agent('three'), 'unregistered', { proposed: 'new-desk', proposedState: 'pending' }),
    ],
    entries: [
      { id: 'desk', state: 'seen' },
      { id: 'gone', state: 'unseen' },
      { id: 'far', state: 'not-covered' },
    ],
  });

  test('is told by all of its agents', () => {
    expect(told('desk', value).match(/^ {2}\w+ {3}approved$/gm)).toEqual(['  one   approved', '  two   approved']);
    expect(told('DESK', value)).toBe(told('desk', value));
  });

  test('that only the change proposes is known too', () => {
    expect(told('new-desk', value)).toMatch(/^ {2}three {3}unreviewed\n/);
  });

  test.each([
    ['gone', 'No agent fits it, though its place was wholly scanned.'],
    ['far', 'No agent that was found fits it. Not all of its places were scanned'],
  ])('without an agent says so: %s', (id, words) => {
    const text = told(id, value);
    expect(text).toMatch(new RegExp(`^ {2}${id} {3}an entry of the registry\n\n {2}`));
    expect(text.replace(/\s+/g, ' ')).toContain(words);
  });

  test('stands back where an agent has that very name', () => {
    const other = assess(agent('x', { name: 'desk' }));
    const text = told('desk', { ...value, assessments: [...value.assessments, other] });
    expect(text).toMatch(/^ {2}desk {3}unreviewed\n/);
  });
});

test('case does not count where nothing is called exactly so', () => {
  const review = assess(agent('services/Review', { name: 'Review' }));
  expect(told('review', report({ assessments: [review] }))).toMatch(/^ {2}Review /);
  const own = assess(agent('b', { name: 'review' }));
  expect(told('review', report({ assessments: [review, own] }))).toMatch(/^ {2}review /);
  const twin = assess(agent('b', { name: 'REVIEW' }));
  expect(() => told('review', report({ assessments: [review, twin] }))).toThrow("2 things go by 'review'");
});

describe('a finding', () => {
  const value = report({
    findings: [
      finding('RC201', {
        fingerprint: 'abc123'.padEnd(32, '0'),
        message: 'A key is embedded',
        locations: [
          { repository: 'github.com/acme/crm', file: 'x.env', line: 2, column: 1, commit: null, object: null },
        ],
      }),
    ],
  });

  test('is found by the beginning of its fingerprint', () => {
    const text = told('abc123', value);
    expect(text).toMatch(/^ {2}RC201 {3}high {3}Embedded LLM key\n\n {2}A key is embedded\n/);
    expect(text).toContain('  ALSO SEEN AT  1\n  github.com/acme/crm//x.env:2:1\n');
    expect(text).toContain('  TO MEND\n  How to mend RC201.\n');
  });

  test('says why it does not count', () => {
    const suppressed = {
      kind: 'config',
      check: 'RC201',
      reason: 'a test key',
      until: null,
      at: { file: 'c', line: 1, column: 1 },
    } as const;
    const quiet = report({ findings: [finding('RC201', { suppressed })] });
    expect(told('012345', quiet)).toMatch(/counts +no, suppressed in the configuration: a test key/);
  });

  test('is not found by five characters', () => {
    expect(() => told('abc12', value)).toThrow(RollcallError);
  });
});

describe('a check', () => {
  test('is found whatever the case, with its texts and findings', () => {
    const text = told('rc301');
    expect(text).toMatch(/^ {2}RC301 {3}high {3}Write-capable tool without human approval\n/);
    expect(text).toContain('  WHY IT MATTERS\n  Why RC301 matters.\n');
    expect(text).toContain('  OWASP  https://owasp.org/\n');
    expect(text).toContain('  FINDINGS  1\n');
  });

  test('needs no report', () => {
    expect(explain(null, 'RC301', options())).toContain('How to mend RC301.');
  });

  test('an agent does', () => {
    expect(() => explain(null, 'support', options())).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--report') }),
    );
  });
});

describe('what is not there', () => {
  test('is an error that names what is near', () => {
    expect(() => told('SUPP')).toThrow(
      expect.objectContaining({ code: 'usage', hint: `Did you mean:\n${shop}//services/support` }),
    );
    expect(() => told('\u001b[2J')).toThrow("No agent, entry, finding or check is called '\\x1b[2J'");
  });

  test('is an error that names the candidates where there are several', () => {
    const twins = report({ assessments: [assess(agent('a', { name: 'bot' })), assess(agent('b', { name: 'bot' }))] });
    expect(() => told('bot', twins)).toThrow(expect.objectContaining({ hint: `Name one of:\n${shop}//a\n${shop}//b` }));
  });
});

test.each(hostile)('the hostile name %j is shown and does nothing', (name) => {
  const value = named(name);
  const one = { ...value, assessments: value.assessments.slice(0, 1) };
  const text = told(one.assessments[0]?.agent.id ?? '', one);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  expect(text).not.toMatch(/^\s*::/m);
  expect(text).not.toMatch(/##(\[|vso\[)/i);
});
