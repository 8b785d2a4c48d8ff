import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk, folder, rollcall } from '../stage.ts';

/** A folder with a scanned repository and the report of it. */
async function scanned(): Promise<string> {
  const cwd = folder(desk);
  await rollcall(['scan', '-o', 'json=report.json'], { cwd });
  return cwd;
}

describe('rollcall report render', () => {
  test.each(['table', 'markdown', 'json', 'sarif'])('gives the same %s as the scan did', async (format) => {
    const cwd = folder(desk);
    const scan = await rollcall(['scan', '-o', 'json=report.json', '--format', format], { cwd });
    const { code, out } = await rollcall(['report', 'render', 'report.json', '--format', format], { cwd });
    expect([code, out]).toEqual([0, scan.out]);
  });

  test('writes files as a scan does', async () => {
    const cwd = await scanned();
    await rollcall(['report', 'render', 'report.json', '-o', 'markdown=report.md'], { cwd });
    expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toContain('1 of 1 agent');
  });

  test('reads a report from standard input', async () => {
    const stdin = readFileSync(join(await scanned(), 'report.json'), 'utf8');
    const { out } = await rollcall(['report', 'render', '-'], { stdin });
    expect(out).toContain('1 agent');
  });

  test.each([
    ['what is no JSON', 'nothing', 'it is no valid JSON'],
    [
      'what is no report',
      '{ "version": "2.1.0" }',
      'report\n\nWrite one with: rollcall scan --output json=report.json\n',
    ],
    ['a report that is broken', '{ "schemaVersion": "1.0.0" }', 'schema version 1.0.0\n\n✖ Invalid input'],
  ])('could not run with %s, and names the file', async (_, text, message) => {
    const { code, err } = await rollcall(['report', 'render', 'a.json'], { cwd: folder({ 'a.json': text }) });
    expect([code, err]).toEqual([2, expect.stringMatching(/^rollcall: a\.json: This is not a rollcall report/)]);
    expect(err).toContain(message);
  });

  test('could not run without the file', async () => {
    const { code, err } = await rollcall(['report', 'render', 'a.json'], { cwd: folder({}) });
    expect([code, err]).toEqual([2, 'rollcall: a.json does not exist\n']);
  });
});

describe('rollcall report diff', () => {
  test('tells what has come and gone between two reports', async () => {
    const cwd = await scanned();
    const before = readFileSync(join(cwd, 'report.json'), 'utf8');
    const { code, out } = await rollcall(['report', 'diff', 'report.json', '-'], { cwd, stdin: before });
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}no new agent {10}since report\.json\n/);
    const none = { ...JSON.parse(before), agents: [], findings: [] };
    writeFileSync(join(cwd, 'empty.json'), JSON.stringify(none));
    const grown = await rollcall(['report', 'diff', 'empty.json', 'report.json'], { cwd });
    expect(grown.out).toMatch(/^ {2}1 new agent {10}since empty\.json\n/);
    const shrunk = await rollcall(['report', 'diff', 'report.json', 'empty.json', '--format', 'json'], { cwd });
    expect(JSON.parse(shrunk.out).comparison.agents).toMatchObject([{ kind: 'vanished' }]);
  });

  test('could not run where both come from standard input, or one counts no agents', async () => {
    const cwd = await scanned();
    const both = await rollcall(['report', 'diff', '-', '-'], { cwd, stdin: '' });
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('both reports would be read')]);
    const text = readFileSync(join(cwd, 'report.json'), 'utf8').replace('"mode": "tree"', '"mode": "staged"');
    writeFileSync(join(cwd, 'staged.json'), text);
    const staged = await rollcall(['report', 'diff', 'report.json', 'staged.json'], { cwd });
    expect([staged.code, staged.err]).toEqual([
      2,
      expect.stringContaining('staged.json is the report of a staged change'),
    ]);
  });
});
