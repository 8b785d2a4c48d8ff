import type { Problem } from './problem.ts';

/** A server that hosts repositories, and how it is spoken to. */
export interface Forge {
  /** What repositories are called after: `github.com`, or the name of an own server. */
  readonly host: string;
  /** Origin of pages and of repositories, `https://github.com`. */
  readonly web: string;
  /** Base of the REST API, without a slash at its end: `https://api.github.com`, `https://ghe.example/api/v3`. */
  readonly api: string;
  /** Where GraphQL is asked. */
  readonly graphql: string;
}

/** An owner, or one of its repositories, as a target names it. */
export interface ForgeTarget {
  /** As it was given: `github:acme/shop@v2`. */
  readonly text: string;
  readonly owner: string;
  /** `null`: all repositories of the owner. */
  readonly repository: string | null;
  /** A branch, tag or commit; `null`: the default branch. */
  readonly ref: string | null;
}

/** Who may see a repository. */
export type Visibility = 'public' | 'private' | 'internal';

/** A repository as its server lists it. */
export interface ForgeRepository {
  /** Place id: `github.com/acme/shop`. */
  readonly id: string;
  /** `acme/shop`, as the server spells it. */
  readonly name: string;
  /** Number that a repository keeps when it is renamed. */
  readonly number: number;
  /** Branch, tag or commit that is read; `null` where there is none. */
  readonly ref: string | null;
  /** Commit that is read; `null` where the branch has none. */
  readonly head: string | null;
  /** True where nobody has pushed to it. */
  readonly empty: boolean;
  readonly visibility: Visibility;
  readonly archived: boolean;
  readonly fork: boolean;
  /** True where the server lets nobody in. */
  readonly disabled: boolean;
  /** Language of most of its code, as the server says. */
  readonly language: string | null;
  readonly topics: readonly string[];
  /** When somebody last pushed to it, ISO 8601. */
  readonly pushedAt: string | null;
  /** What it takes on the server's disk with its whole history, as far as that is told. */
  readonly kilobytes: number;
}

/** Which repositories of an owner are wanted. Absent: all of them. */
export interface ForgeFilter {
  readonly archived?: boolean | undefined;
  readonly forks?: boolean | undefined;
  /** One of these topics. */
  readonly topics?: readonly string[] | undefined;
  readonly visibility?: readonly Visibility[] | undefined;
  /** One of these languages, in any case. */
  readonly languages?: readonly string[] | undefined;
  /** `YYYY-MM-DD`: pushed to on this day or later. */
  readonly pushedSince?: string | undefined;
  /** Globs over names without the owner. */
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

/** What was listed of some targets. `repositories` and `left` are all that the server has, but for what `problems` name. */
export interface Enumeration {
  /** In the order of their ids. */
  readonly repositories: readonly ForgeRepository[];
  /** Repositories that a filter leaves out, by reason. */
  readonly left: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
  /** Calls of the API that it took. */
  readonly calls: number;
  /** What a person should know: scopes of the token, what is missing for want of them. */
  readonly notes: readonly string[];
}
