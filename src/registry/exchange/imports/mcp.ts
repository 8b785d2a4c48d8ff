import { draft, type Facts, facet, type Given, type Importer, isExact, type Reading } from '../draft.ts';
import { Fields } from '../fields.ts';
import { items, more } from '../page.ts';
import { hostAt, living, sourceOf } from '../place.ts';

/**
 * MCP servers: a `server.json`, or a page of a registry's list of them (`servers`). Shape:
 * https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/server.schema.json
 *
 * The entry is for whoever runs the server: it lives where the server's source, images and addresses are, and its scope
 * names the server, so that a configuration there may connect to it.
 */
export const mcp: Importer = {
  recognises: ({ documents }) => documents.some(({ value }) => servers(value).some(({ server }) => isServer(server))),
  read,
};

function read({ documents }: Given): Reading {
  const drafts = documents.flatMap((tree) =>
    servers(tree.value).map(({ item, server, path }) => draft(tree.offset(path), item, serverFacts(server))),
  );
  return { drafts, passed: documents.flatMap((tree) => more(tree, ['metadata', 'nextCursor'])), faults: [] };
}

interface Listed {
  /** The server, together with what a registry says of it. */
  readonly item: Fields;
  readonly server: Fields;
  readonly path: readonly PropertyKey[];
}

function servers(value: unknown): readonly Listed[] {
  const page = Fields.of(value);
  if (!page) return [];
  if (!Array.isArray(page.peek('servers'))) return [{ item: page, server: page, path: [] }];

  return items(page, 'servers').map(({ item, path }) => ({ item, server: item.fields('server') ?? item, path }));
}

function isServer(server: Fields): boolean {
  if (server.says('$schema').includes('server.schema.json')) return true;
  return server.says('name') !== '' && (server.has('packages') || server.has('remotes'));
}

/** What a server's description says, whoever keeps it. */
export function serverFacts(server: Fields): Partial<Facts> {
  server.skip('$schema');
  const name = server.text('name', isExact);
  const packages = server.list('packages');
  const hosts = server.list('remotes').flatMap((remote) => hostAt(remote, 'url'));
  return {
    name: server.text('title') ?? name,
    purpose: server.text('description'),
    match: living({
      repos: source(server.fields('repository')),
      images: facet(images(packages)) ?? [],
      hosts: facet(hosts) ?? [],
    }),
    scope: { mcpServers: name === null ? undefined : [name] },
    credentials: [...new Set(packages.flatMap(secrets))].map((env) => ({ env, ref: null, unique: false })),
  };
}

function source(repository: Fields | null) {
  const url = repository?.text('url', (text) => sourceOf(text) !== null) ?? null;
  const place = url === null ? null : sourceOf(url);
  if (!repository || !place) return [];

  repository.skip('source');
  const folder = repository.text('subfolder', isExact)?.replace(/^\.?\/+|\/+$/g, '');
  return [folder ? { ...place, paths: [folder] } : place];
}

/** Of the kinds of packages, only images are named in an entry. */
function images(packages: readonly Fields[]): string[] {
  const pictures = packages.filter((each) => each.says('registryType') === 'oci');
  return pictures.flatMap((each) => {
    each.skip('registryType');
    return each.text('identifier', isExact) ?? [];
  });
}

function secrets(each: Fields): string[] {
  const variables = each.list('environmentVariables').filter((variable) => variable.peek('isSecret') === true);
  return variables.flatMap((variable) => {
    variable.skip('isSecret');
    return variable.text('name', isExact) ?? [];
  });
}
