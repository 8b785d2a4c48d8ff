import type { CommitAddress, Committed } from './commit.ts';

export type { CommitAddress, Committed } from './commit.ts';

/** Opens a commit of which policy is read. What reads it is loaded here and nowhere else. */
export async function openCommit(address: CommitAddress): Promise<Committed> {
  const commit = await import('./commit.ts');
  return commit.openCommit(address);
}
