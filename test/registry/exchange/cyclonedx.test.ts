import { describe, expect, test } from 'vitest';
import type { SpecVersion } from '../../../src/model/exchange.ts';
import { approvalDigest } from '../../../src/registry/digest.ts';
import { cyclonedx } from '../../../src/registry/exchange/exports/cyclonedx.ts';
import { full, options, registryOf } from './world.ts';

const bare = { id: 'other', name: 'Other', status: 'draft', match: { hosts: ['x.example'] } };

const render = (...agents: readonly object[]) => JSON.parse(cyclonedx.render(registryOf(...agents), options));
const agent = (fields: object) => render({ ...bare, ...fields }).components[0];

/** Properties as `name = value`, without the name of rollcall before each. */
function said(properties: readonly { name: string; value: string }[]): readonly string[] {
  expect(properties.filter(({ name }) => !name.startsWith('rollcall:'))).toEqual([]);
  return properties.map(({ name, value }) => `${name.slice('rollcall:'.length)} = ${value}`);
}

describe.each<SpecVersion>(['1.6', '1.7'])('a bill of materials of CycloneDX %s', (spec) => {
  const registry = registryOf(full, bare);
  const render = (timestamp: string | null = null) => cyclonedx.render(registry, { ...options, spec, timestamp });

  test('says what it is, who made it, and of which registry', () => {
    const { components, services, dependencies, serialNumber, ...head } = JSON.parse(render());
    expect(head).toEqual({
      $schema: `http://cyclonedx.org/schema/bom-${spec}.schema.json`,
      bomFormat: 'CycloneDX',
      specVersion: spec,
      version: 1,
      metadata: {
        tools: { components: [{ type: 'application', name: 'rollcall', version: '1.2.3' }] },
        properties: [{ name: 'rollcall:registry', value: registry.digest }],
      },
    });
    expect([components.length, services.length, dependencies.length]).toEqual([4, 5, 2]);
  });

  test('has the time that it is told', () => {
    const timestamp = '2026-01-02T03:04:05.000Z';
    expect(JSON.parse(render(timestamp)).metadata.timestamp).toBe(timestamp);
  });

  test('is read by people too, and ends in a line break', () => {
    expect(render()).toMatch(/^\{\n {2}"\$schema": .*\n\}\n$/s);
  });

  test('has nothing to say beside it', () => expect(cyclonedx.notes(registry)).toEqual([]));
});

test.each<[SpecVersion, string]>([
  ['1.6', '90096ad6-bd48-5175-b271-e9dc54b842e4'],
  ['1.7', '2f9b0dc1-e53c-5576-9bad-703928415451'],
])('the serial number for %s is the UUID of version 5 that any other program makes of the same name', (spec, uuid) => {
  const registry = { ...registryOf(full, bare), digest: 'sha256:ab' };
  expect(JSON.parse(cyclonedx.render(registry, { ...options, spec })).serialNumber).toBe(`urn:uuid:${uuid}`);
});

