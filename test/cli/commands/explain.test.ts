import { describe, expect, test } from 'vitest';
import { json } from '../../../src/report/formats/json.ts';
import { full, options } from '../../report/sample.ts';
import { desk, folder, rollcall } from '../stage.ts';

const report = json.render(full(), options());

describe('rollcall explain', () => {
  test('tells of a check without any scan', async () => {
    const { code, out } = await rollcall(['explain', 'rc201'], { cwd: '/nowhere' });
    expect(code).toBe(0);
    expect(out).toContain('Embedded LLM key');
    expect(out).toContain('TO MEND');
  });

  test('tells of an agent in a saved report', async () => {
    const { code, out } = await rollcall(['explain', 'support', '--report', 'report.json'], {
      cwd: folder({ 'report.json': report }),
    });
    expect([code, out]).toEqual([0, expect.stringContaining('github.com/acme/shop//services/support')]);
  });

  test('reads a report from standard input', async () => {
    const { out } = await rollcall(['explain', 'support', '--report', '-'], { stdin: report });
    expect(out).toContain('EVIDENCE');
  });

  test('scans where there is no report', async () => {
    const { code, out } = await rollcall(['explain', 'desk', '.'], { cwd: folder(desk) });
    expect(code).toBe(0);
    expect(out).toContain('desk/main.js:3');
  });

  test('could not run where nothing goes by that name', async () => {
    const { code, out, err } = await rollcall(['explain', 'dek'], { cwd: folder(desk) });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("No agent, entry, finding or check is called 'dek'");
  });

  test('could not run without a subject', async () => {
    expect((await rollcall(['explain'])).err).toContain("missing required argument 'subject'");
  });
});
