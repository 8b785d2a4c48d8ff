import type { Octokit } from '@octokit/rest';
import type { z } from 'zod';
import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import { type Listing, missing, once } from './listing.ts';
import { Account, Listed, ofListed } from './shapes.ts';

const pageSize = 100;
/** How many heads are asked for at a time: GitHub asks for less than a hundred. */
const abreast = 8;

/** Lists the repositories of an owner by the REST API, which takes a call more for each head. */
export async function listByRest(owner: string, client: Client): Promise<Listing> {
  const place = `${client.forge.host}/${owner}`;
  const problems: Problem[] = [];
  const found: ForgeRepository[] = [];
  let total = 0;
  const list = await listerOf(owner, client);
  const seen = new Set<number>();
  for (let page = 1; ; page++) {
    const answer = await client
      .ask(owner, (octokit) => list(octokit, page))
      .catch((error: unknown) => {
        if (!(error instanceof ForgeFault) || page === 1) throw error;
        return error;
      });
    if (answer instanceof ForgeFault) {
      problems.push(
        missing(
          place,
          `The list of its repositories ends after ${found.length}: ${client.forge.host} ${answer.message}.`,
        ),
      );
      break;
    }
    const shaped = Listed.array().safeParse(answer.items);
    if (!shaped.success) throw new ForgeFault('unanswered', 'listed repositories in a form that is not known');
    found.push(...shaped.data.map((one) => ofListed(one, client.forge.host, null, null)));
    if (answer.isPartial)
      problems.push(
        missing(place, `Some of its repositories are not shown: ${client.forge.host} asks for single sign-on.`),
      );
    const before = seen.size;
    for (const { id } of shaped.data) seen.add(id);
    if (answer.total !== null) total = answer.total;
    if (!answer.more) break;
    // The same page again would go on for ever, and something else stood in its place.
    if (seen.size === before) {
      problems.push(missing(place, `The list of its repositories has a page without a new one after ${before}.`));
      break;
    }
  }
  const repositories = once(found);
  if (repositories.length < total && problems.length === 0)
    problems.push(missing(place, `It has ${total} repositories, and ${repositories.length} were listed.`));
  return { repositories: await withHeads(owner, repositories, client, problems), problems };
}

interface Items {
  readonly items: unknown;
  readonly more: boolean;
  /** How many there are in all; `null` where it is not told. */
  readonly total: number | null;
  /** True where single sign-on hides some. */
  readonly isPartial: boolean;
}

interface Headers {
  readonly link?: string | undefined;
  readonly [name: string]: unknown;
}

type Lister = (octokit: Octokit, page: number) => Promise<Items>;

/** Pages are counted, and no address of a next one is followed: whether there is one is all that is taken from it. */
async function listerOf(owner: string, client: Client): Promise<Lister> {
  const { data } = await client.ask(owner, (octokit) => octokit.rest.users.getByUsername({ username: owner }));
  const type = accountIn(data).type;
  const paged = { per_page: pageSize, sort: 'created', direction: 'asc' } as const;
  if (client.credentials.kind === 'app')
    return async (octokit, page) => {
      const { data, headers } = await octokit.rest.apps.listReposAccessibleToInstallation({ per_page: pageSize, page });
      return itemsOf(data?.repositories, headers, client, data?.total_count);
    };
  if (type === 'Organization')
    return async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listForOrg({ org: owner, type: 'all', ...paged, page });
      return itemsOf(data, headers, client);
    };
  if (client.credentials.kind === 'token' && (await isOneself(owner, client)))
    return async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listForAuthenticatedUser({
        affiliation: 'owner',
        ...paged,
        page,
      });
      return itemsOf(data, headers, client);
    };
  return async (octokit, page) => {
    const { data, headers } = await octokit.rest.repos.listForUser({ username: owner, type: 'owner', ...paged, page });
    return itemsOf(data, headers, client);
  };
}

