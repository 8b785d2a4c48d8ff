import { type Answer, json, refusal } from './answer.ts';
import { type Field, parseQuery, type Selected } from './selection.ts';
import { type FakeRepository, type FakeWorld, lookUp, renamedTo, same, visible } from './world.ts';

/** An object of the schema: its type, what else it may be selected as, and its fields. */
interface Node {
  readonly type: string;
  readonly as?: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Failure {
  readonly type?: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly extensions?: object;
}

/** A field whose value depends on arguments. Those it does not name are refused. */
interface Asking {
  readonly args: readonly string[];
  readonly answer: (args: Readonly<Record<string, unknown>>, fail: (type: string, message: string) => null) => unknown;
}

interface Limits {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
}

const pageArgs = ['first', 'after', 'last', 'before'];
const repositoriesArgs = [
  ...pageArgs,
  ...['orderBy', 'ownerAffiliations', 'affiliations', 'isArchived', 'isFork', 'isLocked', 'privacy', 'visibility'],
];

/** Answers a POST to GraphQL. */
export function graphql(world: FakeWorld, body: string, mayRead: boolean, limits: Limits): Answer {
  const page = 'graphql/guides/forming-calls-with-graphql#authenticating-with-graphql';
  if (!world.graphql) return refusal(403, 'Resource not accessible by personal access token', 'graphql');
  if (!mayRead) return refusal(401, 'This endpoint requires you to be authenticated.', page);
  const asked = parsed(body);
  if (typeof asked === 'string') return refusal(400, asked, 'graphql');

  let selection: readonly Selected[];
  try {
    selection = parseQuery(asked.query, asked.variables);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return json(200, { errors: [{ message: error.message, locations: [{ line: 1, column: 1 }] }] });
  }
  const errors: Failure[] = [];
  const data = pick(root(world, limits), selection, [], errors);
  // What the schema does not have is said before anything is looked up, so there is no data.
  const invalid = errors.filter(({ type }) => type === undefined);
  if (invalid.length > 0) return json(200, { errors: invalid });
  return json(200, errors.length === 0 ? { data } : { data, errors });
}

function parsed(body: string): { query: string; variables: Record<string, unknown> } | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'Problems parsing JSON';
  }
  if (typeof value !== 'object' || value === null || !('query' in value) || typeof value.query !== 'string') {
    return 'A query attribute must be specified and must be a string.';
  }
  const variables = 'variables' in value && typeof value.variables === 'object' ? { ...value.variables } : {};
  return { query: value.query, variables };
}

function root(world: FakeWorld, { limit, remaining, resetAt }: Limits): Node {
  const owner = ownerNode(world);
  const known = (kind: 'Organization' | 'User'): Asking => ({
    args: ['login'],
    answer: ({ login }, fail) => {
      if (same(String(login), world.owner) && world.kind === kind) return owner;
      const article = kind === 'User' ? 'a' : 'an';
      return fail('NOT_FOUND', `Could not resolve to ${article} ${kind} with the login of '${login}'.`);
    },
  });
  return {
    type: 'Query',
    fields: {
      viewer: { type: 'User', fields: { login: world.viewer } } satisfies Node,
      rateLimit: {
        type: 'RateLimit',
        fields: {
          limit,
          cost: 1,
          remaining,
          used: limit - remaining,
          resetAt: new Date(resetAt * 1000).toISOString().replace(/\.\d+/, ''),
          nodeCount: 100,
        },
      } satisfies Node,
      repositoryOwner: {
        args: ['login'],
        answer: ({ login }) => (same(String(login), world.owner) ? owner : null),
      } satisfies Asking,
      organization: known('Organization'),
      user: known('User'),
      repository: {
        args: ['owner', 'name', 'followRenames'],
        answer: ({ owner, name }, fail) => {
          const full = `${owner}/${name}`;
          const found = lookUp(world, full, true) ?? renamedTo(world, full, true);
          if (found) return repositoryNode(world, found);
          return fail('NOT_FOUND', `Could not resolve to a Repository with the name '${full}'.`);
        },
      } satisfies Asking,
    },
  };
}

function ownerNode(world: FakeWorld): Node {
  return {
    type: world.kind,
    as: ['RepositoryOwner', 'Node', 'Actor'],
    fields: {
      login: world.owner,
      databaseId: world.ownerId,
      id: `O_${Buffer.from(String(world.ownerId)).toString('base64url')}`,
      repositories: {
        args: repositoriesArgs,
        answer: (args, fail) => {
          const all = ordered(filtered(visible(world, true), args), args.orderBy);
          return connection(
            'repositories',
            all.map((repository) => ({ key: repository.id, node: repositoryNode(world, repository) })),
            args,
            fail,
          );
        },
      } satisfies Asking,
    },
  };
}

function repositoryNode(world: FakeWorld, repository: FakeRepository): Node {
  const { name, id, head, language, visibility, fork, topics, defaultBranch } = repository;
  const branch: Node = {
    type: 'Ref',
    fields: {
      name: defaultBranch,
      prefix: 'refs/heads/',
      target: { type: 'Commit', as: ['GitObject', 'Node'], fields: { oid: head } } satisfies Node,
    },
  };
  const named = topics.map((topic, key) => ({
    key,
    node: { type: 'RepositoryTopic', fields: { topic: { type: 'Topic', fields: { name: topic } } } },
  }));
  return {
    type: 'Repository',
    fields: {
      databaseId: id,
      id: repository.nodeId,
      name,
      nameWithOwner: `${world.owner}/${name}`,
      visibility: visibility.toUpperCase(),
      isPrivate: visibility !== 'public',
      isArchived: repository.archived,
      isFork: fork,
      isDisabled: repository.disabled,
      isEmpty: repository.empty,
      isLocked: false,
      isMirror: false,
      isTemplate: false,
      diskUsage: repository.size,
      createdAt: '2024-01-02T03:04:05Z',
      updatedAt: repository.pushedAt ?? '2024-01-02T03:04:05Z',
      pushedAt: repository.pushedAt,
      primaryLanguage: language === null ? null : ({ type: 'Language', fields: { name: language } } satisfies Node),
      repositoryTopics: {
        args: pageArgs,
        answer: (args, fail) => connection('repositoryTopics', named, args, fail),
      } satisfies Asking,
      defaultBranchRef: head === null ? null : branch,
    },
  };
}

