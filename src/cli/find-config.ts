import { dirname, resolve, sep } from 'node:path';
import type { Config } from '../index.ts';
import { configPlace, mostConfigBytes } from '../model/config.ts';
import { RollcallError } from '../model/error.ts';
import { type RegistryAddress, registryAddress } from '../roll.ts';
import { defaultConfig } from './default-config.ts';
import type { PolicyFlags } from './flags.ts';
import type { Ground } from './ground.ts';
import { climbs } from './paths.ts';
import { readFound, readGiven } from './read.ts';

/** A configuration, and where it was found. */
export interface FoundConfig {
  readonly config: Config;
  /** Whether somebody named it, or it was found in a tree, or in the commit that policy is read from. */
  readonly by: 'flag' | 'tree' | 'commit';
  /** Folder that paths in the configuration are relative to. */
  readonly base: string;
}

/** The configuration that the flag names, else that of the commit, else that of the first folder that has one. */
export async function findConfig(
  flag: PolicyFlags['config'],
  { roots, commit, io }: Pick<Ground, 'roots' | 'commit' | 'io'>,
): Promise<FoundConfig> {
  if (typeof flag === 'string') {
    const folder = dirname(resolve(io.cwd(), flag));
    const base = folder.endsWith(`${sep}.rollcall`) ? dirname(folder) : folder;
    return { config: await parsed(await readGiven(flag, 'config', io), flag), by: 'flag', base };
  }
  if (flag === false) return { config: defaultConfig, by: 'tree', base: io.cwd() };
  if (commit) {
    const text = await commit.text(configPlace, mostConfigBytes);
    const config = text === null ? defaultConfig : await parsed(text, commit.name(configPlace));
    return { config, by: 'commit', base: io.cwd() };
  }
  for (const root of roots) {
    const text = await readFound(root, configPlace);
    if (text !== null) return { config: await parsed(text, configPlace), by: 'tree', base: root };
  }
  return { config: defaultConfig, by: 'tree', base: io.cwd() };
}

/** What reads a configuration is loaded where there is one. */
async function parsed(text: string, origin: string): Promise<Config> {
  const { parseConfig } = await import('./config.ts');
  return parseConfig(text, origin);
}

/**
 * What a configuration names as the registry; `null` where it names none. Whoever wrote one into a tree has that tree to
 * name it in: no file elsewhere, and no server.
 */
export function registryOf({ config, by }: FoundConfig): RegistryAddress | null {
  if (config.registry === null) return null;
  const address = registryAddress(config.registry);
  const isOwn = address.kind === 'path' ? !climbs(address.path) : by === 'commit';
  if (by === 'flag' || isOwn) return address;
  throw new RollcallError(
    'config',
    `${config.origin} names a registry outside of its own tree: ${JSON.stringify(config.registry)}`,
    { hint: 'Name it on the command line: --registry PATH' },
  );
}
