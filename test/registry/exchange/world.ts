import fc from 'fast-check';
import type { Registry } from '../../../src/model/registry.ts';
import { noRegistry } from '../../../src/model/registry.ts';
import { joinRepos } from '../../../src/registry/exchange/cells.ts';
import type { ExportOptions } from '../../../src/registry/exchange/exports/format.ts';
import { importAgents } from '../../../src/registry/exchange/import.ts';
import { parseRegistry } from '../../../src/registry/parse.ts';
import { written } from '../../../src/registry/render.ts';
import type { Stub } from '../../../src/registry/stub.ts';

export const options: ExportOptions = { version: '1.2.3', spec: '1.6', timestamp: null };

/** A registry of entries as a file has them. */
export function registryOf(...agents: readonly object[]): Registry {
  return parseRegistry(
    [{ file: 'registry.json', text: JSON.stringify({ apiVersion: 'rollcall/v1', agents }) }],
    'registry.json',
  );
}

/** An entry that says all that an entry can say. */
export const full = {
  id: 'billing-triage',
  name: 'Billing triage',
  purpose: 'Sorts billing mail\nand proposes refunds',
  status: 'approved',
  owner: { team: 'acme/billing', technical: 'alice@acme.example', sponsor: 'Bob' },
  match: {
    repos: [
      { repo: 'github.com/acme/billing', paths: ['services/triage', 'jobs/triage'] },
      { repo: 'github.com/acme/mail', paths: [] },
    ],
    images: ['ghcr.io/acme/triage'],
    workloads: ['k8s:prod/billing/deployment/triage'],
    hosts: ['triage-1.acme.example'],
  },
  identities: ['spiffe://acme.example/triage'],
  scope: {
    providers: ['openai', 'anthropic'],
    models: ['gpt-4.1*'],
    hosts: ['api.openai.com'],
    frameworks: ['langgraph'],
    tools: [{ name: 'issue_refund', access: 'write', approval: 'human' }, { name: 'search' }],
    mcpServers: ['io.github.acme/tickets'],
    dataSinks: ['pinecone'],
    dynamic: ['models'],
  },
  credentials: [{ env: 'OPENAI_KEY', ref: 'vault:kv/openai', unique: true }],
  approval: { by: ['carol'], at: '2026-01-02', expires: '2027-01-02', evidence: ['https://tracker.acme.example/1'] },
  exceptions: [{ check: 'RC301', until: '2026-12-31', reason: 'migration' }],
};

/** What an entry says beside its approval, in one order. */
export function factsOf(entry: Stub): unknown {
  const { match } = entry;
  const repos = joinRepos(match.repos).toSorted();
  const plain = written({
    ...entry,
    status: 'pending',
    approval: null,
    exceptions: [],
    match: { ...match, repos: [] },
  });
  return { ...plain, purpose: entry.purpose?.trim() || undefined, repos };
}

/** What an import makes of a text. */
export async function imported(text: string, file = 'file', registry: Registry = noRegistry) {
  return await importAgents([{ file, text }], { from: null, place: null, registry });
}

// Texts that mean something else to a spreadsheet, to YAML, to the cells of our own CSV, or to a reader.
const hostile = [
  '=1+1',
  "'=1",
  "''-1",
  '＝1+1',
  '+1',
  '-',
  '@x',
  'a,b',
  'a;b',
  ';',
  'a"b',
  "'",
  'x | write',
  'x | - | human',
  '{a',
  '{"name":"b"}',
  '# c',
  'k: v',
  '- z',
  'yes',
  'null',
  '1e3',
  '2026-01-01',
  '---',
  '%TAG',
  '&a',
  '!!x',
  '> x',
  '漢字',
  'é́',
  '🤖',
  '__proto__',
  'a//b',
  '[]',
  '<b>',
  '\\',
];
const word = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }));
const line = word.filter(
  (text) => /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u.test(text) && text.trim() === text && text !== '',
);
const exact = line.filter((text) => !text.includes('*'));
const scoped = fc.oneof(
  exact,
  exact.map((text) => `${text}*`),
);
const prose = fc
  .array(fc.oneof(line, fc.constantFrom('\n', '\t', ' ')), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const some = <T>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(value, { maxLength: 3, selector: (each) => JSON.stringify(each) });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const host = fc.constantFrom('a.example', 'b.example:8443', 'c-d.example');
const folder = fc.constantFrom('.', 'a', 'a/b', 'services/[slug]', 'a b');

const agent = fc.record({
  name: line,
  purpose: optional(prose),
  status: fc.constantFrom('draft', 'pending', 'approved', 'rejected', 'deprecated'),
  owner: fc.record({ team: optional(line), technical: optional(line), sponsor: optional(line) }),
  paths: fc.uniqueArray(folder, { maxLength: 2 }),
  images: some(exact),
  workloads: some(exact),
  hosts: some(host),
  identities: some(exact),
  scope: fc.record({
    providers: optional(some(scoped)),
    models: optional(some(scoped)),
    hosts: optional(some(host)),
    frameworks: optional(some(scoped)),
    tools: optional(
      some(
        fc.record({
          name: scoped,
          access: optional(fc.constantFrom('read', 'write', 'execute', 'unknown')),
          approval: optional(fc.constantFrom('human', 'none')),
        }),
      ),
    ),
    mcpServers: optional(some(scoped)),
    dataSinks: optional(some(scoped)),
    dynamic: optional(some(fc.constantFrom('providers', 'models', 'hosts', 'tools'))),
  }),
  credentials: some(fc.record({ env: exact, ref: optional(exact), unique: fc.boolean() })),
  evidence: optional(some(line)),
});

/** Any registry, with texts that mean something else wherever they can stand. */
export const registries: fc.Arbitrary<Registry> = fc.array(agent, { minLength: 1, maxLength: 3 }).map((agents) =>
  registryOf(
    ...agents.map(({ paths, images, workloads, hosts, evidence, ...rest }, index) => ({
      ...rest,
      id: `${'a'.repeat(index === 1 ? 90 : 3)}.${index}`,
      match: { repos: [{ repo: `github.com/acme/${index}`, paths }], images, workloads, hosts },
      ...(evidence ? { approval: { by: ['x'], at: '2026-01-01', evidence } } : {}),
    })),
  ),
);
