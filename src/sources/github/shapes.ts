import { z } from 'zod';
import type { ForgeRepository, Visibility } from '../../model/forge.ts';

/** A repository as GraphQL lists it, as far as it is asked for. */
const Node = z.object({
  databaseId: z.number(),
  nameWithOwner: z.string(),
  visibility: z.string(),
  isArchived: z.boolean(),
  isFork: z.boolean(),
  isDisabled: z.boolean(),
  isLocked: z.boolean(),
  isEmpty: z.boolean(),
  diskUsage: z.number().nullable(),
  pushedAt: z.string().nullable(),
  primaryLanguage: z.object({ name: z.string() }).nullable(),
  repositoryTopics: z.object({ nodes: z.array(z.object({ topic: z.object({ name: z.string() }) }).nullable()) }),
  defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
});

/** One page of the repositories of an owner. */
export const Page = z.object({
  repositoryOwner: z
    .object({
      repositories: z.object({
        totalCount: z.number(),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        nodes: z.array(Node.nullable()),
      }),
    })
    .nullable(),
});

/** The question behind a {@link Page}. Repositories that come or go while it is asked change no order: it is that of their age. */
export const pageQuery = `query ($owner: String!, $size: Int!, $cursor: String) {
  repositoryOwner(login: $owner) {
    repositories(first: $size, after: $cursor, ownerAffiliations: OWNER, orderBy: { field: CREATED_AT, direction: ASC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        databaseId nameWithOwner visibility isArchived isFork isDisabled isLocked isEmpty diskUsage pushedAt
        primaryLanguage { name }
        repositoryTopics(first: 20) { nodes { topic { name } } }
        defaultBranchRef { name target { oid } }
      }
    }
  }
}`;

/** A repository as the REST API has it, as far as it is made use of. */
export const Listed = z.object({
  id: z.number(),
  full_name: z.string(),
  private: z.boolean(),
  visibility: z.string().optional(),
  archived: z.boolean().optional(),
  fork: z.boolean(),
  disabled: z.boolean().optional(),
  size: z.number().optional(),
  pushed_at: z.string().nullable().optional(),
  language: z.string().nullable().optional(),
  topics: z.array(z.string()).optional(),
  default_branch: z.string().optional(),
});

/** An owner as the REST API has it, as far as it is made use of. */
export const Account = z.object({
  login: z.string(),
  type: z.string(),
  public_repos: z.number().optional(),
  total_private_repos: z.number().optional(),
});

const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A repository of GraphQL. */
export function ofNode(node: z.infer<typeof Node>, host: string): ForgeRepository {
  const head = node.defaultBranchRef?.target?.oid ?? null;
  return {
    id: `${host}/${node.nameWithOwner}`,
    name: node.nameWithOwner,
    number: node.databaseId,
    ref: node.defaultBranchRef?.name ?? null,
    head: head !== null && objectId.test(head) ? head : null,
    empty: node.isEmpty,
    visibility: visibilityOf(node.visibility.toLowerCase()),
    archived: node.isArchived,
    fork: node.isFork,
    disabled: node.isDisabled || node.isLocked,
    language: node.primaryLanguage?.name ?? null,
    topics: node.repositoryTopics.nodes.flatMap((one) => one?.topic.name ?? []).sort(),
    pushedAt: node.pushedAt,
    kilobytes: node.diskUsage ?? 0,
  };
}

/** A repository of the REST API, which does not tell the head. */
export function ofListed(
  listed: z.infer<typeof Listed>,
  host: string,
  ref: string | null,
  head: string | null,
): ForgeRepository {
  return {
    id: `${host}/${listed.full_name}`,
    name: listed.full_name,
    number: listed.id,
    ref: ref ?? listed.default_branch ?? null,
    head,
    empty: false,
    visibility: visibilityOf(listed.visibility ?? (listed.private ? 'private' : 'public')),
    archived: listed.archived ?? false,
    fork: listed.fork,
    disabled: listed.disabled ?? false,
    language: listed.language ?? null,
    topics: (listed.topics ?? []).toSorted(),
    pushedAt: listed.pushed_at ?? null,
    kilobytes: listed.size ?? 0,
  };
}

/** What is not known is taken for private. */
function visibilityOf(word: string): Visibility {
  return word === 'public' || word === 'internal' ? word : 'private';
}
