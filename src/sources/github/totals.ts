import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import { missing } from './listing.ts';
import { Account } from './shapes.ts';

/**
 * Holds a list against what the server counts by itself: a token that sees three of forty private repositories lists
 * three, and is told of no other. Only members of an organisation are told its number of private ones.
 */
export async function totalsOf(
  owner: string,
  repositories: readonly ForgeRepository[],
  client: Client,
): Promise<readonly Problem[]> {
  const counted = await countsOf(owner, client);
  if (typeof counted === 'string') return [missing(`${client.forge.host}/${owner}`, counted)];
  const open = repositories.filter(({ visibility }) => visibility === 'public').length;
  return [
    ...short('public', open, counted.open, owner, client),
    ...short('private and internal', repositories.length - open, counted.closed, owner, client),
  ];
}

function short(kind: string, seen: number, there: number | null, owner: string, client: Client): Problem[] {
  if (there === null || seen >= there) return [];
  const message = `It has ${there} ${kind} repositories, and the token shows ${seen}: ${there - seen} were not read.`;
  return [missing(`${client.forge.host}/${owner}`, message)];
}

interface Counts {
  readonly open: number;
  /** `null` where it is not told. */
  readonly closed: number | null;
}

async function countsOf(owner: string, client: Client): Promise<Counts | string> {
  try {
    const { data } = await client.ask(owner, (octokit) => octokit.rest.users.getByUsername({ username: owner }));
    // An app sees what it was installed on; who installed it chose.
    if (data?.type !== 'Organization' || client.credentials.kind !== 'token')
      return { ...countsIn(data), closed: null };
    const { data: organisation } = await client.ask(owner, (octokit) => octokit.rest.orgs.get({ org: owner }));
    return countsIn(organisation);
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    return `How many repositories it has could not be asked: ${client.forge.host} ${error.message}.`;
  }
}

/** What comes may be anything: a proxy that answers in the place of the server has no counts. */
function countsIn(answer: unknown): Counts {
  const { success, data } = Account.safeParse(answer);
  if (!success || data.public_repos === undefined)
    throw new ForgeFault('unanswered', 'described the owner in a form that is not known');
  return { open: data.public_repos, closed: data.total_private_repos ?? null };
}
