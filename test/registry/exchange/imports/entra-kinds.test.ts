import { describe, expect, test } from 'vitest';
import { entra } from '../../../../src/registry/exchange/imports/entra.ts';
import { given, read, said } from './said.ts';

const id = '7c1bf0a5-5d0e-4f1c-9a51-0d2f6b1a9e77';
const appId = '11111111-5d0e-4f1c-9a51-0d2f6b1a9e77';
const graph = 'https://graph.microsoft.com/beta/$metadata';
const page = (context: string, ...value: unknown[]) => ({ '@odata.context': `${graph}${context}`, value });

describe('what Microsoft Graph tells is recognised', () => {
  test.each([
    ['by its address', page('#users', { id })],
    ['by a national cloud', { '@odata.context': 'https://graph.microsoft.us/v1.0/$metadata#users' }],
    ['by what a record says that it is', { '@odata.type': '#microsoft.graph.agentIdentity' }],
    ['by an account of an agent', { servicePrincipalType: 'ServiceIdentity' }],
    ['by any account, which is none of an agent', { servicePrincipalType: 'Application' }],
    ['by a blueprint', { agentIdentityBlueprintId: id }],
    ['by an agent identity', { agentIdentityId: id }],
    ['by the manifest of a card', { agentCardManifest: { version: '1' } }],
    ['by a card of Agent 365', { agentCard: { version: '1' } }],
    ['by the source of an agent', { sourceAgentId: 'x' }],
    ['by a package', { elementTypes: ['bot'], displayName: 'X' }],
    ['in a page', { value: [{ id }, { agentIdentityId: id }] }],
    ['in a list', [{ id }, { agentIdentityId: id }]],
    ['in a second document', `hello: world\n---\nagentIdentityId: ${id}\n`],
  ])('%s', (_, content) => {
    expect(entra.recognises(given(content))).toBe(true);
  });

  test.each([
    ['another service of OData', { '@odata.context': 'https://odata.acme.example/$metadata#Orders', value: [{ id }] }],
    ['another type', { '@odata.type': '#microsoft.graph.user' }],
    ['a type that a language reserves', { '@odata.type': '#microsoft.graph.constructor' }],
    ['types of something without a name', { elementTypes: ['bot'] }],
    ['a name without a type', { displayName: 'X' }],
    ['an empty page', { value: [] }],
    ['a text', '"x"'],
  ])('but not %s', (_, content) => {
    expect(entra.recognises(given(content))).toBe(false);
  });
});

describe('of a resource of Graph', () => {
  const others = { id, appId, displayName: 'Triage' };

  test.each([
    ['#microsoft.graph.agentIdentity', `azure:${id}`],
    ['#microsoft.graph.agentIdentityBlueprint', `azure:${appId}`],
    ['#microsoft.graph.agentIdentityBlueprintPrincipal', `azure:${appId}`],
    ['#microsoft.graph.copilotPackageDetail', `azure:${appId}`],
  ])('%s acts as what its tokens carry', (type, identity) => {
    const [draft] = read(entra, { '@odata.type': type, ...others }).drafts;
    expect(draft?.identities[0]).toBe(identity);
  });

  const account = (identity: string) => ({ name: 'Triage', identities: [`azure:${identity}`] });
  const instance = { name: 'Triage', match: { hosts: ['x.example'] } };

  test.each([
    ['#servicePrincipals/microsoft.graph.agentIdentity', account(id)],
    ['#servicePrincipals/microsoft.graph.agentIdentity(sponsors(),owners())/$entity', account(id)],
    ['#applications/microsoft.graph.agentIdentityBlueprint', account(appId)],
    ['#agentRegistry/agentInstances', instance],
    ['#agentRegistry/agentInstances(id,displayName)', instance],
    ['#agentRegistry/agentInstances/$entity', instance],
    ['#copilot/admin/catalog/agentInstances(id)/$entity', instance],
    ['#agentInstance', instance],
  ])('a page of %s says what its records are', (context, facts) => {
    expect(said(entra, page(context, { ...others, url: 'https://x.example' }))).toMatchObject([facts]);
  });

  test('a type says more than the kind of an account', () => {
    const type = '#microsoft.graph.agentIdentityBlueprintPrincipal';
    expect(said(entra, { '@odata.type': type, servicePrincipalType: 'ServiceIdentity', ...others })).toMatchObject([
      account(appId),
    ]);
  });

  test.each([
    ['a service principal', page('#servicePrincipals', others), 'serviceprincipal'],
    [
      'one service principal',
      { '@odata.context': `${graph}#servicePrincipals/$entity`, ...others },
      'serviceprincipal',
    ],
    ['an application', page('#applications', others), 'application'],
    ['an application by its type', { '@odata.type': '#microsoft.graph.application', ...others }, 'application'],
    ['what the page calls a user', page('#users', others), 'record'],
    ['an account by its kind', { servicePrincipalType: 'Application', ...others }, 'serviceprincipal'],
    ['a tab', { elementTypes: ['staticTab'], ...others }, 'copilotpackage'],
    ['a package without parts', { '@odata.type': '#microsoft.graph.copilotPackage', ...others }, 'copilotpackage'],
    ['what follows a name', page('#a/b/c#agentInstances/x', others), 'record'],
  ])('%s is passed over', (_, content, kind) => {
    const { drafts, passed, faults } = read(entra, content);
    expect([drafts, faults]).toEqual([[], []]);
    expect(passed.map(({ message }) => message)).toEqual([`passed over: a ${kind} that is of no agent`]);
  });

  test.each([
    ['an account of an agent among others', { servicePrincipalType: 'ServiceIdentity' }],
    ['an account made of a blueprint', { agentIdentityBlueprintId: appId }],
  ])('%s is an agent, whatever its type says', (_, mark) => {
    const record = { '@odata.type': '#microsoft.graph.servicePrincipal', ...mark, ...others };
    expect(read(entra, record).drafts.map(({ identities }) => identities)).toEqual([[`azure:${id}`]]);
    expect(read(entra, { ...mark, ...others }).drafts).toHaveLength(1);
  });
});

describe('of a page of Graph', () => {
  test('each record starts where it stands, also where it is passed over, and a further page is told of', () => {
    const text = `{"value": [7,\n{"displayName":"A","agentIdentityId":"${id}"},\n{"id":"B"}],\n"@odata.nextLink":"n"}`;
    const { drafts, passed, faults } = read(entra, text);
    expect(drafts.map(({ offset }) => offset)).toEqual([text.indexOf('{"displayName"')]);
    expect(passed).toEqual([
      { offset: text.indexOf('{"id"'), message: 'passed over: a record that is of no agent' },
      { offset: text.indexOf('"n"'), message: 'more records follow on another page; import that as well' },
    ]);
    expect(faults).toEqual([]);
  });

  test.each([['7'], ['[]'], ['']])('nothing is read out of %j', (content) => {
    expect(read(entra, content)).toEqual({ drafts: [], passed: [], faults: [] });
  });
});
