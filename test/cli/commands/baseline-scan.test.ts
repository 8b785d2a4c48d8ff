import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk, folder, rollcall } from '../stage.ts';
import { accepted, key, place, taken, write } from '../taken.ts';

describe('a scan by a baseline', () => {
  test('takes it from the configuration, unless a flag names another, or none', async () => {
    const cwd = await taken();
    write(cwd, '.rollcall/config.yaml', `baseline: ${place}\n`);
    write(cwd, 'empty.json', '{ "schemaVersion": "1.0.0", "findings": [] }');
    const code = async (...argv: readonly string[]) => (await rollcall(['scan', ...argv], { cwd })).code;
    expect([await code(), await code('--baseline', 'empty.json'), await code('--no-baseline')]).toEqual([0, 1, 1]);
    expect((await rollcall(['scan'], { cwd, env: { ROLLCALL_BASELINE: 'empty.json' } })).code).toBe(1);
  });

  test('names it, and counts what it suppresses, in JSON and SARIF', async () => {
    const cwd = await taken();
    await rollcall(['scan', '--baseline', place, '-o', 'json=a.json', '-o', 'sarif=a.sarif'], { cwd });
    const { run, summary, findings } = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'));
    expect(run.baseline).toEqual({ origin: place, digest: expect.stringMatching(/^sha256:/) });
    expect(summary).toMatchObject({ suppressed: 3, suppressedBy: { inline: 0, baseline: 3 } });
    expect(findings[0].suppressed).toMatchObject({ kind: 'baseline', at: { file: place } });
    const sarif = JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8')).runs[0];
    expect(sarif.results).toEqual([]);
    expect(sarif.properties.baseline).toEqual(run.baseline);
  });

  test('is explained by rollcall explain', async () => {
    const cwd = await taken();
    const [{ fingerprint } = {}] = accepted(cwd);
    const { out } = await rollcall(['explain', String(fingerprint), '.', '--baseline', place], { cwd });
    expect(out).toMatch(/counts +no, suppressed by the baseline: stood when the baseline was made/);
  });

  test('wonders about the salt where no key is known again', async () => {
    const cwd = await taken();
    write(cwd, 'salt', 'another');
    const { code, err } = await rollcall(['scan', '--baseline', place, '--salt', 'salt'], { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining(`no key of ${place} was found again`)]);
  });

  test.each([
    ['that is not there', 'none.json', '', 'none.json does not exist'],
    ['that is not understood', 'bad.json', '{}', 'bad.json:1:1: schemaVersion is missing'],
    [
      'with a check that there is not',
      'bad.json',
      `{"schemaVersion":"1.0.0","findings":[\n{"fingerprint":"${'a'.repeat(32)}","check":"RC210","file":"a","message":"b","reason":"c"}]}`,
      'bad.json:2:1: there is no check "RC210"\n\nDid you mean RC201?',
    ],
  ])('could not run with one %s', async (_what, file, text, message) => {
    const cwd = folder({ ...desk, 'bad.json': text });
    const { code, out, err } = await rollcall(['scan', '--baseline', file], { cwd });
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('could not run with marks of a scanner that it does not know', async () => {
    const { code, err } = await rollcall(['scan', '--accept-marks', 'gitleaks,nosecret'], { cwd: folder(desk) });
    expect([code, err]).toEqual([2, expect.stringContaining('Known are gitleaks, trufflehog, detect-secrets.')]);
  });

  test('accepts the marks that the flag names, over those of the configuration', async () => {
    const cwd = folder({
      'notes.md': `${key} <!-- gitleaks:allow -->\n`,
      '.rollcall/config.yaml': 'acceptMarks: [trufflehog]\n',
    });
    expect((await rollcall(['scan'], { cwd })).code).toBe(1);
    const { code, out } = await rollcall(['scan', '--accept-marks', 'gitleaks,detect-secrets'], { cwd });
    expect([code, out]).toEqual([0, expect.stringContaining('1 finding suppressed by a mark for gitleaks')]);
  });
});
