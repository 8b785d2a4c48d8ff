import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { csv } from '../../../src/registry/exchange/exports/csv.ts';
import { full, options, registryOf } from './world.ts';

const bare = { id: 'other', name: 'Other', status: 'draft', match: { hosts: ['x.example'] } };

const render = (...agents: readonly object[]) => csv.render(registryOf(...agents), options);
function row(fields: object): Record<string, string> {
  const [first = {}] = parse<Record<string, string>>(render({ ...bare, ...fields }), { columns: true });
  return first;
}

test('a row says all that an entry says, cell by cell', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  const approval = { ...full.approval, by: ['carol', 'dave'], digest };
  const exceptions = [...full.exceptions, { check: 'RC203', until: '2026-11-30', reason: 'trial', ticket: 'SEC-1' }];
  expect(Object.entries(row({ ...full, approval, exceptions }))).toEqual([
    ['id', 'billing-triage'],
    ['name', 'Billing triage'],
    ['purpose', 'Sorts billing mail\nand proposes refunds'],
    ['team', 'acme/billing'],
    ['technical', 'alice@acme.example'],
    ['sponsor', 'Bob'],
    ['repos', 'github.com/acme/billing//services/triage\ngithub.com/acme/billing//jobs/triage\ngithub.com/acme/mail'],
    ['images', 'ghcr.io/acme/triage'],
    ['workloads', 'k8s:prod/billing/deployment/triage'],
    ['match_hosts', 'triage-1.acme.example'],
    ['identities', 'spiffe://acme.example/triage'],
    ['providers', 'openai\nanthropic'],
    ['models', 'gpt-4.1*'],
    ['scope_hosts', 'api.openai.com'],
    ['frameworks', 'langgraph'],
    ['tools', 'issue_refund | write | human\nsearch'],
    ['mcp_servers', 'io.github.acme/tickets'],
    ['data_sinks', 'pinecone'],
    ['dynamic', 'models'],
    ['credentials', 'OPENAI_KEY | vault:kv/openai | unique'],
    ['status', 'approved'],
    ['approved_by', 'carol\ndave'],
    ['approved_at', '2026-01-02'],
    ['expires', '2027-01-02'],
    ['evidence', 'https://tracker.acme.example/1'],
    ['digest', digest],
    ['exceptions', 'RC301 until 2026-12-31: migration\nRC203 until 2026-11-30: trial (SEC-1)'],
  ]);
});

test('a row of an entry that says no more than it has to is empty elsewhere', () => {
  const filled = Object.entries(row({})).filter(([, cell]) => cell !== '');
  expect(filled).toEqual([
    ['id', 'other'],
    ['name', 'Other'],
    ['match_hosts', 'x.example'],
    ['status', 'draft'],
  ]);
});

test('rows end as RFC 4180 has it, in the order of the ids, behind their header', () => {
  const lines = render({ ...bare, id: 'b' }, { ...bare, id: 'a' }).split('\r\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual(['id', 'a', 'b', '']);
  expect(render()).toMatch(/^id,.*,exceptions\r\n$/);
});

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ["'=1", "''=1"],
    ["'x", "'x"],
    ['a=1', 'a=1'],
    ['a\n=1\n\t-2', "a\n'=1\n'\t-2"],
  ])('that would be a formula is none: %j is %j', (purpose, cell) => {
    expect(row({ purpose }).purpose).toBe(cell);
  });

  test('with a quote or a comma stands in quotes, which are doubled', () => {
    expect(render({ ...bare, name: 'The "best", they say' })).toContain('\r\nother,"The ""best"", they say",');
  });

  test('of several lines stands in quotes, for a line feed alone ends a row elsewhere', () => {
    expect(render({ ...bare, purpose: 'One\nand two' })).toContain(',"One\nand two",');
  });
});

test('there is nothing to say beside a table', () => expect(csv.notes(registryOf(full))).toEqual([]));
