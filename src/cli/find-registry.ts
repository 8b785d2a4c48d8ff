import { noRegistry } from '../model/registry.ts';
import { loadRegistry, type RegistryAddress } from '../roll.ts';
import { type FoundConfig, registryOf } from './find-config.ts';
import type { Ground } from './ground.ts';
import { type NamedRegistry, readRegistry } from './named-registry.ts';

/** A registry, and where it would stand in a tree: `null` for the usual places. */
export interface FoundRegistry extends NamedRegistry {
  readonly place: string | null;
}

/** The registry that is named, else the one that the configuration names, else that at the usual places. */
export async function findRegistry(
  named: RegistryAddress | null,
  found: FoundConfig,
  ground: Ground,
): Promise<FoundRegistry> {
  if (ground.commit) return await inCommit(named, found, { ...ground, commit: ground.commit });
  if (named) return { ...(await readRegistry(named, ground)), place: null };

  const own = registryOf(found);
  if (own) return { ...(await readRegistry(own, { ...ground, from: found.base })), place: null };

  for (const root of ground.roots) {
    const registry = await loadRegistry(null, root);
    if (registry.origin !== null) return { registry, notes: [], place: null };
  }
  return { registry: noRegistry, notes: [], place: null };
}

/** A configuration that stands beside the commit has nothing to say of what is in it. */
async function inCommit(
  named: RegistryAddress | null,
  found: FoundConfig,
  ground: Ground & { readonly commit: NonNullable<Ground['commit']> },
): Promise<FoundRegistry> {
  const path = named?.kind === 'git' ? named.path : null;
  const own = path === null && found.by === 'commit' ? registryOf(found) : null;
  if (own && own.kind !== 'path') return { ...(await readRegistry(own, ground)), place: null };

  const place = own?.path ?? path;
  return { registry: await ground.commit.registry(place), notes: [], place };
}
