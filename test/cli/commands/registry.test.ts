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
