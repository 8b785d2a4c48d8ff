import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Entry, loadRegistry } from '../../../src/index.ts';
import { desk, folder, rollcall } from '../stage.ts';

const file = '.rollcall/registry.yaml';
const entry = (id: string, more = '') => `  # who answers at the ${id}
  - id: ${id}
    name: ${id} # short
    status: pending
    owner: { team: acme/${id} }
    match: { repos: [{ repo: github.com/acme/${id} }] }
    scope: { providers: [openai] }${more}
`;
const text = (...entries: readonly string[]) => `apiVersion: rollcall/v1\nagents:\n${entries.join('')}`;
const both = text(entry('desk'), entry('kiosk'));
const strict = `policy:
  approvers: { high: 2 }
  evidence: [high]
  approverIsNotOwner: true
  maximumAgeDays: { high: 90, low: 400 }
`;
const writing = '\n    tools: []';
const risky = text(entry('desk').replace('[openai] }', '[openai], tools: [{ name: refund, access: write }] }'));

async function entryOf(cwd: string, id = 'desk', path: string | null = null): Promise<Entry | undefined> {
  return (await loadRegistry(path, cwd)).entries.find((each) => each.id === id);
}

function read(cwd: string, name = file): string {
  return readFileSync(join(cwd, name), 'utf8');
}

async function approve(cwd: string, ...args: readonly string[]) {
  return await rollcall(['registry', 'approve', ...args], { cwd });
}

