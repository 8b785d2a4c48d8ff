import { dirname, join, resolve, sep } from 'node:path';
import { type Baseline, type Config, loadRegistry, noRegistry, type Registry, RollcallError } from '../index.ts';
import { parseConfig } from './config.ts';
import { defaultConfig } from './default-config.ts';
import { findBaseline } from './find-baseline.ts';
import type { PolicyFlags } from './flags.ts';
import type { Io } from './io.ts';
import { climbs, isFolder, isWithin, real, scannedFolders } from './paths.ts';
import { readFound, readGiven } from './read.ts';

/** What a scan is held against, and whether the scanned tree has a say in it. */
export interface Policy {
  readonly config: Config;
  readonly registry: Registry;
  readonly baseline: Baseline;
  /** False where policy was named that stands outside the scanned tree: then nothing inside silences anything. */
  readonly trustTree: boolean;
  /** What a person should know of where the policy comes from. */
  readonly notes: readonly string[];
}

/** Where the configuration is looked for unless one is named. */
export const configPlace = '.rollcall/config.yaml';

/**
 * Finds configuration and registry: those that are named, else those of the first scanned folder, else those of the
 * current folder. Where one of them is named and stands outside the scanned tree, nothing is taken that is not named.
 */
export async function findPolicy(targets: readonly string[], flags: PolicyFlags, io: Io): Promise<Policy> {
  const cwd = io.cwd();
  const scanned = scannedFolders(targets, cwd);
  const named = [flags.registry, flags.config].filter((path) => typeof path === 'string');
  const trustTree = named.every((path) => scanned.some((folder) => isWithin(folder, real(path, cwd))));
  const roots = [...new Set([...scanned.slice(0, 1), real('.', cwd)])];
  const ground: Ground = { roots: trustTree ? roots : [], io };

  const found = await findConfig(flags.config, ground);
  const config = { ...found.config, acceptMarks: flags.acceptMarks ?? found.config.acceptMarks };
  const registry = await findRegistry(flags.registry, config, found.base, ground);
  const baseline = await findBaseline(flags.baseline, found, { scanned, trustTree }, io);
  const notes = trustTree ? [] : [...passedOver(roots), ...unmarked(config)];
  return { config, registry, baseline, trustTree, notes };
}

interface Ground {
  /** Folders in which policy that nobody named is looked for, in this order. */
  readonly roots: readonly string[];
  readonly io: Io;
}

/** A configuration, and where it was found. */
export interface FoundConfig {
  readonly config: Config;
  /** True where somebody named it, false where it was found in a tree. */
  readonly named: boolean;
  /** Folder that paths in the configuration are relative to. */
  readonly base: string;
}

async function findConfig(flag: PolicyFlags['config'], { roots, io }: Ground): Promise<FoundConfig> {
  if (typeof flag === 'string') {
    const folder = dirname(resolve(io.cwd(), flag));
    const base = folder.endsWith(`${sep}.rollcall`) ? dirname(folder) : folder;
    return { config: parseConfig(await readGiven(flag, 'config', io), flag), named: true, base };
  }
  if (flag === false) return { config: defaultConfig, named: false, base: io.cwd() };

  for (const root of roots) {
    const text = await readFound(root, configPlace);
    if (text === null) continue;

    const config = parseConfig(text, configPlace);
    if (config.registry !== null && climbs(config.registry)) throw climbing(config.registry);
    return { config, named: false, base: root };
  }
  return { config: defaultConfig, named: false, base: io.cwd() };
}

function climbing(path: string): RollcallError {
  return new RollcallError(
    'config',
    `${configPlace} names a registry outside of its own tree: ${JSON.stringify(path)}`,
    {
      hint: 'Name it on the command line: --registry PATH',
    },
  );
}

async function findRegistry(
  flag: string | undefined,
  config: Config,
  base: string,
  { roots, io }: Ground,
): Promise<Registry> {
  if (flag !== undefined) return await loadRegistry(flag, io.cwd());
  if (config.registry !== null) return await loadRegistry(config.registry, base);

  for (const root of roots) {
    const registry = await loadRegistry(null, root);
    if (registry.origin !== null) return registry;
  }
  return noRegistry;
}

/** Said aloud, because whoever wrote it there will wonder. */
function passedOver(roots: readonly string[]): readonly string[] {
  const folders = roots.map((root) => join(root, '.rollcall')).filter(isFolder);
  return folders.map((folder) => `${folder} and comments in code are not honoured: the policy comes from outside`);
}

/** Marks of other scanners stand in the tree like any other comment. */
function unmarked({ acceptMarks }: Config): readonly string[] {
  if (acceptMarks.length === 0) return [];
  return [`marks for ${acceptMarks.join(', ')} are not honoured: the policy comes from outside`];
}
