import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk, folder, rollcall } from '../stage.ts';

const file = '.rollcall/registry.yaml';
const entry = (id: string, team: string) =>
  `  - { id: ${id}, name: ${id}, status: pending, owner: { team: '${team}' }, match: { repos: [{ repo: github.com/acme/${id}, paths: [a, b] }] } }\n`;
const text = `apiVersion: rollcall/v1\nagents:\n${entry('desk', '@acme/front')}${entry('kiosk', 'acme/back')}${entry('till', 'acme/back')}`;

async function listed(cwd: string, ...args: readonly string[]): Promise<string[]> {
  const { code, out } = await rollcall(['registry', 'list', '--format', 'json', ...args], { cwd });
  expect(code).toBe(0);
  return JSON.parse(out).entries.map((each: { id: string; state: string }) => `${each.id} ${each.state}`);
}

async function stocked(): Promise<string> {
  const cwd = folder({ [file]: text });
  await rollcall(['registry', 'approve', 'desk', '--by', 'alice', '--expires', '20d'], { cwd });
  await rollcall(['registry', 'approve', 'kiosk', '--by', 'bob'], { cwd });
  return cwd;
}

describe('rollcall registry list', () => {
  test('shows every entry, what it is worth and where it lives', async () => {
    const { code, out } = await rollcall(['registry', 'list'], { cwd: await stocked() });
    const rows = out
      .trimEnd()
      .split('\n')
      .map((row) => row.trim().split(/ {2,}/));
    expect(code).toBe(0);
    expect(rows).toEqual([
      ['id', 'status', 'risk', 'owner', 'approved by', 'expires', 'where'],
      ['desk', 'approved', 'low', '@acme/front', 'alice', '2026-06-21', 'github.com/acme/desk//a +1'],
      ['kiosk', 'approved', 'low', 'acme/back', 'bob', '2027-06-01', 'github.com/acme/kiosk//a +1'],
      ['till', 'pending', 'low', 'acme/back', 'github.com/acme/till//a +1'],
    ]);
  });

  test('is no report, and takes nothing that the environment says of reports', async () => {
    const env = { ROLLCALL_FORMAT: 'sarif', ROLLCALL_OUTPUT: 'json=report.json', ROLLCALL_STATUS: 'draft' };
    const { code, out } = await rollcall(['registry', 'list'], { cwd: await stocked(), env });
    expect([code, out]).toEqual([0, expect.stringContaining('kiosk')]);
  });

  test('chooses by status, and by owner as people write it', async () => {
    const cwd = await stocked();
    expect(await listed(cwd, '--status', 'pending,draft')).toEqual(['till pending']);
    expect(await listed(cwd, '--owner', 'Acme/Front')).toEqual(['desk approved']);
  });

  test('finds what is approved by less than the policy asks for among the pending too', async () => {
    const cwd = await stocked();
    writeFileSync(join(cwd, '.rollcall/config.yaml'), 'policy: { approvers: 2 }\n');
    await rollcall(['registry', 'approve', 'kiosk', '--by', 'eve'], { cwd });
    expect(await listed(cwd, '--status', 'pending')).toEqual(['desk pending', 'till pending']);
    expect(await listed(cwd, '--status', 'approved')).toEqual(['desk pending', 'kiosk approved']);
    expect(await listed(cwd, '--status', 'rejected')).toEqual([]);
  });

  test('shows what ends soon, and what is over', async () => {
    const cwd = await stocked();
    expect(await listed(cwd, '--expiring', '30d')).toEqual(['desk approved']);
    const later = () => new Date('2026-07-01T00:00:00Z');
    const { out } = await rollcall(['registry', 'list', '--expiring', '30d'], { cwd, now: later });
    expect(out).toContain('approved (expired)');
    expect(out).not.toContain('kiosk');
  });

  test('lets the policy end an approval sooner', async () => {
    const cwd = await stocked();
    writeFileSync(join(cwd, '.rollcall/config.yaml'), 'policy: { maximumAgeDays: 10 }\n');
    expect(await listed(cwd, '--expiring', '2w')).toEqual(['desk approved', 'kiosk approved']);
  });

  test.each([
    ['approvers: 2', 'approved (1 of 2 approvers)'],
    ['sponsor: [low], evidence: [low]', 'approved (no sponsor, no evidence)'],
    ['approverIsNotOwner: true', 'approved (0 of 1 approver who does not own it)'],
  ])('with %s says what an approval does not have', async (policy, words) => {
    const cwd = folder({ [file]: text, '.rollcall/config.yaml': `policy: { ${policy} }\n` });
    await rollcall(['registry', 'approve', 'desk', '--by', 'acme/front'], { cwd });
    expect((await rollcall(['registry', 'list'], { cwd })).out).toContain(`  ${words}  `);
  });

  test('says so where an approval is of another scope', async () => {
    const cwd = await stocked();
    writeFileSync(join(cwd, file), readFileSync(join(cwd, file), 'utf8').replace('paths: [a, b]', 'paths: [a]'));
    expect((await rollcall(['registry', 'list'], { cwd })).out).toMatch(/desk +approved \(stale\)/);
  });

  test('shows a registry of another commit as well', async () => {
    const cwd = folder({ [file]: text });
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@acme.example', ...args], { cwd, stdio: 'ignore' });
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'registry');
    await rollcall(['registry', 'approve', 'desk', '--by', 'alice'], { cwd });
    expect(await listed(cwd, '--owner', 'acme/front')).toEqual(['desk approved']);
    expect(await listed(cwd, '--owner', 'acme/front', '--registry-ref', 'main')).toEqual(['desk pending']);
  });

  test.each([
    [['--status', 'aproved'], 'Did you mean approved?'],
    [['--expiring', 'soon'], 'Write it as 30d'],
  ])('refuses %j', async (args, words) => {
    const { code, err } = await rollcall(['registry', 'list', ...args], { cwd: folder({ [file]: text }) });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe('rollcall registry shrink', () => {
  async function wide(): Promise<string> {
    const cwd = folder(desk);
    await rollcall(['registry', 'add', 'desk'], { cwd });
    const now = readFileSync(join(cwd, file), 'utf8');
    writeFileSync(
      join(cwd, file),
      now.replace('models: [gpt-4.1]', 'models: [gpt-4*, o3] # two').replace('[openai]', '[openai, mistral]'),
    );
    await rollcall(['registry', 'approve', 'desk', '--by', 'alice'], { cwd });
    return cwd;
  }

  test('says what was never seen, and writes nothing', async () => {
    const cwd = await wide();
    const before = readFileSync(join(cwd, file), 'utf8');
    const { code, out, err } = await rollcall(['registry', 'shrink', 'desk'], { cwd });
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/\n {2}scope\.providers:\n {2}- mistral\n {2}scope\.models:\n {2}- o3\n$/),
    ]);
    expect([err, readFileSync(join(cwd, file), 'utf8')]).toEqual([expect.stringContaining('--write'), before]);
  });

  test('takes it out, and says that it has to be approved again', async () => {
    const cwd = await wide();
    const before = readFileSync(join(cwd, file), 'utf8');
    const { err } = await rollcall(['registry', 'shrink', 'desk', '--write'], { cwd });
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(before.replace(', o3]', ']').replace(', mistral]', ']'));
    expect(err).toContain('desk is stale until it is approved again');
    expect(err).toContain('rollcall registry approve desk --by NAME');
    expect((await rollcall(['registry', 'shrink', 'desk'], { cwd })).out).toContain('nothing to take out');
  });

  test('keeps what may be decided at run time', async () => {
    const cwd = await wide();
    const source = readFileSync(join(cwd, 'desk/main.js'), 'utf8');
    writeFileSync(join(cwd, 'desk/main.js'), source.replace("'gpt-4.1'", 'process.argv[2]'));
    const { out } = await rollcall(['registry', 'shrink', 'desk'], { cwd });
    expect(out).toContain('scope.models stays: what it holds is decided at run time');
    expect(out).not.toContain('- o3');
  });

  test.each([
    [['--include', 'desk/**'], 'leave out a part'],
    [['--target', 'desk'], 'was not scanned'],
  ])('refuses where not all was meant to be read: %j', async (args, words) => {
    const cwd = await wide();
    const { code, err } = await rollcall(['registry', 'shrink', 'desk', '--write', ...args], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test('is incomplete where a file was not read, names it, and goes by the others if told to', async () => {
    const cwd = await wide();
    const before = readFileSync(join(cwd, file), 'utf8');
    writeFileSync(join(cwd, 'notes.json'), 'x'.repeat(3000));
    const argv = ['registry', 'shrink', 'desk', '--write', '--max-file-size', '1k'];
    const { code, out, err } = await rollcall(argv, { cwd });
    expect([code, out, readFileSync(join(cwd, file), 'utf8')]).toEqual([3, '', before]);
    expect(err).toMatch(/^rollcall: not all was read, so desk may need what nobody saw; nothing was written\n/);
    expect(err).toContain('rollcall:   notes.json (too large)');
    const all = await rollcall([...argv, '--allow-incomplete'], { cwd });
    expect([all.code, all.out]).toEqual([0, expect.stringContaining('- mistral')]);
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(before.replace(', o3]', ']').replace(', mistral]', ']'));
  });

  test('refuses where no agent of the entry was found', async () => {
    const cwd = await wide();
    writeFileSync(join(cwd, 'desk/main.js'), '');
    writeFileSync(join(cwd, 'desk/package.json'), '{}');
    const { code, err } = await rollcall(['registry', 'shrink', 'desk'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('no agent of desk was found')]);
  });
});
