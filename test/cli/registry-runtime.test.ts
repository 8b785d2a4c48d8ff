import { expect, test } from 'vitest';
import { folder, rollcall } from './stage.ts';

const tunnel = (source: string, user: string): string =>
  `1780315200.012     37 ${source} TCP_TUNNEL/200 2842 CONNECT api.openai.com:443 ${user} HIER_DIRECT/198.51.100.7 -\n`;

test.each([
  ['an account', tunnel('192.0.2.11', 'svc-triage'), 'user:svc-triage', 'identities: [user:svc-triage]'],
  ['a machine', tunnel('192.0.2.11', '-'), 'ip:192.0.2.11', 'match: { hosts: ["192.0.2.11"] }'],
  ['a machine of IPv6', tunnel('2001:db8::13', '-'), 'ip:2001:db8::13', 'identities: [ip:2001:db8::13]'],
])(
  'who was seen in a log as %s is explained, registered, approved, and found no more',
  async (_, lines, path, line) => {
    const cwd = folder({ 'access.log': lines });
    const scan = () => rollcall(['scan', 'log:access.log'], { cwd });
    expect((await scan()).code).toBe(1);

    const { out } = await rollcall(['explain', `runtime//${path}`, 'log:access.log'], { cwd });
    expect(out).toContain(line);
    expect(out).toContain(`rollcall registry add ${path} --target log:LOGS`);
    expect(out).toMatch(/access\.log:1\n.*connected to api\.openai\.com of openai 1 time on 2026-06-01\n.*a tunnel/);

    const added = await rollcall(['registry', 'add', path, '--target', 'log:access.log'], { cwd });
    expect(added).toMatchObject({ code: 0 });
    expect(
      (await rollcall(['registry', 'approve', '--all-pending', '--by', 'alice', '--expires', '6m'], { cwd })).code,
    ).toBe(0);
    const green = await scan();
    expect([green.code, green.out]).toEqual([0, expect.stringContaining('1 agent   1 approved   0 unreviewed')]);
  },
);
