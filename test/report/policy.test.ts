import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { sarif } from '../../src/report/formats/sarif.ts';
import { table } from '../../src/report/formats/table.ts';
import { agent, assess, options, report } from './sample.ts';

const digest = `sha256:${'1234abcd'.repeat(8)}`;
const ref = { name: 'origin/main', commit: 'c0ffee1'.padEnd(40, '0') };
const place = '.rollcall/registry.yaml';

function by(run: Partial<Report['run']>): Report {
  return report({ assessments: [assess(agent('services/desk'))], run: { ...report().run, ...run } });
}

/** The lines of the table that tell of a policy. */
function told(run: Partial<Report['run']>, verbose = false): string[] {
  const lines = table.render(by(run), options({ verbose })).split('\n');
  return lines.map((line) => line.trim()).filter((line) => /^(?:registry|configuration|baseline) /.test(line));
}

describe('the policy that a report goes by', () => {
  test.each([place, '.rollcall/agents', `${place} and .rollcall/agents`])(
    'is not told where it is the one that the tree has: %s',
    (origin) => {
      const config = { origin: '.rollcall/config.yaml', digest };
      expect(told({ registry: { origin, ref: null, digest }, config })).toEqual([]);
    },
  );

  test('is told in a line where the registry comes from elsewhere', () => {
    expect(told({ registry: { origin: `git:origin/main:${place}`, ref, digest } })).toEqual([
      `registry git:origin/main:${place} @ c0ffee1  sha256:1234abcd…`,
    ]);
    expect(told({ registry: { origin: 'https://acme.example/a.yaml', ref: null, digest } })).toHaveLength(1);
  });

  test('is told in full where more is asked for', () => {
    const config = { origin: '.rollcall/config.yaml', digest };
    expect(told({ registry: { origin: null, ref: null, digest: null }, config }, true)).toEqual([
      'registry none',
      'configuration .rollcall/config.yaml  sha256:1234abcd…',
      'baseline none',
    ]);
  });

  test('is part of what a pull request is told', () => {
    const text = markdown.render(by({ registry: { origin: `git:origin/main:${place}`, ref, digest } }), options());
    expect(text).toContain(
      `Held against \`registry git:origin/main:${place} @ c0ffee1  sha256:1234abcd…\`, no configuration, no baseline.`,
    );
  });

  test('is part of a SARIF run', () => {
    const origin = `git:origin/main:${place}`;
    const [run] = JSON.parse(sarif.render(by({ registry: { origin, ref, digest } }), options())).runs;
    expect(run.properties).toEqual({
      registry: { origin, ref: ref.name, commit: ref.commit, digest },
      config: { origin: null, digest: null },
      baseline: { origin: null, digest: null },
    });
  });

  test('is missed where the ref holds no registry', () => {
    const value = by({ registry: { origin: 'git:origin/main', ref, digest: null } });
    for (const format of [table, markdown])
      expect(format.render(value, options())).toContain(
        'There is no registry in git:origin/main, so nothing is approved yet.',
      );
  });
});
