import { describe, expect, test } from 'vitest';
import { entra } from '../../../../src/registry/exchange/imports/entra.ts';
import { read, said, saidOfOne } from './said.ts';

const id = '7c1bf0a5-5d0e-4f1c-9a51-0d2f6b1a9e77';
const appId = '11111111-5d0e-4f1c-9a51-0d2f6b1a9e77';
const graph = 'https://graph.microsoft.com/beta/$metadata';

describe('of an account', () => {
  const account = (fields: object) => saidOfOne(entra, { '@odata.type': '#microsoft.graph.agentIdentity', ...fields });

  test('everything that an entry has a place for goes there, the rest is named', () => {
    const fields = {
      '@odata.id': 'x',
      '@odata.etag': 'y',
      '@odata.context': `${graph}#x`,
      id: id.toUpperCase(),
      displayName: 'Triage',
      description: 'Sorts mail',
      accountEnabled: true,
      owners: [{ '@odata.type': '#microsoft.graph.user', displayName: 'Alice', id: 'u1' }],
      sponsors: [{ userPrincipalName: 'bob@acme.example' }],
      ownerIds: ['o1'],
    };
    expect(account(fields)).toEqual({
      name: 'Triage',
      purpose: 'Sorts mail',
      owner: { technical: 'Alice', sponsor: 'bob@acme.example' },
      identities: [`azure:${id}`],
      left: ['accountEnabled'],
    });
  });

  test.each([
    ['the name that it signs in with', { userPrincipalName: 'a', mail: 'b', displayName: 'c', id: 'd' }, 'a'],
    ['its address', { mail: 'b', displayName: 'c', id: 'd' }, 'b'],
    ['its name', { displayName: 'c', id: 'd' }, 'c'],
    ['its id', { id: 'd' }, 'd'],
    ['the first that stands for no others', { userPrincipalName: '*', mail: 'b' }, 'b'],
  ])('a person is %s', (_, person, name) => {
    expect(account({ owners: [person], sponsors: [person] })).toMatchObject({
      owner: { technical: name, sponsor: name },
    });
  });

  test('of several, the first is named, and how many others there are is told', () => {
    const fields = { owners: [{ id: 'a' }, { id: 'b' }], ownerIds: ['x', 'y', 'z', '*'] };
    expect(account(fields)).toEqual({
      owner: { technical: 'a' },
      left: ['owners[1].id', 'ownerIds (1 of them)', 'ownerIds (2 of them)'],
    });
    expect(account({ ownerIds: ['x'] })).toEqual({ owner: { technical: 'x' } });
  });

  test.each([
    ['nobody', { owners: [], sponsors: 'bob', ownerIds: 7 }, ['sponsors', 'ownerIds']],
    ['somebody without a name', { owners: [{ age: 7 }] }, ['owners[0].age']],
  ])('%s is no owner', (_, fields, left) => {
    expect(account(fields)).toEqual({ left });
  });

  test.each([
    ['too short', 'abc-123'],
    ['too long', 'a'.repeat(65)],
    ['with other characters', 'abcdefgh/i'],
    ['with other characters before', '/abcdefghi'],
    ['a wildcard', '********'],
  ])('an id that is %s is no identity', (_, odd) => {
    expect(account({ id: odd })).toEqual({ left: ['id'] });
  });

  test.each([['abc-_123'], ['a'.repeat(64)]])('%s is an identity', (plain) => {
    expect(account({ id: plain })).toEqual({ identities: [`azure:${plain}`] });
  });
});

describe('of an agent in a registry of Microsoft', () => {
  test('its own words go before those of its card; its hosts are those of both', () => {
    const instance = {
      '@odata.type': '#microsoft.graph.agentInstance',
      displayName: 'Triage',
      description: 'Sorts mail',
      ownerIds: ['o1'],
      sponsors: [{ id: 's1' }],
      url: 'https://a.example',
      additionalInterfaces: [{ url: 'https://b.example', transport: 'GRPC' }, { url: 'https://a.example' }],
      agentIdentityId: id,
      agentCardManifest: {
        displayName: 'Card',
        description: 'Says',
        provider: { organization: 'Acme' },
        supportedInterfaces: [{ url: 'https://c.example' }, { url: 'https://b.example' }],
        skills: [{ id: 'sort' }],
      },
    };
    expect(saidOfOne(entra, instance)).toEqual({
      name: 'Triage',
      purpose: 'Sorts mail',
      owner: { team: 'Acme', technical: 'o1', sponsor: 's1' },
      match: { hosts: ['a.example', 'b.example', 'c.example'] },
      identities: [`azure:${id}`],
      scope: { tools: [{ name: 'sort' }] },
      left: ['additionalInterfaces[0].transport'],
    });
  });

  test.each([['agentCardManifest'], ['agentCard']])('what it does not say, its %s says', (key) => {
    const card = { displayName: 'Card', description: 'Says', url: 'https://c.example' };
    expect(saidOfOne(entra, { [key]: card })).toEqual({
      name: 'Card',
      purpose: 'Says',
      match: { hosts: ['c.example'] },
    });
  });

  test('without a card it says what it says', () => {
    const [draft] = read(entra, { agentIdentityId: id }).drafts;
    expect([draft?.name, draft?.purpose, draft?.owner, draft?.match.hosts]).toEqual([
      null,
      null,
      { team: null, technical: null, sponsor: null },
      [],
    ]);
  });

  test('a card by itself is an agent', () => {
    const card = {
      '@odata.type': '#microsoft.graph.agentCardManifest',
      displayName: 'Card',
      ownerIds: ['o1'],
      provider: { organization: 'Acme' },
      url: 'https://c.example',
    };
    expect(saidOfOne(entra, card)).toEqual({
      name: 'Card',
      owner: { team: 'Acme', technical: 'o1' },
      match: { hosts: ['c.example'] },
    });
    expect(read(entra, { '@odata.type': '#microsoft.graph.agentCardManifest' }).drafts[0]?.owner.team).toBeNull();
  });
});

describe('of a package of Microsoft 365', () => {
  const offered = (fields: object) => said(entra, { displayName: 'Triage', elementTypes: ['bots'], ...fields });

  test('name, purpose, publisher and application go in, its types are no news', () => {
    const fields = {
      shortDescription: 'Sorts',
      longDescription: 'Sorts mail',
      publisher: 'Acme',
      appId,
      id: 'p',
      version: '1',
    };
    expect(offered(fields)).toEqual([
      {
        name: 'Triage',
        purpose: 'Sorts',
        owner: { team: 'Acme' },
        identities: [`azure:${appId}`],
        left: ['longDescription', 'id', 'version'],
      },
    ]);
  });

  test('the long description is there for one without a short one; a publisher with a wildcard is nobody', () => {
    expect(offered({ longDescription: 'Sorts mail', publisher: 'A*' })).toEqual([
      { name: 'Triage', purpose: 'Sorts mail', left: ['publisher'] },
    ]);
  });

  test.each([[['declarativeAgent']], [['staticTab', 'Bot']], [['customEngineAgents']], ['AGENT']])(
    '%j is the type of an agent',
    (elementTypes) => {
      expect(offered({ elementTypes })).toHaveLength(1);
    },
  );
});
