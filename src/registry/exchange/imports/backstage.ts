import { toEntry } from '../../parse.ts';
import { RegistryFile } from '../../schema.ts';
import type { Fault, Tree } from '../../yaml.ts';
import { annotation } from '../annotation.ts';
import { type Draft, draft, type Facts, facet, type Given, type Importer, isExact, type Reading } from '../draft.ts';
import { Fields } from '../fields.ts';
import { type Item, items, more, records } from '../page.ts';
import { hostAt, living, sourceOf } from '../place.ts';

/**
 * Entities of a Backstage catalogue (`catalog-info.yaml`, or as its API lists them): components, resources and APIs whose type is that of an agent.
 * Shapes: https://backstage.io/docs/features/software-catalog/descriptor-format, annotations:
 * https://backstage.io/docs/features/software-catalog/well-known-annotations
 */
export const backstage: Importer = {
  recognises: ({ documents }) =>
    documents.some((tree) => entities(tree).some(({ item }) => item.says('apiVersion').startsWith('backstage.io/'))),
  read,
};

function read({ documents }: Given): Reading {
  const found = documents.flatMap((tree) =>
    entities(tree).map(({ item, path }) => understood(item, tree.offset(path))),
  );
  return {
    drafts: found.flatMap((each) => ('left' in each ? [each] : [])),
    passed: [
      ...found.flatMap((each) => ('left' in each ? [] : [each])),
      ...documents.flatMap((tree) => more(tree, ['pageInfo', 'nextCursor'])),
    ],
    faults: [],
  };
}

/** A document is an entity, or what the catalogue answers: a list of them, or a page. */
function entities({ value }: Tree): readonly Item[] {
  const one = Fields.of(value);
  if (!one) return Array.isArray(value) ? records(value) : [];
  return Array.isArray(one.peek('items')) ? items(one, 'items') : [{ item: one, path: [] }];
}

function understood(entity: Fields, offset: number): Draft | Fault {
  const kind = entity.says('kind');
  const spec = entity.fields('spec');
  const type = spec?.says('type') ?? '';
  if (!spec || !['Component', 'Resource', 'API'].includes(kind) || !isAgentType(type))
    return { offset, message: `passed over: ${kind || 'what has no kind'} of type ${type || 'unknown'} is no agent` };

  entity.skip('apiVersion', 'kind');
  return draft(offset, entity, facts(entity, spec));
}

function isAgentType(type: string): boolean {
  if (/model/i.test(type)) return false; // a model is served, and does nothing of itself
  return /agent|assistant|copilot|chatbot|llm|\bmcp\b|\ba2a\b|(?:^|[-_. ])(?:ai|bot)(?:$|[-_. ])/i.test(type);
}

function facts(entity: Fields, spec: Fields): Partial<Facts> {
  const metadata = entity.fields('metadata');
  spec.skip('type');
  const name = metadata?.text('name') ?? null;
  const annotations = metadata?.fields('annotations') ?? null;
  const own = annotations && ownEntry(annotations);
  const team = spec.text('owner', isExact);
  const hosts = spec.list('remotes').flatMap((remote) => hostAt(remote, 'url'));
  return {
    id: name,
    match: living({ repos: annotations && !own ? places(annotations) : [], hosts: facet(hosts) ?? [] }),
    owner: { team, technical: null, sponsor: null },
    scope: spec.says('type') === 'mcp-server' && name ? { mcpServers: [name] } : {},
    ...own,
    name: metadata?.text('title') ?? name,
    purpose: metadata?.text('description') ?? null,
  };
}

/** What an entity says of itself that rollcall exported: it is read as strictly as a registry. */
function ownEntry(annotations: Fields): Partial<Facts> | null {
  const carried = parsed(annotations.says(annotation.entry));
  const agent = { name: 'as the entity says', status: 'pending', ...carried };
  const read = RegistryFile.safeParse({ apiVersion: 'rollcall/v1', agents: [agent] });
  const [entry] = read.success ? read.data.agents : [];
  if (!entry) return null;

  annotations.skip(annotation.entry);
  for (const key of ['github.com/project-slug', 'gitlab.com/project-slug']) annotations.skip(key);
  const { id, owner, match, identities, scope, credentials } = toEntry(entry, { file: '', line: 1, column: 1 });
  return { id, owner, match, identities, scope, credentials };
}

/** An object of what a text holds as JSON; what is none has no fields. */
function parsed(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Where its source is. The folder is known where the catalogue was told of it; a slug names the whole repository. */
function places(annotations: Fields): Facts['match']['repos'] {
  const address = annotations.text('backstage.io/source-location', (text) => located(text) !== null);
  const slugs = ['github.com', 'gitlab.com', 'bitbucket.org'].flatMap((host) => {
    const slug = annotations.text(`${host}/project-slug`, (text) => /^[\w.-]+(?:\/[\w.-]+)+$/.test(text));
    return slug === null ? [] : [{ repo: `${host}/${slug}`, paths: [] }];
  });
  const place = address === null ? null : located(address);
  return place ? [place] : slugs.slice(0, 1);
}

function located(location: string) {
  return location.startsWith('url:') ? sourceOf(location.slice('url:'.length)) : null;
}
