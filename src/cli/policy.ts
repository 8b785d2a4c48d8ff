import { join, resolve } from 'node:path';
import type { Baseline, Config, Registry, RegistryAddress, TreePolicy } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import { isForgeTarget } from '../text/forge.ts';
import { findBaseline } from './find-baseline.ts';
import { findConfig } from './find-config.ts';
import { findRegistry } from './find-registry.ts';
import type { PolicyFlags } from './flags.ts';
import type { Ground } from './ground.ts';
import type { Io } from './io.ts';
import { commitAt, namedRegistry } from './named-registry.ts';
import { isFolder, isWithin, real, repositoryFolder, scannedFolders } from './paths.ts';
import { askedSince, proposal } from './proposal.ts';

/** What a scan is held against, and whether the scanned tree has a say in it. */
export interface Policy {
  readonly config: Config;
  readonly registry: Registry;
  /** The registry of a scanned tree that has no say: it approves nothing, and shows what is asked for. */
  readonly tree: TreePolicy | null;
  readonly baseline: Baseline;
  /** False where policy was named that stands outside the scanned tree: then nothing inside silences anything. */
  readonly trustTree: boolean;
  /** What a person should know of where the policy comes from. */
  readonly notes: readonly string[];
}

/**
 * Finds configuration and registry: those that are named, else those of the first scanned folder, else those of the
 * current folder. Where one of them is named and stands outside the scanned tree, nothing is taken that is not named;
 * where a commit is named, it stands for that tree.
 */
export async function findPolicy(targets: readonly string[], flags: PolicyFlags, io: Io): Promise<Policy> {
  const cwd = io.cwd();
  const scanned = scannedFolders(targets, cwd);
  const named = namedRegistry(flags);
  const isInside = (path: string): boolean => scanned.some((folder) => isWithin(folder, real(path, cwd)));
  const isOutside = named !== null && !(named.kind === 'path' && isInside(named.path));
  const isOwnConfig = typeof flags.config === 'string' && isInside(flags.config);
  if (isOutside && isOwnConfig && flags.config !== '-') throw ownConfig(flags.config);

  const trustTree = !isOutside && (typeof flags.config !== 'string' || isOwnConfig);
  const roots = [...new Set([...scanned.slice(0, 1), real('.', cwd)])];
  const around = {
    ...{ scanned, trustTree, io, from: cwd, isElsewhere: targets.length > 0 && targets.every(isForgeTarget) },
    repository: repositoryFolder(scanned, cwd),
    cache: flags.cache === undefined || isInside(flags.cache) ? null : resolve(cwd, flags.cache),
  };
  const commit = named?.kind === 'git' && named.repository === null ? await commitAt(named, around) : null;
  try {
    return await gathered(named, flags, { ...around, commit, roots });
  } finally {
    commit?.close();
  }
}

/** As with a baseline: whoever can write there could switch off what would find him. */
function ownConfig(path: string | false | undefined): RollcallError {
  return new RollcallError(
    'config',
    `the configuration ${path} stands in the scanned tree, and the registry comes from outside`,
    { hint: 'Keep it beside the registry, or leave it out: with --registry-ref it is read from that commit.' },
  );
}

async function gathered(named: RegistryAddress | null, flags: PolicyFlags, ground: Ground): Promise<Policy> {
  const { trustTree, scanned, commit, repository } = ground;
  const own: Ground = trustTree ? ground : { ...ground, roots: [] };
  const found = await findConfig(flags.config, own);
  const config = { ...found.config, acceptMarks: flags.acceptMarks ?? found.config.acceptMarks };
  const { registry, place, notes } = await findRegistry(named, found, own);
  const baseline = await findBaseline(flags.baseline, found, own);
  if (trustTree) return { config, registry, tree: null, baseline, trustTree, notes };

  const isKept = flags.cache === undefined || ground.cache !== null || !registry.origin?.match(/^(?:https|github):/);
  const unkept = isKept ? [] : [`${flags.cache} stands in the scanned tree: the registry is not kept there`];

  // What stands elsewhere is not what a change of this tree is merged into.
  const carried = commit && scanned.length > 0 ? await proposal(repository, place) : null;
  const asked = commit && carried ? await askedSince(commit, carried, { registry, config, place }) : null;
  // A configuration that was named is in force whatever the change does to its own.
  const tree = asked && found.by !== 'commit' ? { ...asked, config: config.digest } : asked;
  // Where nothing of this machine is scanned, nobody will wonder why a folder of it has no say.
  const passed = commit ? [passedOverFor(commit)] : ground.isElsewhere ? [] : passedOver(ground.roots);
  const said = [...notes, ...unkept, ...passed, ...unmarked(config)];
  return { config, registry, tree, baseline, trustTree, notes: said };
}

/** Said aloud, because whoever wrote it there will wonder. */
function passedOver(roots: readonly string[]): readonly string[] {
  const folders = roots.map((root) => join(root, '.rollcall')).filter(isFolder);
  return folders.map((folder) => `${folder} and comments in code are not honoured: the policy comes from outside`);
}

function passedOverFor({ name, commit }: NonNullable<Ground['commit']>): string {
  const short = commit.slice(0, 7);
  return `the policy is that of ${name('')} (${short}): .rollcall and comments in code of the work tree are not honoured`;
}

/** Marks of other scanners stand in the tree like any other comment. */
function unmarked({ acceptMarks }: Config): readonly string[] {
  if (acceptMarks.length === 0) return [];
  return [`marks for ${acceptMarks.join(', ')} are not honoured: the policy comes from outside`];
}
