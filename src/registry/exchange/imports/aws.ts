import { draft, type Facts, type Given, type Importer, isExact, type Reading } from '../draft.ts';
import { Fields } from '../fields.ts';
import { type Item, items, more, records } from '../page.ts';
import { living } from '../place.ts';
import { cardFacts } from './a2a.ts';
import { serverFacts } from './mcp.ts';

/**
 * What AWS tells of agents: a list of its commands or a single object. Shapes: RegistryRecordSummary and
 * GetRegistryRecordResponse of the AWS Agent Registry by
 * https://docs.aws.amazon.com/agent-registry-control/latest/APIReference/Welcome.html (`recordType`) and as they were in
 * Amazon Bedrock AgentCore (`descriptorType`); AgentRuntime and GetAgentRuntimeResponse by
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/Welcome.html.
 */
export const aws: Importer = {
  recognises: ({ documents }) => documents.some(({ value }) => listed(value).some(({ item }) => isAws(item))),
  read,
};

function read({ documents }: Given): Reading {
  const found = documents.flatMap((tree) =>
    listed(tree.value).map(({ item, path }) => ({ item, offset: tree.offset(path), type: typeOf(item) })),
  );
  return {
    drafts: found.filter(({ type }) => type !== 'skill').map(({ item, offset }) => draft(offset, item, facts(item))),
    passed: [
      ...found.flatMap(({ offset, type }) =>
        type === 'skill' ? [{ offset, message: 'passed over: a skill is no agent' }] : [],
      ),
      ...documents.flatMap((tree) => more(tree, ['nextToken'])),
    ],
    faults: [],
  };
}

function listed(value: unknown): readonly Item[] {
  const page = Fields.of(value);
  if (!page) return Array.isArray(value) ? records(value) : [];

  const key = ['registryRecords', 'agentRuntimes'].find((each) => Array.isArray(page.peek(each)));
  return key === undefined ? [{ item: page, path: [] }] : items(page, key);
}

function isAws(record: Fields): boolean {
  return ['recordArn', 'registryArn', 'agentRuntimeArn'].some((key) => record.has(key));
}

function typeOf(record: Fields): string {
  const type = record.says('recordType') || record.says('descriptorType');
  return type === 'SKILL' || type === 'AGENT_SKILLS' ? 'skill' : type;
}

function facts(record: Fields): Partial<Facts> {
  return record.has('agentRuntimeArn') ? runtime(record) : registered(record);
}

/** A record says of an agent what the card or description within it says; its own ARN is of the record, and nobody acts as it. */
function registered(record: Fields): Partial<Facts> {
  record.skip('recordType', 'descriptorType');
  const descriptors = record.fields('descriptors');
  const card =
    descriptors?.fields('a2aAgentCard')?.json('data') ??
    descriptors?.fields('a2a')?.fields('agentCard')?.json('inlineContent');
  const server =
    descriptors?.fields('mcpServer')?.json('data') ??
    descriptors?.fields('mcp')?.fields('server')?.json('inlineContent');
  const said = card ? cardFacts(card) : server ? serverFacts(server) : {};
  return {
    ...said,
    name: record.text('displayName') ?? said.name ?? record.text('name'),
    purpose: record.text('description') ?? said.purpose ?? null,
  };
}

/** A runtime is known by its ARN, acts by its role, and runs an image. */
function runtime(record: Fields): Partial<Facts> {
  const container = record.fields('agentRuntimeArtifact')?.fields('containerConfiguration');
  const arns = ['agentRuntimeArn', 'roleArn'].flatMap((key) => record.text(key, isExact) ?? []);
  const image = container?.text('containerUri', isExact);
  return {
    name: record.text('agentRuntimeName'),
    purpose: record.text('description'),
    match: living({ images: image ? [image] : [] }),
    identities: arns.map((arn) => `aws:${arn}`),
  };
}
