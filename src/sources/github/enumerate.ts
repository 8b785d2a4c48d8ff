import { RollcallError } from '../../model/error.ts';
import type { Enumeration, ForgeFilter, ForgeRepository, ForgeTarget } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';
import { byCodeUnit } from '../../text/order.ts';
import { quote } from '../../text/quote.ts';
import type { Client } from './client.ts';
import { ForgeFault } from './fault.ts';
import { leaver } from './filter.ts';
import { listByGraphql } from './graphql.ts';
import { type Listing, missing } from './listing.ts';
import { listByRest, oneRepository } from './rest.ts';
import { scopeNotes } from './scopes.ts';
import { totalsOf } from './totals.ts';

/** Lists what the targets name, and says what is missing. What cannot be listed at all is an error: a person has to act. */
export async function enumerate(
  targets: readonly ForgeTarget[],
  client: Client,
  filter: ForgeFilter,
): Promise<Enumeration> {
  const found = new Map<string, ForgeRepository>();
  const problems: Problem[] = [];
  const leftOut = new Map<string, string>();
  const leaves = leaver(filter);
  for (const target of targets) {
    const listing = await listed(target, client);
    problems.push(...listing.problems);
    for (const repository of listing.repositories) {
      admit(repository, target, found);
      // Whoever names a repository means it.
      const reason = target.repository === null ? leaves(repository) : null;
      if (reason === null) found.set(repository.id, repository);
      else leftOut.set(repository.id, reason);
    }
  }
  const repositories = [...found.values()].sort((a, b) => byCodeUnit(a.id, b.id));
  // Where nothing is read, nothing is known to be clean.
  if (repositories.length === 0 && problems.length === 0)
    problems.push(missing(placeOf(targets, client), nothing(leftOut.size)));
  const left = new Map<string, number>();
  // One that two targets name is one, and one that is left out of its owner may be named by itself.
  for (const [id, reason] of leftOut) if (!found.has(id)) left.set(reason, (left.get(reason) ?? 0) + 1);
  return { repositories, left, problems, calls: client.calls, notes: scopeNotes(client) };
}

function placeOf([target]: readonly ForgeTarget[], { forge }: Client): string {
  return target ? `${forge.host}/${target.owner}` : forge.host;
}

function nothing(leftOut: number): string {
  if (leftOut === 0) return 'It shows no repository, so that nothing was read.';
  return `All of its ${leftOut} repositories are left out by a filter, so that nothing was read.`;
}

function admit(
  { id, head }: ForgeRepository,
  { text }: ForgeTarget,
  found: ReadonlyMap<string, ForgeRepository>,
): void {
  const before = found.get(id);
  if (!before || before.head === head) return;
  throw new RollcallError('target', `${text} names another commit of ${id} than the target before`, {
    hint: 'A repository is one place of the census: scan one of them at a time.',
  });
}

async function listed(target: ForgeTarget, client: Client): Promise<Listing> {
  try {
    if (target.repository !== null) return await oneRepository(target.owner, target.repository, target.ref, client);
    return await ownerOf(target.owner, client);
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error;
    throw unlisted(target, client, error);
  }
}

async function ownerOf(owner: string, client: Client): Promise<Listing> {
  const listing = (await listByGraphql(owner, client)) ?? (await listByRest(owner, client));
  const missing = await totalsOf(owner, listing.repositories, client);
  return { ...listing, problems: [...listing.problems, ...missing] };
}

function unlisted({ text, ref }: ForgeTarget, { forge, credentials }: Client, cause: ForgeFault): RollcallError {
  const isRef = ref !== null && cause.kind === 'senseless';
  const who = credentials.kind === 'none' ? 'without a token' : `with ${credentials.from}`;
  return new RollcallError('target', `${text} cannot be listed ${who}: ${forge.host} ${cause.message}`, {
    hint: isRef ? `Has it a branch, tag or commit ${quote(ref)}?` : mend(cause.kind, credentials.kind === 'none'),
    cause,
  });
}

function mend(kind: ForgeFault['kind'], isNobody: boolean): string {
  switch (kind) {
    case 'missing':
    case 'refused':
      return isNobody
        ? 'Set GITHUB_TOKEN, or log in with `gh auth login`: what is private is not shown to everybody.'
        : 'Is the name right? A token sees only what its owner and its scopes allow, and some organisations ask for single sign-on.';
    case 'limit':
      return isNobody
        ? 'Set GITHUB_TOKEN: without one the limit is 60 calls an hour.'
        : 'Try again later, or let it wait longer: --max-wait 60m.';
    case 'foreign':
      return 'Is --github-url the address of the server itself?';
    case 'unanswered':
    case 'senseless':
      return 'Try again; if it stays so, is --github-url right, and a proxy needed (HTTPS_PROXY)?';
    default:
      return kind satisfies never;
  }
}
