import { basename, dirname, join, resolve } from 'node:path';
import { type Baseline, noBaseline, RollcallError } from '../index.ts';
import { parseBaseline } from './baseline.ts';
import type { PolicyFlags } from './flags.ts';
import type { Io } from './io.ts';
import { climbs, isWithin, real } from './paths.ts';
import type { FoundConfig } from './policy.ts';
import { readFound, readGiven } from './read.ts';

const mostBytes = 64 * 1024 * 1024;

/** What the scanned trees are, and whether they have a say. */
export interface Trust {
  /** Real paths of the scanned folders. */
  readonly scanned: readonly string[];
  readonly trustTree: boolean;
}

/**
 * The baseline that is named by the flag, else by the configuration, else none. Where policy comes from outside, a baseline
 * that stands in the scanned tree is refused: whoever can write there could accept what he brings.
 */
export async function findBaseline(
  flag: PolicyFlags['baseline'],
  { config, base, named }: FoundConfig,
  trust: Trust,
  io: Io,
): Promise<Baseline> {
  if (flag === false || (flag === undefined && config.baseline === null)) return noBaseline;
  if (typeof flag === 'string') return await given(flag, io.cwd(), trust, io);

  const path = config.baseline ?? '';
  return named ? await given(path, base, trust, io) : await found(path, base);
}

async function given(path: string, from: string, { scanned, trustTree }: Trust, io: Io): Promise<Baseline> {
  const whole = resolve(from, path);
  if (path !== '-' && !trustTree && scanned.some((folder) => stands(whole, folder))) {
    throw new RollcallError(
      'config',
      `the baseline ${path} stands in the scanned tree, and the policy comes from outside`,
      {
        hint: 'Keep it beside the policy: who can write in the tree could accept there what he brings.',
      },
    );
  }
  return parseBaseline(await readGiven(path, 'config', io, from), path);
}

/** Whoever wrote a configuration into a tree has that tree to name a baseline in. */
async function found(path: string, root: string): Promise<Baseline> {
  if (climbs(path)) {
    throw new RollcallError(
      'config',
      `the configuration names a baseline outside of its own tree: ${JSON.stringify(path)}`,
      {
        hint: 'Name it on the command line: --baseline FILE',
      },
    );
  }
  const hint = 'Put a plain file there, or name another with --baseline.';
  const text = await readFound(root, path, { most: mostBytes, hint });
  if (text !== null) return parseBaseline(text, path);
  throw new RollcallError('config', `${path}, which the configuration names as the baseline, does not exist`, {
    hint: 'Write it, or take the key out of the configuration: rollcall baseline create',
  });
}

/** In the tree is also what a link of the tree leads to, and what a link outside leads into it. */
function stands(path: string, folder: string): boolean {
  return isWithin(folder, real(path, '/')) || isWithin(folder, join(real(dirname(path), '/'), basename(path)));
}
