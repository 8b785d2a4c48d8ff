import type { z } from 'zod';
import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import { type Listing, missing, once } from './listing.ts';
import { ofNode, Page, pageQuery } from './shapes.ts';

/** As many as GitHub gives at once. */
const pageSize = 100;

type Connection = NonNullable<z.infer<typeof Page>['repositoryOwner']>['repositories'];

/** Lists the repositories of an owner with their heads, a hundred a call; `null` where GraphQL is not allowed. */
export async function listByGraphql(owner: string, client: Client): Promise<Listing | null> {
  // It answers nobody without a token.
  if (client.credentials.kind === 'none') return null;
  const place = `${client.forge.host}/${owner}`;
  const found: ForgeRepository[] = [];
  const problems: Problem[] = [];
  let total = 0;
  let cursor: string | null = null;
  const cursors = new Set<string>();
  for (let pages = 0; ; pages++) {
    const page: Answered | ForgeFault = await pageAt(owner, cursor, client).catch((error: unknown) => {
      if (!(error instanceof ForgeFault)) throw error;
      return error;
    });
    if (page instanceof ForgeFault) {
      if (pages === 0 && isClosed(page)) return null;
      if (pages === 0) throw page;
      problems.push(
        missing(
          place,
          `The list of its repositories ends after ${found.length} of ${total}: ${client.forge.host} ${page.message}.`,
        ),
      );
      break;
    }
    const connection: Connection = page.connection;
    if (page.fault !== null)
      problems.push(missing(place, `Some of its repositories are not shown: ${client.forge.host} ${page.fault}.`));
    found.push(
      ...connection.nodes.flatMap((node): ForgeRepository[] => (node ? [ofNode(node, client.forge.host)] : [])),
    );
    total = connection.totalCount;
    const { hasNextPage, endCursor }: Connection['pageInfo'] = connection.pageInfo;
    if (!hasNextPage) break;
    // A cursor that was there before leads in a circle, be it one of many pages.
    if (endCursor === null || cursors.has(endCursor) || connection.nodes.length === 0) {
      problems.push(missing(place, `The list of its repositories does not go on after ${found.length} of ${total}.`));
      break;
    }
    cursor = endCursor;
    cursors.add(endCursor);
  }
  const repositories = once(found);
  if (repositories.length < total && problems.length === 0)
    problems.push(missing(place, `It has ${total} repositories, and ${repositories.length} were listed.`));
  return { repositories, problems };
}

interface Answered {
  readonly connection: Connection;
  /** What part of the answer is missing, where one is. */
  readonly fault: string | null;
}

async function pageAt(owner: string, cursor: string | null, client: Client): Promise<Answered> {
  try {
    const answer = await client.ask(owner, (octokit) => octokit.graphql(pageQuery, { owner, size: pageSize, cursor }));
    return { connection: connectionOf(answer), fault: null };
  } catch (error) {
    // An organisation that asks for single sign-on leaves holes in the answer, and says so.
    const partial = error instanceof ForgeFault ? Page.safeParse(error.partial) : null;
    const connection = partial?.success ? partial.data.repositoryOwner?.repositories : undefined;
    if (!connection || !(error instanceof ForgeFault)) throw error;
    return { connection, fault: error.message };
  }
}

function connectionOf(answer: unknown): Connection {
  const { success, data } = Page.safeParse(answer);
  if (!success) throw new ForgeFault('unanswered', 'answered GraphQL in a form that is not known');
  if (data.repositoryOwner) return data.repositoryOwner.repositories;
  throw new ForgeFault('missing', 'knows nobody of this name');
}

/** Some tokens and some servers know no GraphQL. A limit is none of these. */
function isClosed({ kind, message }: ForgeFault): boolean {
  return (
    kind === 'refused' || (kind === 'missing' && message.startsWith('answered with status')) || kind === 'unanswered'
  );
}
