import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Committed, CommittedAddress, Registry, RegistryAddress } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import { fetchRegistry, loadRegistry, openCommit, partingOf, registryAddress, repositoryPath } from '../roll.ts';
import type { PolicyFlags } from './flags.ts';
import type { Io } from './io.ts';
import { isFolder, repositoryFolder, scannedFolders } from './paths.ts';

/** A registry that was named, and what a person should know of it. */
export interface NamedRegistry {
  readonly registry: Registry;
  readonly notes: readonly string[];
}

/** What a registry is read with. */
export interface RegistryGround {
  /** Folder that a path starts from. */
  readonly from: string;
  /** Folder of the repository that `git:REF` means. */
  readonly repository: string;
  /** Folder that keeps what a server sent; `null`: it is not kept. */
  readonly cache: string | null;
  readonly io: Io;
}

/** What the flags name as the registry; `null` where they name none. `--registry-ref` says in which commit a path is. */
export function namedRegistry({ registry, registryRef }: PolicyFlags): RegistryAddress | null {
  const named = registry === undefined ? null : registryAddress(registry);
  if (registryRef === undefined) return named;

  if (named && named.kind !== 'path') {
    throw new RollcallError('usage', '--registry-ref goes with a path as --registry, and that names another place', {
      hint: 'Leave one of them out.',
    });
  }
  const path = named && repositoryPath(named.path);
  if (named && path === null) {
    throw new RollcallError('usage', `--registry ${JSON.stringify(named.path)} is no path in a commit`, {
      hint: 'With --registry-ref it is relative to the root of the repository.',
    });
  }
  return { kind: 'git', repository: null, ref: registryRef, path };
}

/** Reads the registry at an address. */
export async function readRegistry(address: RegistryAddress, ground: RegistryGround): Promise<NamedRegistry> {
  switch (address.kind) {
    case 'path':
      return { registry: await loadRegistry(address.path, ground.from), notes: [] };
    case 'git':
      return { registry: await registryIn(address, ground), notes: [] };
    case 'https':
    case 'github':
      return await fetchRegistry(address, { env: ground.io.env, signal: ground.io.signal, cache: ground.cache });
    default:
      return address satisfies never;
  }
}

/** Opens the commit that an address names. */
export async function commitAt(
  { repository, ref }: CommittedAddress,
  { from, repository: scanned, io }: Omit<RegistryGround, 'cache'>,
): Promise<Committed> {
  const folder = repository === null ? scanned : resolve(from, repository);
  const directory = repository === null ? gitDirectory(folder, io) : null;
  return await openCommit({ folder, cwd: io.cwd(), directory, ref, signal: io.signal });
}

/** The commit of this repository from which two others go on. */
export async function partingIn(io: Io, a: string, b: string): Promise<string> {
  const cwd = io.cwd();
  const folder = repositoryFolder(scannedFolders(['.'], cwd), cwd);
  return await partingOf({ folder, cwd, directory: gitDirectory(folder, io), signal: io.signal }, a, b);
}

/** A registry of another repository is said to be of that one, and so are the places of its entries. */
async function registryIn(address: CommittedAddress, ground: RegistryGround): Promise<Registry> {
  const commit = await commitAt(address, ground);
  try {
    const registry = await commit.registry(address.path);
    return address.repository === null ? registry : elsewhere(registry, address.repository);
  } finally {
    commit.close();
  }
}

function elsewhere(registry: Registry, repository: string): Registry {
  const named = (place: string): string => `git:${repository}@${place}`;
  const prefix = named(`${registry.ref?.name ?? ''}:`);
  return {
    ...registry,
    origin: registry.origin && named(registry.origin.slice('git:'.length)),
    entries: registry.entries.map((entry) => ({ ...entry, at: { ...entry.at, file: `${prefix}${entry.at.file}` } })),
  };
}

/** In a linked work tree git says by GIT_DIR where its repository is. That holds for the current folder, and for no other. */
function gitDirectory(folder: string, { cwd, env }: Io): string | null {
  const isHere = isFolder(folder) && realpathSync(folder) === realpathSync(cwd());
  if (!isHere || !env.GIT_DIR) return null;
  return Buffer.from(resolve(cwd(), env.GIT_DIR), 'utf8').toString('latin1');
}
