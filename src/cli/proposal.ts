import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Committed, Config, Registry, TreePolicy } from '../index.ts';
import { configPlace, mostConfigBytes } from '../model/config.ts';
import { RollcallError } from '../model/error.ts';
import { noRegistry } from '../model/registry.ts';
import { loadRegistry, mergeRegistries } from '../roll.ts';
import { digestOf } from '../text/fingerprint.ts';
import { readFound } from './read.ts';

/**
 * What a tree says of policy that is read from a commit of its repository: its registry, at a place or at the usual ones,
 * and its configuration. It has no say, and once the change is merged it is what counts: what cannot be read then is told.
 */
export async function proposal(folder: string, place: string | null): Promise<TreePolicy> {
  const config = await digestIn(folder);
  const isGone = place !== null && !lstatSync(join(folder, place), { throwIfNoEntry: false });
  if (isGone) return { registry: noRegistry, fault: null, config };
  try {
    return { registry: await loadRegistry(place, folder, folder), fault: null, config };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const [first = ''] = error.message.split('\n');
    const [, file = place ?? '.rollcall'] = /^([^:\n]{1,500}):\d+:\d+: /.exec(first) ?? [];
    return { registry: null, fault: { file, message: first }, config };
  }
}

/** What a change of the tree is merged into. */
interface Target {
  readonly registry: Registry;
  readonly config: Pick<Config, 'digest'>;
  readonly place: string | null;
}

/** What the tree asks for since it parted from the commit: a tree that is only behind takes nothing back. */
export async function askedSince(commit: Committed, carried: TreePolicy, target: Target): Promise<TreePolicy> {
  const isSame = carried.registry?.digest === target.registry.digest && carried.config === target.config.digest;
  const parted = isSame ? null : await commit.parting();
  if (!parted) return carried;
  try {
    const before = await parted.text(configPlace, mostConfigBytes);
    const isEdited = carried.config !== (before === null ? null : digestOf(before));
    const registry =
      carried.registry && mergeRegistries(await parted.registry(target.place), target.registry, carried.registry);
    return { ...carried, registry, config: isEdited ? carried.config : target.config.digest };
  } catch (error) {
    // A registry that was named later, or could not be read then, tells nothing of what has changed.
    if (error instanceof RollcallError) return carried;
    throw error;
  }
}

/** `null` where there is no configuration, or none that can be read. */
async function digestIn(folder: string): Promise<string | null> {
  try {
    const text = await readFound(folder, configPlace);
    return text === null ? null : digestOf(text);
  } catch (error) {
    if (error instanceof RollcallError) return null;
    throw error;
  }
}
