import { describe, expect, test } from 'vitest';
import { imported } from './world.ts';

const read = async (value: unknown) => await imported(JSON.stringify(value));
const id = '7c1bf0a5-5d0e-4f1c-9a51-0d2f6b1a9e77';
const graph = 'https://graph.microsoft.com/beta/$metadata';

describe('Microsoft Graph', () => {
  test('a page of agent identities: each acts as itself, its sponsor is the sponsor', async () => {
    const { stubs } = await read({
      '@odata.context': `${graph}#servicePrincipals/microsoft.graph.agentIdentity(sponsors())`,
      value: [
        {
          id: id.toUpperCase(),
          displayName: 'Sales agent',
          servicePrincipalType: 'ServiceIdentity',
          agentIdentityBlueprintId: 'b0b0b0b0-0000-4000-8000-000000000000',
          sponsors: [{ '@odata.type': '#microsoft.graph.user', id: 'u1', userPrincipalName: 'bob@acme.example' }],
        },
      ],
    });
    expect(stubs).toMatchObject([
      { id: 'sales-agent', identities: [`azure:${id}`], owner: { sponsor: 'bob@acme.example' }, status: 'pending' },
    ]);
  });

  test('a list of service principals: those that are agents go in, the others are passed over', async () => {
    const { stubs, passed } = await read({
      '@odata.context': `${graph}#servicePrincipals`,
      value: [
        { id, displayName: 'Agent', servicePrincipalType: 'ServiceIdentity' },
        { id: 'x', displayName: 'Web app', servicePrincipalType: 'Application' },
      ],
    });
    expect(stubs.map(({ name }) => name)).toEqual(['Agent']);
    expect(passed.map(({ message }) => message)).toEqual(['passed over: a serviceprincipal that is of no agent']);
  });

  test('a blueprint and its principal are one agent', async () => {
    const blueprint = { displayName: 'Plan', appId: id };
    const { stubs, passed } = await read([
      { '@odata.type': '#microsoft.graph.agentIdentityBlueprint', ...blueprint, id: 'o1' },
      { '@odata.type': '#microsoft.graph.agentIdentityBlueprintPrincipal', ...blueprint, id: 'o2' },
    ]);
    expect(stubs.map(({ identities }) => identities)).toEqual([[`azure:${id}`]]);
    expect(passed.map((remark) => remark.id)).toEqual(['plan']);
  });

  test('an agent instance: where it answers, as whom it acts, and what its card says', async () => {
    const { stubs, left } = await read({
      '@odata.type': '#microsoft.graph.agentInstance',
      displayName: 'Helper',
      ownerIds: ['o-1', 'o-2'],
      originatingStore: 'Copilot Studio',
      agentIdentityId: id,
      url: 'https://helper.acme.example/a2a',
      agentCardManifest: { displayName: 'x', description: 'Helps', skills: [{ id: 'help' }], version: '1' },
    });
    expect(stubs).toMatchObject([
      {
        name: 'Helper',
        purpose: 'Helps',
        owner: { technical: 'o-1' },
        match: { hosts: ['helper.acme.example'] },
        identities: [`azure:${id}`],
        scope: { tools: [{ name: 'help' }] },
      },
    ]);
    expect(left[0]?.fields).toEqual([
      'originatingStore',
      'agentCardManifest.version',
      'url (its host is kept)',
      'ownerIds (1 of them)',
    ]);
  });

  test('a registration of Agent 365 carries its card', async () => {
    const { stubs } = await read({
      '@odata.type': '#microsoft.graph.agentRegistration',
      displayName: 'Sales',
      sourceAgentId: 's1',
      agentIdentityId: id,
      agentCard: { description: 'Sells' },
    });
    expect(stubs).toMatchObject([{ name: 'Sales', purpose: 'Sells', identities: [`azure:${id}`] }]);
  });

  test('of packages, those that hold an agent', async () => {
    const { stubs, passed } = await read({
      value: [
        { id: 'p1', displayName: 'Agent', shortDescription: 'Acts', elementTypes: ['declarativeAgent'], appId: id },
        { id: 'p2', displayName: 'Tab', elementTypes: ['staticTab'], appId: id },
      ],
    });
    expect(stubs.map(({ name, purpose }) => [name, purpose])).toEqual([['Agent', 'Acts']]);
    expect(passed).toHaveLength(1);
  });

  test('says that another page follows', async () => {
    const { passed } = await read({
      '@odata.context': `${graph}#x`,
      '@odata.nextLink': 'https://graph.example/next',
      value: [],
    });
    expect(passed.map(({ message }) => message)).toEqual(['more records follow on another page; import that as well']);
  });
});

describe('AWS', () => {
  const record = {
    registryArn: 'arn:aws:agent-registry:eu-west-1:123456789012:registry/abcdefghijkl',
    recordArn: 'arn:aws:agent-registry:eu-west-1:123456789012:registry/abcdefghijkl/record/abcdefghijkl',
    recordId: 'abcdefghijkl',
    name: 'triage',
    status: 'APPROVED',
  };
  const card = JSON.stringify({
    name: 'Triage',
    description: 'Sorts',
    url: 'https://t.acme.example',
    skills: [{ id: 'sort' }],
  });

  test.each([
    ['the Agent Registry', { recordType: 'AGENT', descriptors: { a2aAgentCard: { data: card } } }],
    ['Bedrock AgentCore', { descriptorType: 'A2A', descriptors: { a2a: { agentCard: { inlineContent: card } } } }],
  ])('a record of %s is what its card says, and not approved', async (_, fields) => {
    const { stubs } = await read({ ...record, ...fields });
    expect(stubs).toMatchObject([
      { status: 'pending', name: 'Triage', purpose: 'Sorts', match: { hosts: ['t.acme.example'] }, identities: [] },
    ]);
  });

  test('a record of an MCP server is what its server.json says', async () => {
    const data = JSON.stringify({
      name: 'io.github.acme/t',
      repository: { url: 'https://github.com/acme/t', source: 'github' },
    });
    const { stubs } = await read({ ...record, recordType: 'MCP', descriptors: { mcpServer: { data } } });
    expect(stubs).toMatchObject([
      { match: { repos: [{ repo: 'github.com/acme/t' }] }, scope: { mcpServers: ['io.github.acme/t'] } },
    ]);
  });

  test('a summary without a card names no place; a skill is no agent', async () => {
    const { stubs, passed, refused } = await read({
      registryRecords: [
        { ...record, recordType: 'AGENT' },
        { ...record, recordType: 'SKILL' },
      ],
    });
    expect([stubs.length, passed.length, refused.length]).toEqual([0, 1, 1]);
  });

  test('a runtime is known by its ARN and its role, and runs an image; values of its environment go nowhere', async () => {
    const { stubs, left } = await read({
      agentRuntimeArn: 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:runtime/triage-0123456789',
      agentRuntimeName: 'triage',
      roleArn: 'arn:aws:iam::123456789012:role/triage',
      agentRuntimeArtifact: {
        containerConfiguration: { containerUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/t:1' },
      },
      environmentVariables: { LOGIN: 'not to be told' },
    });
    expect(stubs).toMatchObject([
      {
        identities: [
          'aws:arn:aws:bedrock-agentcore:eu-west-1:123456789012:runtime/triage-0123456789',
          'aws:arn:aws:iam::123456789012:role/triage',
        ],
        match: { images: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/t:1'] },
      },
    ]);
    expect(JSON.stringify([stubs, left])).not.toContain('not to be told');
  });
});
