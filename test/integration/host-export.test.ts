import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadHostExport } from '../../src/report/exports/index.ts';
import { catalogue, type Sighting, sightings } from '../report/exports/sightings.ts';

/**
 * The exports, run by the programs that they are for: pySigma, Suricata, ClickHouse (chdb), and DuckDB for what sqlglot reads as
 * Athena's and BigQuery's SQL. ROLLCALL_PYTHON names a Python that has the modules, SURICATA the program:
 * `pip install pysigma pysigma-backend-sqlite pysigma-backend-splunk chdb duckdb sqlglot`, Suricata of a distribution.
 */
const python = process.env.ROLLCALL_PYTHON ?? 'python3';
const seen = sightings().map((one, index) => ({ ...one, source: String(index) }));
type Numbered = (typeof seen)[number];

async function consumed(name: string, format: string, table: string, skip: (why: string) => void) {
  const { render } = await loadHostExport(format as Parameters<typeof loadHostExport>[0]);
  const text = render(catalogue, { version: '0.0.0', table });
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'consumers.py'), name], {
    input: JSON.stringify({ text, samples: seen.map(({ source, host, path }) => ({ source, host, path })) }),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === null || status === 77) skip(`${name} is not here: ${stderr ?? 'no Python'}`);
  expect(stderr.trim().split('\n').at(-1)).toBe('');
  return JSON.parse(stdout);
}

const isNamed = ({ rule }: Sighting): boolean => rule?.shared === false;
const isTold = ({ isTold: told }: Sighting): boolean => told;

describe.each([
  ['clickhouse', 'dns', isNamed],
  ['clickhouse', 'events', isTold],
  ['athena', 'route53', isNamed],
  ['athena', 'cloudtrail', isNamed],
  ['athena', 'events', isTold],
  ['bigquery', 'dns', isNamed],
  ['bigquery', 'events', isTold],
] as const)('the SQL for %s, %s', (format, table, isFound) => {
  test('finds what is a provider’s, and nothing else', { timeout: 300_000 }, async ({ skip }) => {
    const rows: readonly Record<string, string>[] = await consumed(format, format, table, skip);
    const found = rows.map(({ source, provider, host, count }) => [source, provider, host, count].join(' ')).toSorted();
    const expected = seen.filter(isFound).map(({ source, host, rule }) => [source, rule?.provider, host, 1].join(' '));
    expect(found).toEqual(expected.toSorted());
    expect(Object.keys(rows[0] ?? {}).join(',')).toBe(
      'source,provider,host,path,count,bytes_out,bytes_in,first_seen,last_seen,user_agents',
    );
    expect(rows.every(({ first_seen = '' }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(first_seen))).toBe(true);
  });
});

test('pySigma takes the rules, and finds by them what is a provider’s', { timeout: 300_000 }, async ({ skip }) => {
  const { errors, issues, found } = await consumed('sigma', 'sigma', '', skip);
  expect(errors).toEqual([]);
  expect(issues.filter((issue: string) => !issue.includes('EscapedWildcardIssue'))).toEqual([]);
  for (const [category, isFound] of [
    ['dns', isNamed],
    ['dns_query', isNamed],
    ['proxy', isTold],
  ] as const) {
    const sources = found.flatMap((one: { category: string; source: string }) =>
      one.category === category ? one.source : [],
    );
    expect(sources.map(Number).toSorted((a: number, b: number) => a - b)).toEqual(
      seen.filter(isFound).map(({ source }) => Number(source)),
    );
  }
});

test('Suricata loads the rules, and alerts at what is a provider’s', { timeout: 300_000 }, async ({ skip }) => {
  const { code, wrong, found } = await consumed('suricata', 'suricata', '', skip);
  expect({ code, wrong }).toEqual({ code: 0, wrong: [] });
  for (const [protocol, isFound] of [
    ['dns', isNamed],
    ['tls', isNamed],
    ['http', isTold],
  ] as const) {
    const numbers = found.flatMap((one: { protocol: string; number: number }) =>
      one.protocol === protocol ? one.number : [],
    );
    const expected = seen.filter(isFound).map(({ source }: Numbered) => Number(source));
    expect([...new Set<number>(numbers)].toSorted((a, b) => a - b)).toEqual(expected);
  }
});
