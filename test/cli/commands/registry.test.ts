import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approvalDigest, loadRegistry } from '../../../src/index.ts';
import { folder, rollcall } from '../stage.ts';

const agents = (...entries: readonly string[]) => `apiVersion: rollcall/v1\nagents:\n${entries.join('\n')}\n`;
const entry = (id: string, status: string) =>
  `  - { id: ${id}, name: ${id}, status: ${status}, match: { repos: [{ repo: github.com/acme/${id} }] } }`;

describe('rollcall registry validate', () => {
  test('counts the entries by status', async () => {
    const text = agents(entry('desk', 'pending'), entry('phone', 'draft'), entry('kiosk', 'pending'));
    const cwd = folder({ '.rollcall/registry.yaml': text });
    const { code, out } = await rollcall(['registry', 'validate'], { cwd });
    expect([code, out.split('\n')[0]]).toEqual([0, '.rollcall/registry.yaml: 3 entries: 1 draft, 2 pending']);
  });

  test('reads a folder of files', async () => {
    const files = {
      'agents/desk.yaml': agents(entry('desk', 'pending')),
      'agents/kiosk.yaml': agents(entry('kiosk', 'draft')),
    };
    const { out } = await rollcall(['registry', 'validate', 'agents'], { cwd: folder(files) });
    expect(out).toMatch(/^agents: 2 entries: 1 draft, 1 pending\n/);
  });

  test('prints the digest that approves an entry as it stands', async () => {
    const cwd = folder({ 'agents.yaml': agents(entry('desk', 'pending')) });
    const { out } = await rollcall(['registry', 'validate', 'agents.yaml'], { cwd });
    const [desk] = (await loadRegistry('agents.yaml', cwd)).entries;
    expect(desk && out).toContain(
      `  desk (pending): to approve it as it stands, rollcall registry approve desk --by NAME --registry agents.yaml, or write digest: ${desk && approvalDigest(desk)}\n`,
    );
  });

  test('says which approved entries do not hold today, and why', async () => {
    const cwd = folder({
      '.rollcall/registry.yaml': agents(...['desk', 'kiosk', 'till', 'door'].map((id) => entry(id, 'pending'))),
    });
    const approve = (id: string, day: string, ...more: readonly string[]) =>
      rollcall(['registry', 'approve', id, '--by', 'alice', ...more], { cwd, now: () => new Date(`${day}T00:00:00Z`) });
    await approve('desk', '2026-01-01', '--expires', '2026-05-01');
    await approve('kiosk', '2026-09-01');
    await approve('till', '2026-01-02');
    await approve('door', '2026-05-31');
    writeFileSync(join(cwd, '.rollcall/config.yaml'), 'policy: { maximumAgeDays: 90, evidence: [low] }\n');
    const { code, out } = await rollcall(['registry', 'validate'], { cwd });
    expect([code, out.split('\n').slice(1)]).toEqual([
      0,
      [
        '  desk (approved) does not hold today: it ended on 2026-04-02, by the age that the policy allows (low risk)',
        '  door (approved) does not hold today: it has no evidence, and the policy asks for evidence of the approval (low risk)',
        '  kiosk (approved) does not hold today: it is dated 2026-09-01, a day that has not come yet',
        '  till (approved) does not hold today: it ended on 2026-04-03, by the age that the policy allows (low risk)',
        '',
      ],
    ]);
    const { out: free } = await rollcall(['registry', 'validate', '.rollcall/registry.yaml', '--no-config'], { cwd });
    expect(free).toContain('desk (approved) does not hold today: it ended on 2026-05-01\n');
    expect(free).not.toContain('door (approved)');
  });

  test('warns of providers that no rule knows', async () => {
    const scoped = entry('desk', 'draft').replace(
      / }$/,
      ', scope: { providers: [opnai, gemini, openai, mistr*, zzz*] } }',
    );
    const { code, err } = await rollcall(['registry', 'validate', 'agents.yaml'], {
      cwd: folder({ 'agents.yaml': agents(scoped) }),
    });
    const said = (words: string) => `rollcall: agents.yaml:3:5: desk: no provider is called ${words}\n`;
    expect([code, err]).toEqual([
      0,
      said('opnai; did you mean openai?') +
        said('gemini; did you mean google?') +
        said('"zzz*"; rollcall rules list names those there are'),
    ]);
  });

  test('names file, line and column of every error', async () => {
    const text = agents(entry('desk', 'aproved'), entry('desk', 'draft'));
    const { code, out, err } = await rollcall(['registry', 'validate', 'agents.yaml'], {
      cwd: folder({ 'agents.yaml': text }),
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^agents\.yaml:3:\d+: agents\[0\]\.status is "aproved"; did you mean "approved"\?$/m);
  });

  test('could not run where there is no registry', async () => {
    const { code, err } = await rollcall(['registry', 'validate'], { cwd: folder({}) });
    expect([code, err]).toEqual([2, expect.stringContaining('there is no registry at .rollcall/registry.yaml')]);
  });
});
