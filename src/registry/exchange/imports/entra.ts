import type { Tree } from '../../yaml.ts';
import { type Draft, draft, type Facts, type Given, type Importer, isExact, type Reading } from '../draft.ts';
import { Fields } from '../fields.ts';
import { type Item, items, more, records } from '../page.ts';
import { hostAt, living } from '../place.ts';
import { cardFacts } from './a2a.ts';

/**
 * What Microsoft Graph tells of agents: a list (`value`) or a single object. Shapes, by the names of their resources below
 * https://learn.microsoft.com/en-us/graph/api/resources/: agentIdentity, agentIdentityBlueprint, servicePrincipal,
 * agentInstance and agentCardManifest; and those of Agent 365 below
 * https://learn.microsoft.com/en-us/microsoft-365/copilot/extensibility/api/admin-settings/: agentRegistration, copilotPackage.
 */
export const entra: Importer = {
  recognises: ({ documents }) => documents.some(isGraph),
  read,
};

/** What is written of each kind of resource; `null`: it is of no agent. */
const resources: Readonly<Record<string, ((record: Fields) => Partial<Facts>) | null>> = {
  agentidentity: (record) => account(record, 'id'),
  agentidentityblueprint: (record) => account(record, 'appId'),
  agentidentityblueprintprincipal: (record) => account(record, 'appId'),
  serviceprincipal: null,
  application: null,
  agentinstance: instance,
  agentcardmanifest: card,
  agentregistration: instance,
  copilotpackage: offered,
  copilotpackagedetail: offered,
};

function read({ documents }: Given): Reading {
  const found = documents.flatMap((tree) => recordsOf(tree).map((item) => understood(tree, item)));
  return {
    drafts: found.flatMap((each) => ('left' in each ? [each] : [])),
    passed: [
      ...found.flatMap((each) => ('left' in each ? [] : [each])),
      ...documents.flatMap((tree) => more(tree, ['@odata.nextLink'])),
    ],
    faults: [],
  };
}

function understood(tree: Tree, { item, path }: Item): Draft | { offset: number; message: string } {
  const offset = tree.offset(path);
  const kind = kindOf(item, tree);
  const write = kind === null ? null : resources[kind];
  const agent = kind !== 'copilotpackage' || item.texts('elementTypes', (type) => /agent|bot/i.test(type)).length > 0;
  if (!write || !agent) return { offset, message: `passed over: a ${kind ?? 'record'} that is of no agent` };

  item.skip('@odata.type', '@odata.id', '@odata.etag', '@odata.context');
  return draft(offset, item, write(item));
}

function recordsOf({ value }: Tree): readonly Item[] {
  const page = Fields.of(value);
  if (!page) return Array.isArray(value) ? records(value) : [];
  return Array.isArray(page.peek('value')) ? items(page, 'value') : [{ item: page, path: [] }];
}

function isGraph(tree: Tree): boolean {
  if (contextOf(tree).includes('graph.microsoft.')) return true;
  return recordsOf(tree).some(({ item }) => kindOf(item, tree) !== null);
}

function contextOf({ value }: Tree): string {
  return Fields.of(value)?.says('@odata.context') ?? '';
}

/** A record says what it is, or the page of which it is, or its fields do. */
function kindOf(record: Fields, tree: Tree): string | null {
  const own = resourceIn(record.says('@odata.type'));
  if (own !== null) return own === 'serviceprincipal' && isAgentAccount(record) ? 'agentidentity' : own;
  if (record.has('agentCard') || record.has('sourceAgentId')) return 'agentregistration';
  if (record.has('agentCardManifest') || record.has('agentIdentityId')) return 'agentinstance';
  if (record.has('elementTypes') && record.has('displayName')) return 'copilotpackage';
  if (isAgentAccount(record)) return 'agentidentity';

  return resourceIn(contextOf(tree)) ?? (record.has('servicePrincipalType') ? 'serviceprincipal' : null);
}

/** `#microsoft.graph.agentIdentity`, `…/$metadata#servicePrincipals/microsoft.graph.agentIdentity(id)/$entity`, `…#applications`. */
function resourceIn(type: string): string | null {
  const name =
    /.*\bmicrosoft\.graph\.(\w+)/.exec(type)?.[1] ??
    /#(?:\w+\/)*?(\w+?)s?(?:\([^)]*\))?(?:\/\$entity)?$/.exec(type)?.[1];
  const lower = name?.toLowerCase() ?? '';
  return Object.hasOwn(resources, lower) ? lower : null;
}

function isAgentAccount(record: Fields): boolean {
  return record.says('servicePrincipalType') === 'ServiceIdentity' || record.has('agentIdentityBlueprintId');
}

/** An account: what it authenticates as is the identity that its tokens carry. */
function account(record: Fields, key: 'id' | 'appId'): Partial<Facts> {
  return {
    name: record.text('displayName'),
    purpose: record.text('description'),
    owner: people(record),
    identities: identity(record, key),
  };
}

/** An agent as a registry of Microsoft lists it: where it answers, and as whom it acts. */
function instance(record: Fields): Partial<Facts> {
  const manifest = record.fields('agentCardManifest') ?? record.fields('agentCard');
  const said = manifest ? cardFacts(manifest) : {};
  const hosts = [record, ...record.list('additionalInterfaces')].flatMap((each) => hostAt(each, 'url'));
  const owner = people(record);
  return {
    ...said,
    name: record.text('displayName') ?? said.name ?? null,
    purpose: record.text('description') ?? said.purpose ?? null,
    owner: { ...owner, team: said.owner?.team ?? null },
    match: living({ hosts: [...new Set([...hosts, ...(said.match?.hosts ?? [])])] }),
    identities: identity(record, 'agentIdentityId'),
  };
}

/** A card without an instance of it. */
function card(record: Fields): Partial<Facts> {
  const said = cardFacts(record);
  return { ...said, owner: { ...people(record), team: said.owner?.team ?? null } };
}

/** An agent that is offered to the users of Microsoft 365. */
function offered(record: Fields): Partial<Facts> {
  return {
    name: record.text('displayName'),
    purpose: record.text('shortDescription') ?? record.text('longDescription'),
    owner: { team: record.text('publisher', isExact), technical: null, sponsor: null },
    identities: identity(record, 'appId'),
  };
}

function identity(record: Fields, key: string): string[] {
  const id = record.text(key, (text) => /^[\w-]{8,64}$/.test(text));
  return id === null ? [] : [`azure:${id.toLowerCase()}`];
}

function people(record: Fields): Facts['owner'] {
  const [first, ...others] = record.texts('ownerIds', isExact);
  if (others.length > 0) record.remark(`ownerIds (${others.length} of them)`);
  return { team: null, technical: person(record, 'owners') ?? first ?? null, sponsor: person(record, 'sponsors') };
}

/** The first of them: an entry names one. */
function person(record: Fields, key: string): string | null {
  const [first] = record.list(key);
  if (!first) return null;

  first.skip('@odata.type');
  const names = ['userPrincipalName', 'mail', 'displayName', 'id'].map((each) => first.text(each, isExact));
  return names.find((name) => name !== null) ?? null;
}
