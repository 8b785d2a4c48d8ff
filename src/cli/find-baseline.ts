import { basename, dirname, join, resolve } from 'node:path';
import { type Baseline, noBaseline } from '../model/baseline.ts';
import { RollcallError } from '../model/error.ts';
import type { FoundConfig } from './find-config.ts';
import type { PolicyFlags } from './flags.ts';
import type { Ground } from './ground.ts';
import { climbs, isWithin, real } from './paths.ts';
import { readFound, readGiven } from './read.ts';

const mostBytes = 64 * 1024 * 1024;

/** What the scanned trees are, and whether they have a say. */
type Trust = Pick<Ground, 'scanned' | 'trustTree' | 'commit' | 'io'>;

/**
 * The baseline that is named by the flag, else by the configuration, else none. Where policy comes from outside, a baseline
 * that stands in the scanned tree is refused: whoever can write there could accept what he brings.
 */
export async function findBaseline(
  flag: PolicyFlags['baseline'],
  { config, base, by }: FoundConfig,
  trust: Trust,
): Promise<Baseline> {
  if (flag === false || (flag === undefined && config.baseline === null)) return noBaseline;
  if (typeof flag === 'string') return await given(flag, trust.io.cwd(), trust);

  const path = config.baseline ?? '';
  if (by === 'flag') return await given(path, base, trust);
  const text = await found(path, { base, commit: trust.commit, by });
  if (text === null) throw missing(path);
  return await parsed(text, by === 'commit' && trust.commit ? trust.commit.name(path) : path);
}

/** What reads a baseline is loaded where there is one. */
async function parsed(text: string, origin: string): Promise<Baseline> {
  const { parseBaseline } = await import('./baseline.ts');
  return parseBaseline(text, origin);
}

async function given(path: string, from: string, { scanned, trustTree, io }: Trust): Promise<Baseline> {
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
  return await parsed(await readGiven(path, 'config', io, from), path);
}

/** Whoever wrote a configuration into a tree, or into a commit, has that to name a baseline in. */
async function found(
  path: string,
  { base, commit, by }: Pick<FoundConfig, 'base' | 'by'> & Pick<Ground, 'commit'>,
): Promise<string | null> {
  if (climbs(path)) {
    throw new RollcallError(
      'config',
      `the configuration names a baseline outside of its own tree: ${JSON.stringify(path)}`,
      {
        hint: 'Name it on the command line: --baseline FILE',
      },
    );
  }
  if (by === 'commit' && commit) return await commit.text(path, mostBytes);
  const hint = 'Put a plain file there, or name another with --baseline.';
  return await readFound(base, path, { most: mostBytes, hint });
}

function missing(path: string): RollcallError {
  return new RollcallError('config', `${path}, which the configuration names as the baseline, does not exist`, {
    hint: 'Write it, or take the key out of the configuration: rollcall baseline create',
  });
}

/** In the tree is also what a link of the tree leads to, and what a link outside leads into it. */
function stands(path: string, folder: string): boolean {
  return isWithin(folder, real(path, '/')) || isWithin(folder, join(real(dirname(path), '/'), basename(path)));
}
