import { expect, test } from 'vitest';
import { zeekIntel } from '../../../src/report/exports/zeek-intel.ts';
import { catalogue, sightings } from './sightings.ts';

const options = { version: '0.0.0', table: '' };
const lines = zeekIntel.render(catalogue, options).split('\n');
const header = lines.findIndex((line) => line.startsWith('#fields\t'));

test('the columns are those that Zeek has, with a tab between them, and nothing is empty', () => {
  expect(lines[header]).toBe('#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc');
  expect(lines.slice(0, header).every((line) => line.startsWith('# '))).toBe(true);
  expect(lines.at(-1)).toBe('');
  for (const line of lines.slice(header + 1, -1))
    expect(line).toMatch(/^[a-z0-9_.-]+\tIntel::DOMAIN\trollcall\t[a-z0-9-]+ \((?:api|console|chat)\)$/);
});

test('each sighting of a whole name is found, and look-alikes never', () => {
  const known = new Map(lines.slice(header + 1, -1).map((line) => [line.split('\t')[0], line.split('\t')[3]]));
  const whole = new Set(catalogue.hosts.map(({ host }) => host));
  const wrong = sightings().filter(({ host, rule }) => {
    const expected = rule && !rule.shared && whole.has(host);
    return known.get(host) !== (expected ? `${rule.provider} (${rule.kind})` : undefined);
  });
  expect(wrong).toEqual([]);
});

test('what is left out is said, in the file and to a person', () => {
  const left = lines.filter((line) => line.startsWith('# left out: ') && !line.includes(' hosts'));
  expect(left).toEqual(catalogue.patterns.map(({ host }) => `# left out: ${host}`));
  expect(zeekIntel.notes(catalogue, options)).toEqual([
    expect.stringMatching(
      new RegExp(`^left out: ${left.length} patterns of hosts .* and \\d+ hosts that serve other things too`),
    ),
  ]);
});
