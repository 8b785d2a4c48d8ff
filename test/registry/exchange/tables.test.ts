import { describe, expect, test } from 'vitest';
import { imported } from './world.ts';

describe('CSV', () => {
  test('asks for a name and a place alone, under titles as people write them', async () => {
    const { stubs } = await imported(
      'Name,Repos,Data sinks\nTriage,github.com/acme/shop//a; github.com/acme/shop//b,pinecone\n',
    );
    expect(stubs).toMatchObject([
      {
        id: 'triage',
        match: { repos: [{ repo: 'github.com/acme/shop', paths: ['a', 'b'] }] },
        scope: { dataSinks: ['pinecone'] },
      },
    ]);
  });

  test.each([[';'], ['\t']])('may have %j between its cells, and a byte order mark', async (mark) => {
    const { stubs } = await imported(`\uFEFFname${mark}repos\r\nTriage${mark}github.com/acme/shop\r\n`);
    expect(stubs.map(({ match }) => match.repos[0]?.repo)).toEqual(['github.com/acme/shop']);
  });

  test('reads tools with what they do, and credentials with where they are kept', async () => {
    const { stubs } = await imported(
      'name,images,tools,credentials\nT,i,"refund | write | human\nsearch | read\nplain","K | vault:k | unique\nL"\n',
    );
    expect(stubs[0]?.scope.tools).toEqual([
      { name: 'refund', access: 'write', approval: 'human' },
      { name: 'search', access: 'read' },
      { name: 'plain' },
    ]);
    expect(stubs[0]?.credentials).toEqual([
      { env: 'K', ref: 'vault:k', unique: true },
      { env: 'L', ref: null, unique: false },
    ]);
  });

  test('approves nothing, and says which columns it does not keep and what was meant by one', async () => {
    const { stubs, left } = await imported(
      'name,repos,status,approved_by,provider\nT,github.com/acme/s,approved,me,openai\n',
    );
    expect(stubs[0]?.status).toBe('pending');
    expect(left[0]?.fields).toEqual(['status', 'approved_by', 'provider (did you mean providers?)']);
  });

  test.each(['\n', '\r\n', '\r'])('refuses a row by its line, behind cells of several lines, with %j', async (end) => {
    const text = 'name,purpose,repos\nA,"one\ntwo",github.com/acme/a\nB,x,https://nowhere\n'.replaceAll('\n', end);
    const { refused } = await imported(text);
    expect(refused[0]).toMatchObject({ line: 4, id: 'b' });
    expect(refused[0]?.message).toMatch(/is not a repository; write it as host\/owner\/name/);
  });

  test('refuses a folder that is not in its plain form, rather than cut it', async () => {
    const { stubs, refused } = await imported('name,repos\nA,github.com/acme/a//b//c\n');
    expect([stubs, refused.length]).toEqual([[], 1]);
    expect(refused[0]?.message).toContain('"b//c" is not in its plain form');
  });

  test.each([
    ['purpose,repos,images\nx,y,z\n', 'file:1:1: no column "name"'],
    ['name,repos,name\nA,b,c\n', 'file:1:1: the column "name" stands here twice'],
    ['name,repos\nA,b\nC,d,e\n', 'file:3:1: 3 cells where the header has 2'],
    ['name,repos\nA,"b\n', 'file:2:1: cannot be read as CSV'],
  ])('%j: %s', async (text, message) => {
    const { importAgents } = await import('../../../src/registry/exchange/import.ts');
    const { noRegistry } = await import('../../../src/model/registry.ts');
    const reading = importAgents([{ file: 'file', text }], { from: 'csv', place: null, registry: noRegistry });
    await expect(reading).rejects.toThrow(message);
  });
});

describe('Backstage', () => {
  const entity = (type: string, annotations: string) => `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: triage
  title: Billing triage
  description: Sorts mail
  annotations:
    ${annotations}
  tags: [ai]
spec: { type: ${type}, lifecycle: production, owner: group:default/billing }
`;

  test('a component of the type of an agent: its source is its place, its owner its owner', async () => {
    const { stubs, left } = await imported(
      entity('ai-agent', 'backstage.io/source-location: url:https://github.com/acme/shop/tree/main/services/triage/'),
    );
    expect(stubs).toMatchObject([
      {
        id: 'triage',
        name: 'Billing triage',
        purpose: 'Sorts mail',
        status: 'pending',
        owner: { team: 'group:default/billing' },
        match: { repos: [{ repo: 'github.com/acme/shop', paths: ['services/triage'] }] },
      },
    ]);
    expect(left[0]?.fields).toEqual(['metadata.tags', 'spec.lifecycle']);
  });

  test('a slug names the whole repository', async () => {
    const { stubs } = await imported(entity('llm-assistant', 'gitlab.com/project-slug: acme/deep/shop'));
    expect(stubs[0]?.match.repos).toEqual([{ repo: 'gitlab.com/acme/deep/shop', paths: [] }]);
  });

  test('what is no agent is passed over, by its place in the file', async () => {
    const group = 'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: billing }\nspec: { type: team }\n';
    const site = entity('website', 'github.com/project-slug: acme/site');
    const { stubs, passed } = await imported(
      [group, site, entity('agent', 'github.com/project-slug: a/b')].join('---\n'),
    );
    expect(stubs.map(({ id }) => id)).toEqual(['triage']);
    expect(passed.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '1: passed over: Group of type team is no agent',
      '6: passed over: Component of type website is no agent',
    ]);
  });

  test('a page of what its API answers', async () => {
    const item = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: { name: 'x' },
      spec: { type: 'ai-agent' },
    };
    const annotations = { 'github.com/project-slug': 'acme/x' };
    const page = { items: [{ ...item, metadata: { name: 'x', annotations } }], pageInfo: { nextCursor: 'more' } };
    const { stubs, passed } = await imported(JSON.stringify(page));
    expect([stubs.map(({ id }) => id), passed.length]).toEqual([['x'], 1]);
  });

  test('an MCP server among its APIs is named in the scope, and lives where it answers', async () => {
    const { stubs } = await imported(`apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: actions }
spec:
  type: mcp-server
  lifecycle: production
  owner: backstage
  remotes: [{ type: streamable-http, url: 'https://actions.acme.example/api' }]
`);
    expect(stubs).toMatchObject([{ scope: { mcpServers: ['actions'] }, match: { hosts: ['actions.acme.example'] } }]);
  });

  test('an entry that somebody bent is not believed', async () => {
    const bent = `rollcall.dev/entry: '{"id":"triage","status":"approved","match":{"repos":[{"repo":"*"}]}}'`;
    const { stubs, refused } = await imported(entity('ai-agent', bent));
    expect([stubs, refused.length]).toEqual([[], 1]);
  });
});
