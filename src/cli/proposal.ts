import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { loadRegistry, type Registry, RollcallError } from '../index.ts';

/** What a tree asks of a registry that stands elsewhere, and what a person should know of it. */
export interface Proposal {
  readonly proposed: Registry | null;
  readonly notes: readonly string[];
}

/**
 * The registry of a tree that has no say, at a place or at the usual ones; `null` where it has none. It approves nothing,
 * so that one that cannot be read is no fault of the scan.
 */
export async function proposal(folder: string, place: string | null): Promise<Proposal> {
  if (place !== null && !lstatSync(join(folder, place), { throwIfNoEntry: false })) return none;
  try {
    const registry = await loadRegistry(place, folder, folder);
    return registry.origin === null ? none : { proposed: registry, notes: [] };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const [first] = error.message.split('\n');
    return { proposed: null, notes: [`the registry of the scanned tree proposes nothing: ${first}`] };
  }
}

const none: Proposal = { proposed: null, notes: [] };
