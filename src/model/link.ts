/** What several repositories have in common: a key, an account, a package, an image, a server of tools. */
export const linkKinds = ['key', 'identity', 'package', 'image', 'mcp-server'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** One thing that stands in two repositories or more, and what is known by it there. */
export interface Link {
  readonly kind: LinkKind;
  /** For people: a masked key, the name of an account, package, image or server. */
  readonly name: string;
  /** Fingerprint of a key; `null` for all else. */
  readonly fingerprint: string | null;
  /** Place ids, at least two, sorted. */
  readonly repositories: readonly string[];
  /** Ids of the agents and components that have to do with it, sorted. */
  readonly members: readonly string[];
}
