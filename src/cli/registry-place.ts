import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type Config, loadRegistry, noRegistry, type Registry, RollcallError, registryAddress } from '../index.ts';
import { configPlace } from '../model/config.ts';
import { quote } from '../text/quote.ts';
import type { Io } from './io.ts';
import { isFolder, real, scannedFolders } from './paths.ts';
import { findPolicy } from './policy.ts';

/** Flags that say which registry is meant, and by which policy it is written. */
export interface RegistryFlags {
  readonly registry?: string;
  /** `false` for `--no-config`. */
  readonly config?: string | false;
}

/** A registry on this disk, and where its files are. */
export interface RegistryPlace {
  readonly registry: Registry;
  readonly config: Config;
  /** Absolute path of the folder that the files of the registry are named from. */
  readonly root: string;
  /** File or folder that somebody named, from there; `null`: the places where a registry is looked for. */
  readonly path: string | null;
  /** Folder that nothing is written outside of. */
  readonly border: string;
  /** False where there is none yet. */
  readonly isThere: boolean;
}

/** The registry that is named, else that of the configuration, else that of the first target, else that of this folder. */
export async function findPlace(targets: readonly string[], flags: RegistryFlags, io: Io): Promise<RegistryPlace> {
  const { registry: named, config: configured } = flags;
  if (named !== undefined) refuseOther(named);

  const cwd = io.cwd();
  const isThere = named !== undefined && isRegistry(resolve(cwd, named));
  const { config, registry } = await findPolicy(
    targets,
    {
      ...(configured === undefined ? {} : { config: configured }),
      ...(isThere ? { registry: named } : {}),
      baseline: false,
    },
    io,
  );
  if (named !== undefined) {
    const border = dirname(resolve(cwd, named));
    return { config, registry: isThere ? registry : noRegistry, root: cwd, path: named, border, isThere };
  }

  const roots = [...new Set([...scannedFolders(targets, cwd).slice(0, 1), real('.', cwd)])];
  if (config.registry !== null) {
    refuseOther(config.registry);
    const root = baseOf(configured, roots, cwd);
    return { config, registry, root, path: config.registry, border: root, isThere: true };
  }
  for (const root of roots) {
    const found = await loadRegistry(null, root);
    if (found.origin !== null) return { config, registry: found, root, path: null, border: root, isThere: true };
  }
  const [root = cwd] = roots;
  return { config, registry: noRegistry, root, path: null, border: root, isThere: false };
}

/** Whether something stands there to be read; a folder without a file is a registry that is still empty. */
function isRegistry(path: string): boolean {
  if (!isFolder(path)) return existsSync(path);
  return readdirSync(path).some((name) => /^[^.].*\.(?:ya?ml|json)$/.test(name));
}

/** Folder that paths in the configuration are relative to. */
function baseOf(configured: RegistryFlags['config'], roots: readonly string[], cwd: string): string {
  if (typeof configured !== 'string') return roots.find((root) => existsSync(join(root, configPlace))) ?? cwd;
  const folder = dirname(resolve(cwd, configured));
  return folder.endsWith(`${sep}.rollcall`) ? dirname(folder) : folder;
}

function refuseOther(path: string): void {
  if (path.trim() === '')
    throw new RollcallError('usage', '--registry names nothing', { hint: 'Name a file or a folder.' });
  const address = registryAddress(path);
  if (address.kind === 'path') return;
  const name = address.kind === 'git' ? quote(path) : address.name;
  throw new RollcallError('registry', `the registry ${name} is no file of this disk, and cannot be written`, {
    hint: 'Change it where it is kept: clone its repository, and name the file there with --registry PATH.',
  });
}
