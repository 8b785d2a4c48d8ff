import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import { missing } from './listing.ts';

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
    const told = { open: data.public_repos, closed: null };
    // An app sees what it was installed on; who installed it chose.
    if (data.type !== 'Organization' || client.credentials.kind !== 'token') return told;
    const { data: organisation } = await client.ask(owner, (octokit) => octokit.rest.orgs.get({ org: owner }));
    return { open: organisation.public_repos, closed: organisation.total_private_repos ?? null };
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    return `How many repositories it has could not be asked: ${client.forge.host} ${error.message}.`;
  }
}
