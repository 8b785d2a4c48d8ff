import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostExportFormats } from '../../../src/model/host-export.ts';
import { folder, rollcall } from '../stage.ts';

const acme = (host: string) => `
id: acme-models
name: Acme models
docs: https://models.acme.example/docs
hosts: ["${host}"]
examples:
  - title: a request to the host
    file: main.js
    code: |
      await fetch('https://models.acme.example/v1/chat/completions', { method: 'POST' });
    uses: [{ kind: request, provider: acme-models, line: 1 }]
`;

describe('rollcall rules export', () => {
  test.each(hostExportFormats)('writes %s to standard output, and what it leaves out beside it', async (format) => {
    const { code, out, err } = await rollcall(['rules', 'export', '--format', format]);
    expect(code).toBe(0);
    expect(out).toContain('api.openai.com');
    expect(out.split('\n')[0]).toMatch(
      /^(?:#|--) Hosts that serve AI models, by rollcall \S+, rules sha256:[0-9a-f]{64}$/,
    );
    expect(err).toMatch(/^rollcall: .*\d+ hosts that serve other things too\b.*\n$/);
  });

  test('writes a file that others may read, and keeps its permissions', async () => {
    const cwd = folder({});
    const { code, out } = await rollcall(['rules', 'export', '--format', 'suricata', '-o', 'rollcall.rules'], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(readFileSync(join(cwd, 'rollcall.rules'), 'utf8')).toContain('sid:');
    expect(statSync(join(cwd, 'rollcall.rules')).mode & 0o400).toBe(0o400);
  });

  test('does not write through a link', async () => {
    const cwd = folder({ there: 'kept' });
    symlinkSync(join(cwd, 'there'), join(cwd, 'link'));
    const { code, err } = await rollcall(['rules', 'export', '--format', 'sigma', '-o', 'link'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('is a link');
    expect(readFileSync(join(cwd, 'there'), 'utf8')).toBe('kept');
  });

  test('takes own rules beside the built-in ones', async () => {
    const cwd = folder({ 'rules/providers/acme-models.yaml': acme('models.acme.example') });
    const { out } = await rollcall(['rules', 'export', '--format', 'zeek-intel', '--rules', 'rules'], { cwd });
    expect(out).toContain('\nmodels.acme.example\tIntel::DOMAIN\trollcall\tacme-models (api)\n');
    expect(out).toContain('\napi.openai.com\t');
  });

  test('chooses a table', async () => {
    const { out } = await rollcall(['rules', 'export', '--format', 'athena', '--table', 'cloudtrail']);
    expect(out).toContain('FROM "cloudtrail_logs"');
    expect(out).not.toContain('r53_rlogs');
  });

  test.each([
    [['--format', 'athena', '--table', 'dns'], /athena has no table "?'?dns.*route53, cloudtrail, events/s],
    [['--format', 'sigma', '--table', 'dns'], /sigma has no table .*leave --table out/s],
    [['--format', 'splunk'], /Allowed choices are sigma, zeek-intel, suricata, clickhouse, athena, bigquery/],
    [[], /required option '--format <format>' not specified\n\nSuch as: rollcall rules export/],
  ])('%j is not understood', async (flags, complaint) => {
    const { code, out, err } = await rollcall(['rules', 'export', ...flags]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
  });

  test('a place for reports is none for it', async () => {
    const cwd = folder({});
    const { out } = await rollcall(['rules', 'export', '--format', 'sigma'], {
      cwd,
      env: { ROLLCALL_OUTPUT: 'json=x.json' },
    });
    expect(out).toContain('logsource:');
  });
});
