import type { RemoteAddress } from '../../registry/address.ts';
import type { CommitAddress, Committed } from './commit.ts';
import type { RemoteOptions, RemoteRegistry } from './remote.ts';

export type { CommitAddress, Committed } from './commit.ts';

/** Opens a commit of which policy is read. What reads it is loaded here and nowhere else. */
export async function openCommit(address: CommitAddress): Promise<Committed> {
  const commit = await import('./commit.ts');
  return commit.openCommit(address);
}

/** The one commit from which two others go on. */
export async function partingOf(...args: Parameters<Commit['partingOf']>): Promise<string> {
  return (await import('./commit.ts')).partingOf(...args);
}

type Commit = typeof import('./commit.ts');

/** Fetches a registry from a server. The code that opens a connection for it is loaded here and nowhere else. */
export async function fetchRegistry(address: RemoteAddress, options: RemoteOptions): Promise<RemoteRegistry> {
  const remote = await import('./remote.ts');
  return remote.fetchRegistry(address, options);
}
