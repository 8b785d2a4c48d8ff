import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { loadRegistry, noRegistry, RollcallError, type TreePolicy } from '../index.ts';
import { configPlace } from '../model/config.ts';
import { sha256 } from '../text/fingerprint.ts';
import { readFound } from './read.ts';

/**
 * What a tree says of policy that is read from a commit of its repository: its registry, at a place or at the usual ones,
 * and its configuration. It has no say, and once the change is merged it is what counts: what cannot be read then is told.
 */
export async function proposal(folder: string, place: string | null): Promise<TreePolicy> {
  const config = await digestOf(folder);
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

/** `null` where there is no configuration, or none that can be read. */
async function digestOf(folder: string): Promise<string | null> {
  try {
    const text = await readFound(folder, configPlace);
    return text === null ? null : `sha256:${sha256(text)}`;
  } catch (error) {
    if (error instanceof RollcallError) return null;
    throw error;
  }
}
