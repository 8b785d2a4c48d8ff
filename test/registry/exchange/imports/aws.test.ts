import { describe, expect, test } from 'vitest';
import { aws } from '../../../../src/registry/exchange/imports/aws.ts';
import { given, read, said, saidOfOne } from './said.ts';

const recordArn = 'arn:aws:agent-registry:eu-west-1:123456789012:registry/abcdefghijkl/record/abcdefghijkl';
const runtimeArn = 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:runtime/triage-0123456789';

describe('what AWS tells is recognised', () => {
  test.each([
    ['by the ARN of a record', { recordArn }],
    ['by the ARN of a registry', { registryArn: recordArn }],
    ['by the ARN of a runtime', { agentRuntimeArn: runtimeArn }],
    ['in a list of records', { registryRecords: [{ name: 'x' }, { recordArn }] }],
    ['in a list of runtimes', { agentRuntimes: [{ agentRuntimeArn: runtimeArn }] }],
    ['in a list without a page', [{ agentRuntimeArn: runtimeArn }]],
    ['in a second document', `hello: world\n---\nrecordArn: ${recordArn}\n`],
  ])('%s', (_, content) => {
    expect(aws.recognises(given(content))).toBe(true);
  });

  test.each([
    ['a name', { name: 'x' }],
    ['an empty ARN', { recordArn: '' }],
    ['empty lists', { registryRecords: [], agentRuntimes: [] }],
    ['a list of another kind', { records: [{ recordArn }] }],
    ['a text', '"x"'],
  ])('but not %s', (_, content) => {
    expect(aws.recognises(given(content))).toBe(false);
  });
});

describe('of a record of a registry', () => {
  const card = JSON.stringify({ name: 'Triage', description: 'Sorts', url: 'https://t.acme.example', version: '1' });
  const server = JSON.stringify({
    name: 'a/tickets',
    description: 'Reads',
    remotes: [{ url: 'https://m.acme.example' }],
  });
  const ofCard = { name: 'Triage', purpose: 'Sorts', match: { hosts: ['t.acme.example'] } };
  const ofServer = {
    name: 'a/tickets',
    purpose: 'Reads',
    match: { hosts: ['m.acme.example'] },
    scope: { mcpServers: ['a/tickets'] },
  };

  test.each([
    [
      'the card of the Agent Registry',
      { a2aAgentCard: { data: card } },
      { ...ofCard, left: ['descriptors.a2aAgentCard.data.version'] },
    ],
    [
      'the card of AgentCore',
      { a2a: { agentCard: { inlineContent: card } } },
      {
        ...ofCard,
        left: ['descriptors.a2a.agentCard.inlineContent.version'],
      },
    ],
    ['the server of the Agent Registry', { mcpServer: { data: server } }, ofServer],
    [
      'the server of AgentCore',
      { mcp: { server: { inlineContent: server, schemaVersion: '1' } } },
      {
        ...ofServer,
        left: ['descriptors.mcp.server.schemaVersion'],
      },
    ],
    [
      'the card, where there is a server too',
      { a2aAgentCard: { data: card }, mcpServer: { data: server } },
      {
        ...ofCard,
        left: [
          'descriptors.a2aAgentCard.data.version',
          'descriptors.mcpServer.data.name',
          'descriptors.mcpServer.data.description',
          'descriptors.mcpServer.data.remotes',
        ],
      },
    ],
    [
      'nothing, where the card is no JSON',
      { a2aAgentCard: { data: '{' } },
      { left: ['descriptors.a2aAgentCard.data'] },
    ],
    [
      'nothing, where there is no text',
      { a2a: { agentCard: 7 }, mcp: { server: null } },
      { left: ['descriptors.a2a.agentCard'] },
    ],
  ])('what is read is %s', (_, descriptors, facts) => {
    expect(saidOfOne(aws, { recordType: 'A2A', descriptorType: 'A2A', descriptors })).toEqual(facts);
  });

  test('its own name and purpose go before those of its card; its ARNs and its status are named, not kept', () => {
    const record = {
      recordArn,
      recordId: 'abcdefghijkl',
      displayName: 'Billing triage',
      name: 'billing',
      description: 'Sorts mail',
      status: 'APPROVED',
      descriptors: { a2aAgentCard: { data: '{"name":"Triage","description":"Sorts"}' } },
    };
    expect(saidOfOne(aws, record)).toEqual({
      name: 'Billing triage',
      purpose: 'Sorts mail',
      left: ['recordArn', 'recordId', 'name', 'status'],
    });
  });

  test('a name is that of its card before the name of the record, which is there for one without', () => {
    const descriptors = { a2aAgentCard: { data: '{"name":"Triage"}' } };
    expect(saidOfOne(aws, { name: 'billing', descriptors })).toEqual({ name: 'Triage', left: ['name'] });
    expect(saidOfOne(aws, { name: 'billing', descriptors: {} })).toEqual({ name: 'billing' });
  });

  test('a record that says nothing has no purpose and no place', () => {
    const [draft] = read(aws, { recordArn }).drafts;
    expect([draft?.name, draft?.purpose, draft?.match.hosts]).toEqual([null, null, []]);
  });
});

