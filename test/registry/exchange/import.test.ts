import { describe, expect, test } from 'vitest';
import { noRegistry } from '../../../src/model/registry.ts';
import { importAgents, namedPlace } from '../../../src/registry/exchange/import.ts';
import { full, imported, registryOf } from './world.ts';

const card = {
  name: 'Billing triage',
  description: 'Sorts billing mail',
  supportedInterfaces: [{ url: 'https://Triage.acme.example', protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
  version: '2.1.0',
  capabilities: { streaming: true },
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [{ id: 'refund', name: 'Refund', description: 'Proposes refunds', tags: ['money'] }],
};

const read = async (value: unknown) => await imported(JSON.stringify(value));

/** The only entry that comes of a value. */
async function only(value: unknown) {
  const { stubs, refused } = await read(value);
  expect([refused, stubs.length]).toEqual([[], 1]);
  return stubs[0];
}

/** What is said to be left of the only record. */
async function left(value: unknown): Promise<readonly string[]> {
  const [first] = (await read(value)).left;
  return first?.fields ?? [];
}

describe('every import', () => {
  test('waits for approval', async () => {
    expect(await only({ ...card, status: 'approved', approval: { by: ['me'] } })).toMatchObject({
      status: 'pending',
      approval: null,
      exceptions: [],
    });
  });

  test('names what an entry has no place for, each thing once for all items of a list', async () => {
    const skills = ['a', 'b'].map((id) => ({ id, tags: ['t'] }));
    expect(await left({ name: 'X', url: 'https://x.example/a2a', skills, version: '1' })).toEqual(
      ['url (its host is kept)', 'skills[].tags', 'version'].toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
  });
  const order = ['skills[].tags', 'version', 'url (its host is kept)'];

  test('refuses a record that names no place, and says what would give it one', async () => {
    const { stubs, refused } = await read({ ...card, supportedInterfaces: [] });
    expect(stubs).toEqual([]);
    expect(refused[0]?.message).toMatch(
      /^names no place where the agent could be found .* --repo github\.com\/acme\/shop/,
    );
  });

  test('takes the place that is given for a record that names no repository', async () => {
    const file = { file: 'card.json', text: JSON.stringify({ ...card, supportedInterfaces: [] }) };
    const place = namedPlace('https://github.com/acme/shop.git', 'services/triage');
    const { stubs } = await importAgents([file], { from: null, place, registry: noRegistry });
    expect(stubs[0]?.match.repos).toEqual([{ repo: 'github.com/acme/shop', paths: ['services/triage'] }]);
  });

  test('refuses a second record in the place of a first', async () => {
    const text = JSON.stringify([
      { ...card, supportedInterfaces: [] },
      { ...card, name: 'Other', supportedInterfaces: [] },
    ]);
    const place = namedPlace('github.com/acme/shop', 'a');
    const { stubs, refused } = await importAgents([{ file: 'cards.json', text }], {
      from: null,
      place,
      registry: noRegistry,
    });
    expect(stubs.map(({ id }) => id)).toEqual(['billing-triage']);
    expect(refused[0]).toMatchObject({ id: 'other', line: 1 });
    expect(refused[0]?.message).toMatch(
      /^would live in github\.com\/acme\/shop\/\/a, which is the place of billing-triage/,
    );
  });

  test('gives a record with a name that is taken the next id', async () => {
    const { stubs } = await imported(JSON.stringify(card), 'file', registryOf(full));
    expect(stubs.map(({ id }) => id)).toEqual(['billing-triage-2']);
  });

  test('passes a record over that it has imported before, under whichever number', async () => {
    const first = await imported(JSON.stringify(card), 'file', registryOf(full));
    const registry = {
      ...registryOf(full),
      entries: [
        ...registryOf(full).entries,
        ...first.stubs.map((stub) => ({ ...stub, at: { file: '', line: 1, column: 1 } })),
      ],
    };
    const { stubs, passed } = await imported(JSON.stringify(card), 'file', registry);
    expect([stubs, passed.map(({ id }) => id)]).toEqual([[], ['billing-triage-2']]);
  });

  test('lets no foreign name stand for others', async () => {
    const wide = { ...card, skills: [{ id: '*' }, { id: 'refund*' }, { id: 'refund' }] };
    expect((await only(wide))?.scope.tools).toEqual([{ name: 'refund' }]);
    expect(await left(wide)).toContain('skills[].id');
  });

  test.each([
    ['a bidirectional override', 'a\u202eb'],
    ['an escape', 'a\u001bb'],
  ])('refuses a name with %s', async (_, name) => {
    const { refused } = await read({ ...card, name });
    expect(refused[0]?.message).toMatch(/holds a control character/);
  });

  test('says where a file cannot be read, and imports nothing of the others', async () => {
    const files = [
      { file: 'good.json', text: JSON.stringify(card) },
      { file: 'bad.json', text: '{ "name": "x",\n  "name": "y" }' },
    ];
    await expect(importAgents(files, { from: 'a2a', place: null, registry: noRegistry })).rejects.toThrow(
      /^bad\.json:2:3: the key "name" stands here twice/,
    );
  });

  test('does not guess what a file is', async () => {
    await expect(imported('{ "hello": "world" }')).rejects.toThrow(
      'what kind of catalogue this is cannot be seen in it',
    );
  });
});

describe('an A2A card', () => {
  test('gives name, purpose, host, owner and skills', async () => {
    expect(await only({ ...card, provider: { organization: 'Acme', url: 'https://acme.example' } })).toMatchObject({
      id: 'billing-triage',
      name: 'Billing triage',
      purpose: 'Sorts billing mail',
      owner: { team: 'Acme' },
      match: { hosts: ['triage.acme.example'] },
      scope: { tools: [{ name: 'refund' }] },
    });
  });

  test('of version 0.3 has its address at the top and in other interfaces', async () => {
    const old = {
      name: 'Old',
      protocolVersion: '0.3.0',
      url: 'https://a.example/',
      additionalInterfaces: [{ url: 'grpcs://b.example:443', transport: 'GRPC' }],
      capabilities: {},
      skills: [],
    };
    expect((await only(old))?.match.hosts).toEqual(['a.example', 'b.example']);
  });

  test.each(['http://localhost:9999', 'https://127.0.0.1/a', 'https://{tenant}.acme.example', 'not an address'])(
    'has no place at %s',
    async (url) => {
      const { refused } = await read({ ...card, supportedInterfaces: [{ url }] });
      expect(refused).toHaveLength(1);
    },
  );
});

describe('an MCP server', () => {
  const server = {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-09-29/server.schema.json',
    name: 'io.github.acme/tickets',
    description: 'Reads tickets',
    version: '1.0.2',
    repository: { url: 'https://github.com/acme/tickets', source: 'github', subfolder: 'src/server' },
    packages: [
      {
        registryType: 'oci',
        identifier: 'ghcr.io/acme/tickets:1.0.2',
        version: '1.0.2',
        transport: { type: 'stdio' },
        environmentVariables: [{ name: 'TICKETS_LOGIN', isSecret: true }, { name: 'LEVEL' }],
      },
    ],
    remotes: [{ type: 'streamable-http', url: 'https://tickets.acme.example/mcp' }],
  };

  test('lives where its source, its image and its address are, and names itself in its scope', async () => {
    expect(await only(server)).toMatchObject({
      id: 'io-github-acme-tickets',
      match: {
        repos: [{ repo: 'github.com/acme/tickets', paths: ['src/server'] }],
        images: ['ghcr.io/acme/tickets:1.0.2'],
        hosts: ['tickets.acme.example'],
      },
      scope: { mcpServers: ['io.github.acme/tickets'] },
      credentials: [{ env: 'TICKETS_LOGIN', ref: null, unique: false }],
    });
  });

  test('that names no place is refused', async () => {
    const { refused } = await read({
      name: 'io.github.acme/tickets',
      packages: [{ registryType: 'npm', identifier: '@acme/t' }],
    });
    expect(refused[0]?.message).toMatch(/^names no place/);
  });

  test('is read out of the list of a registry, which tells of a further page', async () => {
    const page = {
      servers: [{ server, _meta: { 'io.example': { status: 'active' } } }],
      metadata: { nextCursor: 'x' },
    };
    const { stubs, left, passed } = await read(page);
    expect(stubs.map(({ id }) => id)).toEqual(['io-github-acme-tickets']);
    expect(left[0]?.fields).toContain('_meta');
    expect(passed.map(({ message }) => message)).toEqual(['more records follow on another page; import that as well']);
  });
});