function itemsOf(items: unknown, headers: Headers, client: Client, total?: unknown): Items {
  const sso = headers['x-github-sso'];
  return {
    items,
    more: hasNext(headers.link, client),
    total: typeof total === 'number' ? total : null,
    isPartial: typeof sso === 'string' && sso.startsWith('partial-results'),
  };
}

/** What comes may be anything: a proxy that answers in the place of the server knows no accounts. */
function accountIn(answer: unknown): z.infer<typeof Account> {
  const { success, data } = Account.safeParse(answer);
  if (success) return data;
  throw new ForgeFault('unanswered', 'described the owner in a form that is not known');
}

/** A server that sends its callers elsewhere is not the one that was meant. */
function hasNext(link: string | undefined, { forge }: Client): boolean {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  if (next === undefined) return false;
  const origin = URL.canParse(next) ? new URL(next).origin : 'nowhere';
  if (origin === new URL(forge.api).origin) return true;
  throw new ForgeFault('foreign', `leads to ${origin} for the next page, and is not followed there`);
}

async function isOneself(owner: string, client: Client): Promise<boolean> {
  try {
    const { data } = await client.ask(owner, (octokit) => octokit.rest.users.getAuthenticated());
    return accountIn(data).login.toLowerCase() === owner.toLowerCase();
  } catch (error) {
    // The token of a workflow belongs to nobody.
    if (error instanceof ForgeFault && error.kind === 'refused') return false;
    throw error;
  }
}

async function withHeads(
  owner: string,
  repositories: readonly ForgeRepository[],
  client: Client,
  problems: Problem[],
): Promise<readonly ForgeRepository[]> {
  const done: ForgeRepository[] = [...repositories];
  let next = 0;
  let limit: ForgeFault | null = null;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < repositories.length; at = next++) {
      const repository = repositories[at];
      if (!repository || repository.disabled || repository.ref === null) continue;
      const ref = repository.ref;
      // Whoever may ask no more does not ask for all the rest one by one.
      const head = limit ?? (await headOf(owner, repository.name, ref, client).catch(faultIn));
      if (head instanceof ForgeFault && head.kind === 'limit') limit = head;
      if (head instanceof ForgeFault)
        problems.push(
          missing(repository.id, `Its latest commit could not be asked: ${client.forge.host} ${head.message}.`),
        );
      done[at] = { ...repository, head: head instanceof ForgeFault ? null : head, empty: head === null };
    }
  };
  await Promise.all(Array.from({ length: abreast }, worker));
  return done;
}

function faultIn(error: unknown): ForgeFault {
  if (error instanceof ForgeFault) return error;
  throw error;
}

/** The commit that a branch, tag or id stands for; `null` for an empty repository. */
async function headOf(owner: string, name: string, ref: string, client: Client): Promise<string | null> {
  const [login = '', repo = ''] = name.split('/');
  try {
    const { data } = await client.ask(owner, (octokit) =>
      octokit.rest.repos.getCommit({ owner: login, repo, ref, mediaType: { format: 'sha' } }),
    );
    const head = String(data).trim();
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(head)) return head;
    throw new ForgeFault('unanswered', 'named no commit');
  } catch (error) {
    if (error instanceof ForgeFault && /^answered with status 409/.test(error.message)) return null;
    throw error;
  }
}

/** One repository, by the name that it has now. */
export async function oneRepository(owner: string, repo: string, ref: string | null, client: Client): Promise<Listing> {
  const { data } = await client.ask(owner, (octokit) => octokit.rest.repos.get({ owner, repo }));
  const { success, data: shaped } = Listed.safeParse(data);
  if (!success) throw new ForgeFault('unanswered', 'described the repository in a form that is not known');
  const plain = ofListed(shaped, client.forge.host, ref, null);
  const head = plain.ref === null || plain.disabled ? null : await headOf(owner, plain.name, plain.ref, client);
  const isRenamed = plain.name.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
  const message = `It is called ${plain.name} now, and was asked for as ${owner}/${repo}.`;
  return {
    repositories: [{ ...plain, head, empty: head === null && !plain.disabled }],
    problems: isRenamed ? [{ ...missing(plain.id, message), incomplete: false }] : [],
  };
}