describe('an agent in a bill of materials', () => {
  test('says all that its entry says, value by value', () => {
    const { properties, ...head } = render(full).components[0];
    expect(head).toEqual({
      type: 'application',
      'bom-ref': 'agent:billing-triage',
      manufacturer: { name: 'acme/billing', contact: [{ email: 'alice@acme.example' }, { name: 'Bob' }] },
      name: 'Billing triage',
      description: 'Sorts billing mail\nand proposes refunds',
    });
    expect(said(properties)).toEqual([
      'id = billing-triage',
      'status = approved',
      'owner:team = acme/billing',
      'owner:technical = alice@acme.example',
      'owner:sponsor = Bob',
      'match:repository = github.com/acme/billing//services/triage',
      'match:repository = github.com/acme/billing//jobs/triage',
      'match:repository = github.com/acme/mail',
      'match:image = ghcr.io/acme/triage',
      'match:workload = k8s:prod/billing/deployment/triage',
      'match:host = triage-1.acme.example',
      'identity = spiffe://acme.example/triage',
      'scope:tool = issue_refund | write | human',
      'scope:tool = search',
      'scope:dynamic = models',
      'credential = OPENAI_KEY | vault:kv/openai | unique',
      'approval:by = carol',
      'approval:at = 2026-01-02',
      'approval:expires = 2027-01-02',
      'approval:evidence = https://tracker.acme.example/1',
      'approval:fits = false',
      'exception = RC301 until 2026-12-31: migration',
    ]);
  });

  test('that says no more than it has to has nothing else', () => {
    const { properties, ...head } = agent({});
    expect(head).toEqual({ type: 'application', 'bom-ref': 'agent:other', name: 'Other' });
    expect(said(properties)).toEqual(['id = other', 'status = draft', 'match:host = x.example']);
  });

  test('has an approval that fits by its digest', () => {
    const [entry] = registryOf(bare).entries;
    if (!entry) throw new Error('there is one');
    const digest = approvalDigest(entry);
    const approval = { by: ['carol', 'dave'], at: '2026-01-02', digest };
    expect(said(agent({ approval }).properties).slice(3)).toEqual([
      'approval:by = carol',
      'approval:by = dave',
      'approval:at = 2026-01-02',
      `approval:digest = ${digest}`,
      'approval:fits = true',
    ]);
    expect(said(agent({ approval, identities: ['spiffe://x'] }).properties)).toContain('approval:fits = false');
  });

  test.each([
    [{}, undefined],
    [{ team: 'acme/a' }, { name: 'acme/a' }],
    [{ sponsor: 'Bob' }, { contact: [{ name: 'Bob' }] }],
    [{ technical: 'a@b.example' }, { contact: [{ email: 'a@b.example' }] }],
    [{ technical: 'Bob', sponsor: 'Bob' }, { contact: [{ name: 'Bob' }] }],
    [{ technical: 'Bob', sponsor: 'a@b.example' }, { contact: [{ name: 'Bob' }, { email: 'a@b.example' }] }],
  ])('of the owner %j is made by %j', (owner, manufacturer) => {
    expect(agent({ owner }).manufacturer).toEqual(manufacturer);
  });

  test.each([
    'a@b.example',
    'A.B-c_d+e@Sub.B-2.Example',
    `${'a'.repeat(64)}@b.example`,
    '0@0.xy',
    `a@${'b'.repeat(63)}.example`,
    `a@b.${'c'.repeat(24)}`,
  ])('is owned by whoever has the address %s', (technical) => {
    expect(agent({ owner: { technical } }).manufacturer.contact).toEqual([{ email: technical }]);
  });

  test.each([
    '@acme/shop',
    'a@b',
    'a@b.c',
    'a@b.e2',
    '@b.example',
    'a b@b.example',
    'a@b.example more',
    'Ann <a@b.example>',
    'a@b@c.example',
    'a@-b.example',
    'a@b-.example',
    'a@b..example',
    'a@.example',
    '.a@b.example',
    'a.@b.example',
    'a..b@b.example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@b.${'c'.repeat(25)}`,
  ])('is owned by whoever is called %s, which is no address', (technical) => {
    expect(agent({ owner: { technical } }).manufacturer.contact).toEqual([{ name: technical }]);
  });
});

describe('what agents may use', () => {
  const scope = {
    models: ['b', 'a'],
    frameworks: ['b'],
    providers: ['b'],
    hosts: ['b'],
    mcpServers: ['b'],
    dataSinks: ['b'],
  };

  test('stands behind the agents, by kind and name, each as what it is', () => {
    const { components, services } = render({ ...bare, scope });
    expect(components.slice(1)).toEqual([
      { type: 'framework', 'bom-ref': 'framework:b', name: 'b' },
      { type: 'machine-learning-model', 'bom-ref': 'model:a', name: 'a' },
      { type: 'machine-learning-model', 'bom-ref': 'model:b', name: 'b' },
    ]);
    expect(services).toEqual(
      ['host', 'mcp', 'provider', 'sink'].map((kind) => ({
        'bom-ref': `${kind}:b`,
        name: 'b',
        properties: [{ name: 'rollcall:service', value: kind }],
      })),
    );
  });

  test('is there once for all, and each agent depends on its own', () => {
    const [one, two] = [
      { ...bare, scope: { models: ['z', 'y'], providers: ['p'] } },
      { ...bare, id: 'second', match: { hosts: ['y.example'] }, scope: { models: ['y', 'y'] } },
    ];
    const { components, services, dependencies } = render(one, two);
    expect([...components, ...services].map((each) => each['bom-ref'])).toEqual([
      'agent:other',
      'agent:second',
      'model:y',
      'model:z',
      'provider:p',
    ]);
    expect(dependencies).toEqual([
      { ref: 'agent:other', dependsOn: ['model:y', 'model:z', 'provider:p'] },
      { ref: 'agent:second', dependsOn: ['model:y'] },
    ]);
  });

  test('is nothing where nothing is allowed', () => {
    const { components, services, dependencies } = render(bare);
    expect([components.length, services, dependencies]).toEqual([1, [], [{ ref: 'agent:other', dependsOn: [] }]]);
  });
});