describe('rollcall registry approve', () => {
  test('approves an agent, so that a scan passes', async () => {
    const cwd = folder(desk);
    await rollcall(['registry', 'add', 'desk'], { cwd });
    const { code, err } = await approve(cwd, 'desk', '--by', 'alice');
    expect([code, err]).toEqual([
      0,
      'rollcall: approved desk (low risk) by alice, until 2027-06-01 (a year, since no --expires was given)\n',
    ]);
    expect((await rollcall(['scan'], { cwd })).code).toBe(0);
  });

  test('changes the entry, and nothing around it', async () => {
    const cwd = folder({ [file]: both.replaceAll('\n', '\r\n') });
    await approve(cwd, 'desk', '--by', 'alice,bob', '--expires', '90d', '--evidence', 'https://t.example/1');
    const { approval } = (await entryOf(cwd)) ?? {};
    const added = `    approval:
      by: [alice, bob]
      at: 2026-06-01
      expires: 2026-08-30
      evidence: [https://t.example/1]
      digest: ${approval?.digest}
`;
    const wanted = text(`${entry('desk').replace('pending', 'approved')}${added}`, entry('kiosk'));
    expect(read(cwd)).toBe(wanted.replaceAll('\n', '\r\n'));
  });

  test('of all that are pending', async () => {
    const cwd = folder({ [file]: text(entry('desk'), entry('kiosk'), entry('till').replace('pending', 'draft')) });
    expect((await approve(cwd, '--all-pending', '--by', 'alice')).code).toBe(0);
    const { entries } = await loadRegistry(null, cwd);
    expect(entries.map(({ status }) => status)).toEqual(['approved', 'approved', 'draft']);
    expect((await approve(cwd, '--all-pending', '--by', 'alice')).err).toContain('no entry is pending');
  });

  test('of all that are pending joins what is approved by less than the policy asks for', async () => {
    const cwd = folder({ [file]: both, '.rollcall/config.yaml': 'policy: { approvers: 2 }\n' });
    await approve(cwd, 'desk', '--by', 'alice');
    await approve(cwd, 'kiosk', '--by', 'alice,bob');
    const { code, err } = await approve(cwd, '--all-pending', '--by', 'carol');
    expect([code, err]).toEqual([0, expect.stringContaining('approved desk (low risk) by alice, carol')]);
    expect(err).not.toContain('kiosk');
    expect((await approve(cwd, '--all-pending', '--by', 'dan')).err).toContain('no entry is pending');
  });

  test('says what the policy still asks for, and is done when the second person has approved', async () => {
    const cwd = folder({ [file]: risky, '.rollcall/config.yaml': strict });
    const first = await approve(cwd, 'desk', '--by', 'alice');
    expect([first.code, first.err]).toEqual([
      1,
      expect.stringContaining(
        'desk has 1 approver and no evidence, and the policy asks for 2 approvers and evidence of the approval (high risk)',
      ),
    ]);
    expect(first.err).toContain('until 2026-08-30 (no longer than the policy lets high risk be approved)');
    const second = await approve(cwd, 'desk', '--by', 'bob', '--evidence', 'https://t.example/1');
    expect([second.code, (await entryOf(cwd))?.approval?.by]).toEqual([0, ['alice', 'bob']]);
  });

  test('does not count the owner where the policy says so', async () => {
    const cwd = folder({ [file]: risky, '.rollcall/config.yaml': strict });
    const { code, err } = await approve(cwd, 'desk', '--by', 'alice,acme/desk', '--evidence', 'x');
    expect([code, err]).toEqual([1, expect.stringContaining('acme/desk')]);
  });

  test('adds evidence and nothing else', async () => {
    const cwd = folder({ [file]: both });
    await approve(cwd, 'desk', '--by', 'alice', '--expires', '6m', '--evidence', 'https://t.example/1');
    const before = read(cwd);
    const now = () => new Date('2026-07-01T12:00:00Z');
    const argv = ['registry', 'approve', 'desk', '--by', 'alice', '--evidence', 'https://t.example/2'];
    const { code, err } = await rollcall(argv, { cwd, now });
    expect([code, err]).toEqual([0, expect.stringContaining('evidence is added to the approval of 2026-06-01')]);
    expect(read(cwd)).toBe(before.replace('https://t.example/1', 'https://t.example/1, https://t.example/2'));
  });

  test('given twice changes nothing, and says so', async () => {
    const cwd = folder({ [file]: both });
    await approve(cwd, 'desk', '--by', 'alice');
    const before = read(cwd);
    const now = () => new Date('2026-07-01T12:00:00Z');
    const { code, err } = await rollcall(['registry', 'approve', 'desk', '--by', 'alice'], { cwd, now });
    expect([code, err, read(cwd)]).toEqual([0, expect.stringContaining('nothing changes'), before]);
  });

  test('names the step that mends each thing that the policy misses', async () => {
    const policy = 'policy: { approvers: 2, sponsor: [low], evidence: [low], approverIsNotOwner: true }\n';
    const cwd = folder({ [file]: both, '.rollcall/config.yaml': policy });
    const steps = async (...args: readonly string[]) =>
      (await approve(cwd, ...args)).err.split('\n').filter((each) => /next: |: and: /.test(each));
    const sponsor = 'write owner.sponsor into .rollcall/registry.yaml:4 (desk)';
    const short = 'rollcall: the policy is not met yet; next: ';
    expect(await steps('desk', '--by', 'acme/desk')).toEqual([
      `${short}somebody who does not own it approves: rollcall registry approve desk --by NAME --evidence LINK`,
      `rollcall: and: ${sponsor}`,
    ]);
    expect(await steps('desk', '--by', 'alice,bob')).toEqual([
      `${short}rollcall registry approve desk --by acme/desk --evidence LINK`,
      `rollcall: and: ${sponsor}`,
    ]);
    expect(await steps('desk', '--by', 'alice', '--evidence', 'x')).toEqual([`${short}${sponsor}`]);
    expect(await steps('kiosk', '--by', 'alice', '--evidence', 'x', '--config', '.rollcall/config.yaml')).toContain(
      `${short}rollcall registry approve kiosk --by NAME --config .rollcall/config.yaml`,
    );
  });

  test('after an edit starts anew', async () => {
    const cwd = folder({ [file]: both });
    await approve(cwd, 'desk', '--by', 'alice', '--evidence', 'https://t.example/1');
    const edited = folder({ [file]: read(cwd).replace('[openai]', '[openai, mistral]') });
    const { err } = await approve(edited, 'desk', '--by', 'bob');
    expect(err).toContain('what alice approved before no longer counts');
    expect(err).toContain('evidence of the approval before is gone: https://t.example/1');
    expect((await entryOf(edited))?.approval?.by).toEqual(['bob']);
  });

  test.each([
    [['desk'], 'say who approves: --by NAME'],
    [['--by', 'alice'], 'name the entries to approve, or all that are pending'],
    [['desk', '--by', 'alice,,bob'], '--by holds an empty word'],
    [['desk', '--by', 'a\u0007b'], '--by "a\\u{7}b" is no plain text on one line'],
    [['dsek', '--by', 'alice'], 'Did you mean desk?'],
    [['desk', '--by', 'alice', '--expires', 'soon'], '--expires "soon" is not a day of the calendar'],
    [['desk', '--by', 'alice', '--expires', '2026-06-01'], 'the approval of desk would be over'],
    [['desk', '--by', 'alice', '--at', '2026-06-02'], 'is a day that has not come yet'],
    [['desk', '--by', 'alice', '--at', '2026-02-30'], 'is not a day of the calendar'],
  ])('refuses %j and writes nothing', async (args, words) => {
    const cwd = folder({ [file]: both });
    const { code, err } = await approve(cwd, ...args);
    expect([code, err, read(cwd)]).toEqual([2, expect.stringContaining(words), both]);
  });

  test('never takes the approver from the environment', async () => {
    const cwd = folder({ [file]: both });
    const { code } = await rollcall(['registry', 'approve', 'desk'], { cwd, env: { ROLLCALL_BY: 'alice' } });
    expect([code, read(cwd)]).toEqual([2, both]);
  });

  test('of what was rejected has to be forced, and clears the reason', async () => {
    const cwd = folder({ [file]: both });
    await rollcall(['registry', 'revoke', 'desk', '--reason', 'leaks'], { cwd });
    const { code, err } = await approve(cwd, 'desk', '--by', 'alice');
    expect([code, err]).toEqual([2, expect.stringContaining('desk is rejected: revoked on 2026-06-01: leaks')]);
    expect((await approve(cwd, 'desk', '--by', 'alice', '--force')).code).toBe(0);
    expect(read(cwd)).not.toContain('leaks');
  });

  test('finds each entry in its file', async () => {
    const cwd = folder({ 'agents/desk.yaml': text(entry('desk')), 'agents/kiosk.yaml': text(entry('kiosk')) });
    await approve(cwd, 'kiosk', '--by', 'alice', '--registry', 'agents');
    expect(read(cwd, 'agents/desk.yaml')).toBe(text(entry('desk')));
    expect((await entryOf(cwd, 'kiosk', 'agents'))?.status).toBe('approved');
  });

  test('keeps JSON what it is', async () => {
    const agents = [{ id: 'desk', name: 'desk', status: 'pending', identities: ['desk'] }];
    const cwd = folder({ 'agents.json': JSON.stringify({ apiVersion: 'rollcall/v1', agents }, null, 2) });
    await approve(cwd, 'desk', '--by', 'alice', '--registry', 'agents.json');
    expect(JSON.parse(read(cwd, 'agents.json')).agents[0]).toMatchObject({
      status: 'approved',
      approval: { by: ['alice'] },
    });
  });

  test('writes nothing where one of the files is wrong', async () => {
    const files = { 'agents/desk.yaml': text(entry('desk')), 'agents/kiosk.yaml': text(entry('kiosk', writing)) };
    const cwd = folder(files);
    const { code } = await approve(cwd, 'desk', '--by', 'alice', '--registry', 'agents');
    expect([code, read(cwd, 'agents/desk.yaml')]).toEqual([2, files['agents/desk.yaml']]);
  });

  test('could not run where there is no registry', async () => {
    const { code, err } = await approve(folder({}), 'desk', '--by', 'alice');
    expect([code, err]).toEqual([2, expect.stringContaining('there is no registry at .rollcall/registry.yaml')]);
  });
});

