import fc from 'fast-check';
import type { Entry } from '../../src/model/registry.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import type { Stub } from '../../src/registry/stub.ts';

/** One line of text as a registry may hold it, with all that YAML and JSON give a meaning to. */
export const line = fc
  .oneof(
    fc.constantFrom('a', 'Billing triage', 'yes', 'null', '~', '1', '1e3', '0x1f', 'true', '- a', '? a', ': a', 'a: b'),
    fc.constantFrom('a #b', '#b', '&a', '*a', '!a', '!!str a', '|', '>', '%a', '@a', '`a`', "it's", '"a"', 'a\\n', "'"),
    fc.constantFrom('a, b', '[a]', '{a}', '{ a: b }', 'a]', 'a}', '<<', '=', '---', '...', '2026-01-01', '12:30', '-'),
    fc
      .array(fc.constantFrom(...`ab:#,-[]{}&*!|>'"%@\\? é\u{1F600}`), { minLength: 1, maxLength: 12 })
      .map((each) => each.join('')),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  )
  .map((text) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '').trim())
  .filter((text) => text !== '');

const exact = line.map((text) => text.replaceAll('*', '') || 'a').map((text) => text.trim() || 'a');
const scoped = fc.tuple(exact, fc.constantFrom('', '', '*')).map((parts) => parts.join(''));
const id = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,8}[a-z0-9])?$/).filter((text) => !(text in {}));
const day = fc.constantFrom('2026-01-01', '2026-02-28', '2026-05-31');
const few = <T>(item: fc.Arbitrary<T>, maxLength = 3) => fc.array(item, { maxLength });
const optional = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: undefined });
const host = fc.constantFrom('api.openai.com', 'localhost:8080', 'a', '10.0.0.1');

const tool = fc.record(
  {
    name: scoped,
    access: fc.constantFrom('read', 'write', 'execute', 'unknown'),
    approval: fc.constantFrom('human', 'none'),
  },
  { requiredKeys: ['name'] },
);

export const scope: fc.Arbitrary<Entry['scope']> = fc
  .record({
    providers: few(scoped),
    models: few(scoped, 12),
    hosts: few(host),
    frameworks: few(scoped),
    tools: few(tool, 5),
    mcpServers: few(scoped),
    dataSinks: few(scoped),
    dynamic: few(fc.constantFrom('providers', 'models', 'hosts', 'tools')),
  })
  .map((lists) => Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)));

const approval: fc.Arbitrary<Entry['approval']> = fc.record({
  by: fc.array(line, { minLength: 1, maxLength: 3 }),
  at: day,
  expires: fc.option(fc.constantFrom('2026-06-01', '2027-01-01')),
  evidence: few(line),
  digest: fc.constant(null),
});

const stub: fc.Arbitrary<Stub> = fc
  .record({
    id,
    name: line,
    purpose: fc.option(fc.oneof(line, fc.constant('a\nb\n  c'), fc.constant('\ttab\n'))),
    status: fc.constantFrom('draft', 'pending', 'approved', 'rejected', 'deprecated'),
    note: optional(line),
    owner: fc.record({ team: fc.option(line), technical: fc.option(line), sponsor: fc.option(line) }),
    match: fc.record({
      repos: few(
        fc.record({
          repo: fc.nat(1e9).map((number) => `github.com/acme/${number}`),
          paths: fc.uniqueArray(fc.constantFrom('.', 'a', 'a/b', '[slug]', '(group)/x', 'a b', "d'e", '#c', 'xy: z')),
        }),
      ),
      images: few(exact),
      workloads: few(exact),
      hosts: few(host),
    }),
    identities: few(exact).map((some) => ['spiffe://acme.example/a', ...some]),
    scope,
    credentials: few(fc.record({ env: fc.option(exact), ref: exact, unique: fc.boolean() })),
    approval: fc.option(approval),
    exceptions: few(
      fc.record({ check: fc.constantFrom('RC203', 'RC301'), until: day, reason: line, ticket: fc.option(line) }),
    ),
  })
  .map(({ note, ...entry }) => ({ ...entry, ...(note === undefined ? {} : { note }) }));

/** Entries that may stand in one registry. */
export const stubs = fc
  .uniqueArray(stub, {
    maxLength: 4,
    comparator: (a, b) =>
      a.id === b.id || a.match.repos.some(({ repo }) => b.match.repos.some((one) => one.repo === repo)),
  })
  .filter((entries) =>
    entries.every(({ match }) => new Set(match.repos.map(({ repo }) => repo)).size === match.repos.length),
  );

/** What a file says of an entry, without where. */
export function bare({ at: _, ...entry }: Entry): Stub {
  return entry;
}

/** The entry as somebody approved it. */
export function signed(entry: Stub): Stub {
  const approval = {
    by: ['alice'],
    at: '2026-05-01',
    expires: '2027-05-01',
    evidence: [],
    digest: approvalDigest(entry),
  };
  return { ...entry, status: 'approved', approval };
}
