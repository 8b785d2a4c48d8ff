import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Witness } from '../../src/model/census.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import { agentAt, repository } from '../registry/world.ts';
import { grant, keyIn, scene, seen } from './scene.ts';

const azure = { rule: 'azure', instead: 'a managed identity', identity: 'azure' };
const bedrock = { rule: 'aws', instead: 'a role', identity: 'aws' };
const federations = new Map([
  ['azure-openai', azure],
  ['bedrock', bedrock],
]);

function found(grants: readonly Witness[], facets: Partial<Agent> = {}) {
  const agent = seen(agentAt('a', { providers: ['azure-openai'], ...facets }), ...grants);
  return check(scene({ agents: [agent] }, [], { federations })).findings.filter((one) => one.check === 'RC204');
}

const key = grant('static', 'AzureKeyCredential', { opens: ['azure-openai'], by: 'step' });

/** A key in a file, and the name of one. */
const written = { ...keyIn('config.py', 'k', 7), provider: 'azure-openai' };
const { type, title, masked, fingerprint, proof, oneOf, grants, severity, expires, history, ...bare } = written;
const variable: EvidenceOf<'variable'> & Witness = { ...bare, kind: 'variable', name: 'KEY', secret: true, ref: null };

describe('a key that does not expire', () => {
  test.each<[string, Witness]>([
    ['(AzureKeyCredential)', key],
    ['(AZURE_KEY)', grant('credential', 'AZURE_KEY', { opens: ['azure-openai'] })],
    ['(sk-proj-…)', written],
    ['(KEY)', variable],
  ])('is told by what shows it: %s', (words, witness) => {
    expect(found([witness]).map(({ message }) => message)).toEqual([
      `Agent "a" asks azure-openai by a key that does not expire ${words}, where a managed identity would do.`,
    ]);
  });

  test.each<[string, Witness]>([
    ['a login of a person', { ...key, what: 'personal' }],
    ['a key of something else', { ...key, opens: ['bedrock'] }],
    ['a name in a template', { ...key, by: 'template' }],
    ['a key of another provider in a file', { ...written, provider: 'openai' }],
    ['a key in a template', { ...written, file: '.env.example' }],
    ['a variable that holds no secret', { ...variable, secret: false }],
    ['a variable of another provider', { ...variable, provider: 'openai' }],
  ])('is not shown by %s', (_what, witness) => {
    expect(found([witness])).toEqual([]);
  });

  test('is one finding a provider, at the first place, and names each name once, in order', () => {
    const facets = { providers: ['azure-openai', 'bedrock'] };
    const both = found([variable, { ...key, line: 9 }, key, { ...key, opens: ['bedrock'], line: 5 }], facets);
    expect(both).toMatchObject([
      {
        agent: `${repository}//a`,
        entry: null,
        provider: 'azure-openai',
        message: expect.stringContaining('(AzureKeyCredential and KEY)'),
        file: 'compose.yaml',
        line: 1,
        locations: [
          { file: 'compose.yaml', line: 9 },
          { file: 'config.py', line: 7 },
        ],
      },
      { provider: 'bedrock', message: expect.stringContaining('a role would do'), locations: [] },
    ]);
    expect(both[0]?.fingerprint).not.toBe(both[1]?.fingerprint);
  });

  test('that code takes is for the models that the same file asks', () => {
    const [call] = agentAt('a').evidence;
    if (!call) throw new Error('an agent has a witness');
    const inCode = { ...key, by: 'code', file: call.file } as const;
    const asks = (changes: Partial<Witness>) => found([inCode, { ...call, ...changes } as Witness]).length;
    expect(asks({ provider: 'azure-openai' })).toBe(1);
    expect(asks({ provider: 'azure-openai', file: 'other.py' })).toBe(0);
    expect(asks({ provider: 'openai' })).toBe(0);
    expect(found([inCode, { ...inCode, provider: 'azure-openai' }])).toEqual([]);
  });
});

describe('an identity in its place', () => {
  const federated = grant('federated', 'DefaultAzureCredential', { opens: ['azure-openai'] });

  test('is one of the same cloud, and one that opens the same models', () => {
    expect(found([key], { identities: ['azure:1'] })).toEqual([]);
    expect(found([key], { identities: ['aws:1'] })).toHaveLength(1);
    expect(found([key], { identities: ['azurestack'] })).toHaveLength(1);
    expect(found([key, federated])).toEqual([]);
    expect(found([key, { ...federated, opens: ['bedrock'] }])).toHaveLength(1);
  });

  test('is one of all that it has', () => {
    expect(found([key], { identities: ['aws:1', 'azure:1'] })).toEqual([]);
    expect(found([key, { ...federated, opens: ['bedrock'], line: 2 }, federated])).toEqual([]);
    expect(found([key, { ...federated, opens: ['bedrock', 'azure-openai'] }])).toEqual([]);
  });
});
