import { createHash, type KeyObject } from 'node:crypto';
import type { Rule } from './trouble.ts';

/** A repository of the fake. Read at every request, so a test may change it while the fake runs. */
export interface FakeRepository {
  /** Without the owner. */
  name: string;
  id: number;
  nodeId: string;
  visibility: 'public' | 'private' | 'internal';
  archived: boolean;
  disabled: boolean;
  fork: boolean;
  topics: readonly string[];
  language: string | null;
  pushedAt: string | null;
  /** Kilobytes, as GitHub counts. */
  size: number;
  defaultBranch: string;
  /** Commit of the default branch; `null` for an empty repository, and where that branch is none. */
  head: string | null;
  /** Nobody has pushed to it yet. */
  empty: boolean;
  /** Absolute path of the bare repository; `null` where nothing is behind the listing. */
  gitDir: string | null;
}

/** A GitHub App that is installed for the owner. */
export interface FakeApp {
  id: number;
  installation: number;
  /** Absent: the signature of its tokens is not checked. */
  publicKey?: KeyObject | string;
  /** Seconds that a token of the installation is good for; 3600 at GitHub. */
  lifetime: number;
}

/** What the fake knows. Read at every request, so a test may change it while the fake runs. */
export interface FakeWorld {
  owner: string;
  ownerId: number;
  kind: 'Organization' | 'User';
  /** Login of whoever the token belongs to. */
  viewer: string;
  repositories: FakeRepository[];
  /** Old full name to new full name. */
  renamed: Map<string, string>;
  /** Names without the owner that are in no listing, and not found when asked for. */
  hidden: Set<string>;
  /** `null`: there is none, so every one is wrong, and without one the public part is seen. */
  token: string | null;
  /** `X-OAuth-Scopes`; `null` for tokens that have none, as fine-grained ones and those of an App. */
  scopes: string | null;
  /** False where GraphQL is not allowed: 403. */
  graphql: boolean;
  app: FakeApp | null;
  /** Calls in an hour, of REST and of GraphQL each. */
  limit: number;
  troubles: Rule[];
}

/** A repository with one branch, public and without contents but for what is given. */
export function fakeRepository(given: Partial<FakeRepository> & { name: string }): FakeRepository {
  const id = createHash('sha256').update(given.name).digest().readUInt32BE() >>> 1;
  const empty = given.empty ?? (given.head ?? null) === null;
  return {
    id,
    nodeId: `R_${Buffer.from(`repository:${id}`).toString('base64url')}`,
    visibility: 'public',
    archived: false,
    disabled: false,
    fork: false,
    topics: [],
    language: null,
    pushedAt: empty ? null : '2026-05-04T03:02:01Z',
    size: 0,
    defaultBranch: 'main',
    head: null,
    empty,
    gitDir: null,
    ...given,
  };
}

/** An organisation called acme with one good token, but for what is given. */
export function fakeWorld(given: Partial<FakeWorld> = {}): FakeWorld {
  return {
    owner: 'acme',
    ownerId: 4711,
    kind: 'Organization',
    viewer: 'roll-reader',
    repositories: [],
    renamed: new Map(),
    hidden: new Set(),
    token: 'a-token-of-the-fake',
    scopes: 'read:org, repo',
    graphql: true,
    app: null,
    limit: 5000,
    troubles: [],
    ...given,
  };
}

/** The repository of that full name, in any case, if whoever asks may see it. */
export function lookUp(world: FakeWorld, fullName: string, mayRead: boolean): FakeRepository | undefined {
  return visible(world, mayRead).find(({ name }) => same(`${world.owner}/${name}`, fullName));
}

/** What a repository of that old name is called now. */
export function renamedTo(world: FakeWorld, fullName: string, mayRead: boolean): FakeRepository | undefined {
  for (const [old, now] of world.renamed) if (same(old, fullName)) return lookUp(world, now, mayRead);
  return undefined;
}

/** What whoever asks may see: without a good token only what is public. */
export function visible(world: FakeWorld, mayRead: boolean): FakeRepository[] {
  return world.repositories.filter(
    ({ name, visibility }) => !world.hidden.has(name) && (mayRead || visibility === 'public'),
  );
}

/** GitHub does not tell names apart by case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
