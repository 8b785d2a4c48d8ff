/** A commit by its id, and when its author made it: ISO 8601 in UTC, `null` where the commit does not say. */
export interface Dated {
  readonly commit: string;
  readonly date: string | null;
}

/** Where in the history of a repository a key stands, and from when to when. */
export interface KeyHistory {
  /** The blob, or the commit or tag whose text holds it; of several versions of a file the latest. */
  readonly object: string;
  readonly type: 'blob' | 'commit' | 'tag';
  /** The earliest commit that holds it: none of those before it does. `null` where no commit holds it. */
  readonly first: Dated | null;
  /** The latest commit that still holds it. */
  readonly last: Dated | null;
  /** The commit after the latest one, which took it out; `null` where it is in HEAD, or at the end of another branch. */
  readonly removed: Dated | null;
  /** Whether the commit of HEAD holds it. */
  readonly inHead: boolean;
  /** Whether a branch, a tag or another ref leads to a commit that holds it. */
  readonly reachable: boolean;
}

/** What was searched of history. `read + known + failed` are all objects listed. */
export interface HistoryCoverage {
  readonly repositories: number;
  readonly refs: number;
  readonly commits: number;
  /** Blobs, commits and tags in the stores of the repositories. */
  readonly objects: number;
  /** Objects whose bytes were searched. */
  readonly read: number;
  /** Objects that were searched before: as files of the work tree, or by an earlier run. */
  readonly known: number;
  readonly failed: number;
  /** Bytes searched. */
  readonly bytes: number;
}
