import { loadRegistry, type Registry, registryAddress } from '../index.ts';
import type { Io } from './io.ts';
import { readRegistry } from './named-registry.ts';
import { note } from './note.ts';

/** The registry that a command names, wherever it is, else what stands in `.rollcall` of the current folder. */
export async function registryAt(io: Io, named: string | undefined): Promise<Registry> {
  const from = io.cwd();
  if (named === undefined) return await loadRegistry(null, from);

  const { registry, notes } = await readRegistry(registryAddress(named), { from, repository: from, cache: null, io });
  await note(io, notes);
  return registry;
}
