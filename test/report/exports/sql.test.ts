import { describe, expect, test } from 'vitest';
import { athena } from '../../../src/report/exports/athena.ts';
import { bigquery } from '../../../src/report/exports/bigquery.ts';
import { clickhouse } from '../../../src/report/exports/clickhouse.ts';
import { catalogue, type Sighting, sightings } from './sightings.ts';

const columns = ['path', 'count', 'bytes_out', 'bytes_in', 'first_seen', 'last_seen', 'user_agents'];

/** What the statement says of a request: the catalogue and the branches out of its text, tried in its order. */
function reader(text: string) {
  const rows = new Map(
    [...text.matchAll(/^ +\('([^']*)', '([^']*)', '([^']*)', '([^']*)'\),?$/gm)].map(
      ([, entry = '', provider, kind, paths = '']) => [entry, { provider, kind, paths }],
    ),
  );
  const branches = [...text.matchAll(/WHEN \w+\(a\.host, r?'([^']*)'\) THEN '([^']*)'/g)].map(
    ([, source = '', entry = '']) => ({
      pattern: new RegExp(source),
      entry,
    }),
  );
  const [, strip = ''] = /lower\(name\), r?'([^']*)'/i.exec(text) ?? [];
  const [, cut = ''] = /replace\w*\(uri, r?'([^']*)'/i.exec(text) ?? [];

  return ({ host, path }: Sighting): string | null => {
    const name = host.toLowerCase().replace(new RegExp(strip), '');
    const entry = rows.has(name) ? name : branches.find(({ pattern }) => pattern.test(name))?.entry;
    const row = rows.get(entry ?? '');
    if (!row || (row.paths !== '' && !reaches(path.replace(new RegExp(cut), ''), row.paths))) return null;
    return `${row.provider} ${row.kind}`;
  };
}

/** ClickHouse holds the paths themselves, the others an expression. */
function reaches(path: string, paths: string): boolean {
  if (paths.startsWith('(')) return new RegExp(paths).test(path);
  return paths
    .split(' ')
    .some((one) => new RegExp(one.replaceAll('.', '[.]') + (one.startsWith(':') ? '' : '(?:$|[/:])')).test(path));
}

describe.each([clickhouse, athena, bigquery].flatMap((one) => one.tables.map((table) => ({ ...one, table }))))(
  '$id, $table',
  ({ render, notes, table }) => {
    const text = render(catalogue, { version: '0.0.0', table });

    test('each sighting is found, and look-alikes never', () => {
      const read = reader(text);
      const spellings = sightings().flatMap((seen) => [seen, { ...seen, host: `${seen.host.toUpperCase()}.` }]);
      const wrong = spellings.filter(
        (seen) => read(seen) !== (seen.rule && seen.isTold ? `${seen.rule.provider} ${seen.rule.kind}` : null),
      );
      expect(wrong).toEqual([]);
    });

    test('its columns are those of the aggregate', () => {
      const last = text.slice(text.lastIndexOf('\nSELECT'));
      expect([...last.matchAll(/ AS ["`](\w+)["`]/g)].map(([, name]) => name)).toEqual(columns);
      expect(last).toMatch(/^\nSELECT\n {2}source,\n {2}provider,\n {2}host,\n/);
    });

    test('what has to be set stands on top, and the statement fits into the limit of its product', () => {
      expect(text.indexOf('-- Set these')).toBeLessThan(text.indexOf('-- From here on'));
      expect(text.slice(text.indexOf('-- From here on'))).not.toMatch(/FROM [`"]/);
      expect(text.match(/;/g)).toBeNull();
      expect(text.length).toBeLessThan(262_144);
    });

    test('it says where shared hosts cannot be told', () => {
      expect(notes(catalogue, { version: '0.0.0', table })).toHaveLength(table === 'events' ? 0 : 1);
    });
  },
);