describe('rollcall registry revoke', () => {
  test('takes the approval back, and writes down why', async () => {
    const cwd = folder({ [file]: both });
    await approve(cwd, 'desk', '--by', 'alice');
    const { code } = await rollcall(['registry', 'revoke', 'desk', '--reason', 'mail #7: leaks'], { cwd });
    expect(code).toBe(0);
    const status = "    status: rejected\n    note: 'revoked on 2026-06-01: mail #7: leaks'\n";
    expect(read(cwd)).toBe(both.replace('    status: pending\n', status));
  });

  test.each([[['desk']], [['--reason', 'x']], [['desk', '--reason', ' ']], [['desk', '--reason', 'x'.repeat(300)]]])(
    'refuses %j',
    async (args) => {
      const cwd = folder({ [file]: both });
      expect((await rollcall(['registry', 'revoke', ...args], { cwd })).code).toBe(2);
      expect(read(cwd)).toBe(both);
    },
  );
});

describe('rollcall registry deprecate', () => {
  test('keeps what was approved', async () => {
    const cwd = folder({ [file]: both });
    await approve(cwd, 'desk', '--by', 'alice');
    await rollcall(['registry', 'deprecate', 'desk', '--reason', 'the desk closes'], { cwd });
    expect(await entryOf(cwd)).toMatchObject({
      status: 'deprecated',
      note: 'deprecated on 2026-06-01: the desk closes',
      approval: { by: ['alice'] },
    });
  });

  test('asks which entries are meant', async () => {
    const { code, err } = await rollcall(['registry', 'deprecate'], { cwd: folder({ [file]: both }) });
    expect([code, err]).toEqual([2, expect.stringContaining('Such as: rollcall registry deprecate billing-triage')]);
  });
});
