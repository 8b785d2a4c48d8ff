import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { sigma } from '../../../src/report/exports/sigma.ts';
import { catalogue, type Sighting, sightings } from './sightings.ts';

type Selection = Readonly<Record<string, readonly string[]>>;

interface Rule {
  readonly id: string;
  readonly title: string;
  readonly logsource: { readonly category: string };
  readonly detection: Readonly<Record<string, Selection | readonly Selection[]>> & { readonly condition: string };
}

const text = sigma.render(catalogue, { version: '0.0.0', table: '' });
// The shape of what was written is what the tests below look at.
const rules = parseAllDocuments(text).map((document) => document.toJS() as Rule);

/** Whether a rule matches, by the specification: strings in any case, wildcards over everything, lists as or, maps as and. */
function matches({ detection }: Rule, fields: Readonly<Record<string, string>>): boolean {
  const condition = detection.condition.replaceAll(/\b(?!and\b|or\b|not\b)\w+/g, (name) =>
    String(holds(detection[name], fields)),
  );
  const written = condition.replaceAll('and', '&&').replaceAll('or', '||').replaceAll('not ', '!');
  expect(written).toMatch(/^(?:true|false|&&|\|\||!|[() ])+$/);
  return new Function(`return ${written}`)() === true;
}

function holds(selection: unknown, fields: Readonly<Record<string, string>>): boolean {
  if (Array.isArray(selection)) return selection.some((one) => holds(one, fields));
  return Object.entries(selection as Selection).every(([key, values]) => {
    const [field = '', modifier] = key.split('|');
    return values.some((value) => pattern(value, modifier).test(fields[field] ?? ''));
  });
}

const patterns = new Map<string, RegExp>();

function pattern(value: string, modifier: string | undefined): RegExp {
  const key = `${modifier} ${value}`;
  const made = patterns.get(key) ?? compiled(value, modifier);
  patterns.set(key, made);
  return made;
}

function compiled(value: string, modifier: string | undefined): RegExp {
  const source = [...value.matchAll(/\\[*?\\]|[\s\S]/g)]
    .map(([part]) => (part === '*' ? '.*' : part === '?' ? '.' : part.at(-1)?.replace(/[.+^${}()|[\]\\?*/]/, '\\$&')))
    .join('');
  const start = modifier === 'endswith' || modifier === 'contains' ? '.*' : '';
  return new RegExp(`^${start}${source}${modifier === 'contains' ? '.*' : ''}$`, 'i');
}

const titles = { api: 'AI Model API Seen', chat: 'AI Chat Site Seen', console: 'AI Provider Console Seen' } as const;

function expected({ rule, isTold }: Sighting, hasPath: boolean): readonly string[] {
  if (rule === null || !isTold || (rule.shared && !hasPath)) return [];
  return [rule.shared ? 'AI Model API On A Shared Host Seen' : titles[rule.kind as keyof typeof titles]];
}

test.each([
  ['dns', 'query'],
  ['dns_query', 'QueryName'],
  ['proxy', 'cs-host'],
])('each sighting is found in a log of the kind %s, and look-alikes never', (category, field) => {
  const ours = rules.filter(({ logsource }) => logsource.category === category);
  const wrong = sightings().filter((seen) => {
    const fields = { [field]: seen.host, ...(category === 'proxy' ? { 'c-uri': seen.path } : {}) };
    const found = ours.filter((rule) => matches(rule, fields)).map(({ title }) => title.replace(/ By .*/, ''));
    return JSON.stringify(found) !== JSON.stringify(expected(seen, category === 'proxy'));
  });
  expect(wrong).toEqual([]);
});

test('rules have ids of their own that stay', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(10);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
  expect(ids[0]).toBe('a2b5c670-3ed8-8229-908c-40fa3c9c1003');
});

test('what the specification asks for is there', () => {
  for (const rule of rules) {
    expect(rule).toMatchObject({
      title: expect.any(String),
      status: 'test',
      logsource: { category: expect.any(String) },
    });
    expect(rule.title.length).toBeLessThan(100);
  }
});