describe('of a runtime', () => {
  test('its ARN and its role are whom it acts as, its container is where it lives, the rest is named', () => {
    const runtime = {
      agentRuntimeArn: runtimeArn,
      agentRuntimeName: 'triage',
      agentRuntimeId: 'triage-0123456789',
      description: 'Sorts mail',
      roleArn: 'arn:aws:iam::123456789012:role/triage',
      status: 'READY',
      agentRuntimeArtifact: { containerConfiguration: { containerUri: 'registry.acme.example/t:1', mode: 'x' } },
    };
    expect(saidOfOne(aws, runtime)).toEqual({
      name: 'triage',
      purpose: 'Sorts mail',
      match: { images: ['registry.acme.example/t:1'] },
      identities: [`aws:${runtimeArn}`, 'aws:arn:aws:iam::123456789012:role/triage'],
      left: ['agentRuntimeId', 'status', 'agentRuntimeArtifact.containerConfiguration.mode'],
    });
  });

  test('what stands for others is not kept', () => {
    const agentRuntimeArtifact = { containerConfiguration: { containerUri: 'registry.acme.example/*' } };
    expect(
      saidOfOne(aws, { agentRuntimeArn: 'arn:*', roleArn: 'arn:aws:iam::1:role/*', agentRuntimeArtifact }),
    ).toEqual({
      left: ['agentRuntimeArn', 'roleArn', 'agentRuntimeArtifact.containerConfiguration.containerUri'],
    });
  });

  test('an ARN alone is an identity', () => {
    expect(saidOfOne(aws, { agentRuntimeArn: runtimeArn })).toEqual({ identities: [`aws:${runtimeArn}`] });
  });

  test('code in place of a container names no image', () => {
    const agentRuntimeArtifact = { codeConfiguration: { runtime: 'PYTHON_3_12' } };
    const [draft] = read(aws, { agentRuntimeArn: runtimeArn, agentRuntimeArtifact }).drafts;
    expect([draft?.match.images, draft?.left]).toEqual([[], ['agentRuntimeArtifact.codeConfiguration']]);
  });
});

describe('of a list of AWS', () => {
  test.each([['registryRecords'], ['agentRuntimes']])('%s: each is a record that starts where it stands', (key) => {
    const text = `{"nextToken": "n", "${key}": [7,\n{"name":"A","recordArn":"a"},\n{"name":"B","recordArn":"b"}]}`;
    expect(said(aws, text)).toEqual([
      { name: 'A', left: ['recordArn'] },
      { name: 'B', left: ['recordArn'] },
    ]);
    const { drafts, passed, faults } = read(aws, text);
    expect(drafts.map(({ offset }) => text.slice(offset, offset + 11))).toEqual(['{"name":"A"', '{"name":"B"']);
    expect(passed).toEqual([
      { offset: text.indexOf('"n"'), message: 'more records follow on another page; import that as well' },
    ]);
    expect(faults).toEqual([]);
  });

  test.each([
    ['of the Agent Registry', { recordType: 'SKILL', recordArn }],
    ['of AgentCore', { descriptorType: 'AGENT_SKILLS', recordArn }],
  ])('a skill %s is passed over', (_, skill) => {
    const { drafts, passed } = read(aws, [skill]);
    expect([drafts, passed]).toEqual([[], [{ offset: 1, message: 'passed over: a skill is no agent' }]]);
  });

  test.each([
    [{ recordType: 'AGENT', descriptorType: 'AGENT_SKILLS' }],
    [{ recordType: '', descriptorType: 'A2A' }],
    [{ recordType: 'CUSTOM' }],
    [{}],
  ])('%j is a record of an agent', (fields) => {
    expect(said(aws, { ...fields, name: 'A' })).toEqual([{ name: 'A' }]);
    expect(read(aws, { ...fields, name: 'A' }).passed).toEqual([]);
  });

  test.each([['7'], ['[]'], ['']])('nothing is read out of %j', (content) => {
    expect(read(aws, content)).toEqual({ drafts: [], passed: [], faults: [] });
  });
});
