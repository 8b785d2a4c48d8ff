import { describe, expect, test } from 'vitest';
import { mcp } from '../../../../src/registry/exchange/imports/mcp.ts';
import { given, read, said, saidOfOne } from './said.ts';

const schema = 'https://static.modelcontextprotocol.io/schemas/2025-09-29/server.schema.json';

describe('an MCP server is recognised', () => {
  test.each([
    ['by its schema', { $schema: schema }],
    ['by its packages', { name: 'a/b', packages: [{ identifier: 'x' }] }],
    ['by where it answers', { name: 'a/b', remotes: [{ url: 'https://x.example' }] }],
    ['in the list of a registry', { servers: [{ hello: 'world' }, { server: { $schema: schema } }] }],
    ['in a list without what a registry says', { servers: [{ $schema: schema }] }],
    ['in a second document', `hello: world\n---\n$schema: ${schema}\n`],
  ])('%s', (_, content) => {
    expect(mcp.recognises(given(content))).toBe(true);
  });

  test.each([
    ['the schema of something else', { $schema: 'https://x.example/other.json', name: 'a/b' }],
    ['a name alone', { name: 'a/b' }],
    ['packages of nobody', { packages: [{ identifier: 'x' }] }],
    ['a name without a package', { name: 'a/b', packages: [], remotes: [] }],
    ['an empty list', { servers: [] }],
    ['a list', [{ $schema: schema }]],
    ['a text', '"x"'],
  ])('but not %s', (_, content) => {
    expect(mcp.recognises(given(content))).toBe(false);
  });
});

describe('of an MCP server', () => {
  test('everything that an entry has a place for goes there, the rest is named', () => {
    const server = {
      $schema: schema,
      name: 'io.github.acme/tickets',
      title: 'Tickets',
      description: 'Reads tickets',
      version: '1.0.0',
      repository: { url: 'https://github.com/acme/tickets', source: 'github', subfolder: './src/server/', id: '7' },
      packages: [
        {
          registryType: 'oci',
          identifier: 'ghcr.io/acme/tickets:1',
          environmentVariables: [
            { name: 'TICKETS_LOGIN', isSecret: true, description: 'how to log in' },
            { name: 'LEVEL', isSecret: false },
            { name: 'SHADE', isSecret: 'true' },
            { name: 'A*', isSecret: true },
          ],
        },
        {
          registryType: 'npm',
          identifier: '@acme/tickets',
          environmentVariables: [{ name: 'TICKETS_LOGIN', isSecret: true }],
        },
        { registryType: 'oci', identifier: 'ghcr.io/acme/tickets:1' },
        { registryType: 'oci', identifier: 'ghcr.io/acme/*' },
      ],
      remotes: [{ type: 'sse', url: 'https://t.acme.example' }, { url: 'https://t.acme.example' }, { url: 'nowhere' }],
    };
    expect(saidOfOne(mcp, server)).toEqual({
      name: 'Tickets',
      purpose: 'Reads tickets',
      match: {
        repos: [{ repo: 'github.com/acme/tickets', paths: ['src/server'] }],
        images: ['ghcr.io/acme/tickets:1'],
        hosts: ['t.acme.example'],
      },
      scope: { mcpServers: ['io.github.acme/tickets'] },
      credentials: [{ env: 'TICKETS_LOGIN', unique: false }],
      left: [
        'version',
        'repository.id',
        'packages[0].environmentVariables[0].description',
        'packages[].environmentVariables[].name',
        'packages[].environmentVariables[].isSecret',
        'packages[1].registryType',
        'packages[].identifier',
        'remotes[0].type',
        'remotes[2].url',
      ],
    });
  });

  test.each([
    ['its name is the name where it has no title', { name: 'a/b' }, { name: 'a/b', scope: { mcpServers: ['a/b'] } }],
    ['a name with a wildcard allows nothing', { name: 'a/*' }, { left: ['name'] }],
    [
      'fields of the wrong kind say nothing',
      { name: ['a'], repository: 'x', packages: {}, remotes: 7 },
      {
        left: ['name', 'repository', 'remotes'],
      },
    ],
  ])('%s', (_, server, facts) => {
    expect(saidOfOne(mcp, server)).toEqual(facts);
  });

  test.each([
    ['the whole repository', { url: 'https://github.com/acme/t' }, { repo: 'github.com/acme/t', paths: [] }, []],
    [
      'a folder of its address',
      { url: 'https://github.com/acme/t/tree/main/a' },
      { repo: 'github.com/acme/t', paths: ['a'] },
      [],
    ],
    [
      'the folder that it names, before that of its address',
      { url: 'https://github.com/acme/t/tree/main/a', subfolder: '/b' },
      {
        repo: 'github.com/acme/t',
        paths: ['b'],
      },
      [],
    ],
    [
      'the whole of it where the folder is its root',
      { url: 'https://github.com/acme/t', subfolder: './' },
      {
        repo: 'github.com/acme/t',
        paths: [],
      },
      [],
    ],
    [
      'a folder with a dot and slashes',
      { url: 'https://github.com/acme/t', subfolder: '//.a/b.//' },
      {
        repo: 'github.com/acme/t',
        paths: ['.a/b.'],
      },
      [],
    ],
    [
      'a folder that stands for others, which is not kept',
      { url: 'https://github.com/acme/t', subfolder: 'a*' },
      {
        repo: 'github.com/acme/t',
        paths: [],
      },
      ['repository.subfolder'],
    ],
    [
      'no repository, where its address names none',
      { url: 'https://acme.example', source: 'web', subfolder: 'a' },
      undefined,
      ['repository.url', 'repository.source', 'repository.subfolder'],
    ],
  ])('its source is %s', (_, repository, repo, left) => {
    const [draft] = read(mcp, { name: 'a/b', repository }).drafts;
    expect([draft?.match.repos, draft?.left]).toEqual([repo ? [repo] : [], left]);
  });

  test('what nothing is said of is not an empty scope, and no place', () => {
    const [draft] = read(mcp, { name: 7 }).drafts;
    expect([draft?.scope, draft?.match]).toEqual([
      { mcpServers: undefined },
      { repos: [], images: [], workloads: [], hosts: [] },
    ]);
  });
});

describe('of a list of MCP servers', () => {
  const text =
    '{"servers": [7,\n{"server":{"name":"a/b"},"_meta":{"x":1}},\n{"name":"c/d"}],\n"metadata":{"nextCursor":"n"}}';

  test('each is a record, what a registry says of it is named, and each starts where it stands', () => {
    expect(said(mcp, text)).toEqual([
      { name: 'a/b', scope: { mcpServers: ['a/b'] }, left: ['_meta'] },
      { name: 'c/d', scope: { mcpServers: ['c/d'] } },
    ]);
    expect(read(mcp, text).drafts.map(({ offset }) => text.slice(offset, offset + 9))).toEqual([
      '{"server"',
      '{"name":"',
    ]);
  });

  test('a further page is told of where its mark stands', () => {
    expect(read(mcp, text).passed).toEqual([
      { offset: text.indexOf('"n"'), message: 'more records follow on another page; import that as well' },
    ]);
    expect(read(mcp, { servers: [], metadata: { nextCursor: '' } })).toEqual({ drafts: [], passed: [], faults: [] });
  });

  test.each([['7'], ['[]'], ['']])('nothing is read out of %j', (content) => {
    expect(read(mcp, content)).toEqual({ drafts: [], passed: [], faults: [] });
  });
});
