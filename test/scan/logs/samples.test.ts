import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Blob } from '../../../src/model/blob.ts';
import { logsAmong } from '../../../src/scan/logs/among.ts';
import { plainLogs, readLogs } from '../../../src/scan/logs/logs.ts';
import { rules } from '../../world.ts';

const folder = join(import.meta.dirname, '../../../../shared/netlogs');
const isThere = existsSync(join(folder, 'expected.json'));

interface Sample {
  readonly format: string | null;
  /** Records that may be told or not. */
  readonly tolerated?: readonly { readonly line: number }[];
  readonly events: readonly {
    readonly provider: string | null;
    readonly evidence: string;
    readonly api?: string;
    readonly dup_of_next?: boolean;
  }[];
}

const samples: Readonly<Record<string, Sample>> = isThere
  ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).files
  : {};

describe.skipIf(!isThere)('as a scan reads the samples (../shared/netlogs is there)', () => {
  test.each(Object.entries(samples))('%s', async (file, { format, events, tolerated = [] }) => {
    const path = join(folder, 'samples', file);
    const blob: Blob = {
      kind: 'blob',
      place: dirname(file),
      origin: { kind: 'file', path: basename(file) },
      content: { kind: 'disk', path, encoding: 'utf8', size: 1 },
    };
    const logs = [...(await logsAmong([blob], { rules: rules() }, () => true)).values()];
    expect(logs.length > 0).toBe(format !== null);

    const { signal } = new AbortController();
    const { sightings, problems, coverage } = await readLogs(logs, rules(), { ...plainLogs, signal });
    // Flows are named by what else the sample tells of addresses, and of what providers publish: its events know nothing of that.
    const byName = new Set(events.map(({ evidence }) => evidence));
    const counted = sightings.filter(
      ({ provider, weight, basis }) => provider !== null && weight === 'use' && basis !== 'ip' && byName.has(basis),
    );
    const calls = counted.reduce((sum, { count, denied }) => sum + count + denied, 0);
    // A record that another one of the same call follows is no call of its own.
    const expected = events.filter(({ provider, dup_of_next: draft }) => provider !== null && !draft).length;
    expect(calls).toBeGreaterThanOrEqual(expected);
    expect(calls).toBeLessThanOrEqual(expected + tolerated.length);
    expect(coverage.every((one) => one.format !== null)).toBe(true);
    expect(JSON.stringify([sightings, problems, coverage])).not.toContain('CANARY');
  });
});