function filtered(all: readonly FakeRepository[], args: Readonly<Record<string, unknown>>): FakeRepository[] {
  const { isArchived, isFork, privacy, visibility } = args;
  return all.filter(
    (repository) =>
      (typeof isArchived !== 'boolean' || repository.archived === isArchived) &&
      (typeof isFork !== 'boolean' || repository.fork === isFork) &&
      (typeof visibility !== 'string' || repository.visibility.toUpperCase() === visibility) &&
      (typeof privacy !== 'string' || (repository.visibility !== 'public') === (privacy === 'PRIVATE')),
  );
}

function ordered(all: FakeRepository[], orderBy: unknown): FakeRepository[] {
  if (typeof orderBy !== 'object' || orderBy === null || !('field' in orderBy)) return all;
  const key = ({ name, pushedAt }: FakeRepository): string => (orderBy.field === 'NAME' ? name : (pushedAt ?? ''));
  if (orderBy.field !== 'NAME' && orderBy.field !== 'PUSHED_AT') return all;
  const way = 'direction' in orderBy && orderBy.direction === 'DESC' ? -1 : 1;
  return all.toSorted((one, other) => (key(one) < key(other) ? -way : way));
}

function connection(
  name: string,
  all: readonly { key: number; node: Node }[],
  { first, after }: Readonly<Record<string, unknown>>,
  fail: (type: string, message: string) => null,
): Node | null {
  if (typeof first !== 'number') {
    const text = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    return fail('MISSING_PAGINATION_BOUNDARIES', text);
  }
  if (first > 100 || first < 1) {
    const text = `Requesting ${first} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    return fail('EXCESSIVE_PAGINATION', text);
  }
  const before = typeof after === 'string' ? all.findIndex(({ key }) => cursor(key) === after) : -1;
  if (typeof after === 'string' && before < 0) {
    return fail('INVALID_CURSOR_ARGUMENTS', `\`${after}\` does not appear to be a valid cursor.`);
  }
  const rows = all.slice(before + 1, before + 1 + first);
  const last = rows.at(-1);
  return {
    type: `${name[0]?.toUpperCase()}${name.slice(1)}Connection`,
    fields: {
      totalCount: all.length,
      totalDiskUsage: 0,
      nodes: rows.map(({ node }) => node),
      edges: rows.map(({ key, node }) => ({ type: 'Edge', fields: { cursor: cursor(key), node } })),
      pageInfo: {
        type: 'PageInfo',
        fields: {
          hasNextPage: before + 1 + first < all.length,
          hasPreviousPage: before >= 0,
          startCursor: rows[0] ? cursor(rows[0].key) : null,
          endCursor: last ? cursor(last.key) : null,
        },
      },
    },
  };
}

/** Opaque to the asker. It names a row and no position, as that of GitHub does. */
function cursor(key: number): string {
  return Buffer.from(`cursor:v2:${key}`).toString('base64');
}

/** Only what is selected of an object. */
function pick(node: Node, selection: readonly Selected[], path: Failure['path'], errors: Failure[]): object {
  const picked: Record<string, unknown> = {};
  for (const selected of selection) {
    if (!('on' in selected)) picked[selected.as] = value(node, selected, [...path, selected.as], errors);
    else if (selected.on === node.type || node.as?.includes(selected.on)) {
      Object.assign(picked, pick(node, selected.fields, path, errors));
    }
  }
  return picked;
}

function value(node: Node, field: Field, path: Failure['path'], errors: Failure[]): unknown {
  const { name, args } = field;
  if (name === '__typename') return node.type;
  const invalid = (code: string, message: string): null => {
    errors.push({ path: ['query', ...path], extensions: { code, typeName: node.type, fieldName: name }, message });
    return null;
  };
  if (!(name in node.fields)) return invalid('undefinedField', `Field '${name}' doesn't exist on type '${node.type}'`);
  const found = node.fields[name];
  const accepted = isAsking(found) ? found.args : [];
  const stray = Object.keys(args).find((argument) => !accepted.includes(argument));
  if (stray) return invalid('argumentNotAccepted', `Field '${name}' doesn't accept argument '${stray}'`);
  const fail = (type: string, message: string): null => {
    errors.push({ type, path, message });
    return null;
  };
  return written(isAsking(found) ? found.answer(args, fail) : found, field, path, errors);
}

function written(found: unknown, field: Field, path: Failure['path'], errors: Failure[]): unknown {
  if (Array.isArray(found)) return found.map((row, index) => written(row, field, [...path, index], errors));
  const isObject = isNode(found);
  if (isObject && field.fields) return pick(found, field.fields, path, errors);
  if (!isObject && (!field.fields || found === null)) return found;
  const text = `Field '${field.name}' ${isObject ? 'must have' : "can't have"} selections`;
  errors.push({ path: ['query', ...path], extensions: { code: 'selectionMismatch' }, message: text });
  return null;
}

function isAsking(value: unknown): value is Asking {
  return typeof value === 'object' && value !== null && 'answer' in value;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'fields' in value;
}
