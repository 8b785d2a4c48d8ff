import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The real paths of the folders among the targets. */
export function scannedFolders(targets: readonly string[], cwd: string): readonly string[] {
  return targets.flatMap((target) => {
    const path = real(target.replace(/^(?:dir|git):/, ''), cwd);
    return isFolder(path) ? [path] : [];
  });
}

/** The folder of the repository that is scanned: the first one, else the current folder where that is a part of it. */
export function repositoryFolder([first]: readonly string[], cwd: string): string {
  const here = real('.', cwd);
  const isHere = (folder: string): boolean => existsSync(join(folder, '.git'));
  if (first === undefined || (!isHere(first) && isHere(here) && isWithin(here, first))) return here;
  return first;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The path behind all links; of what is not there, the path itself. */
export function real(path: string, cwd: string): string {
  const whole = resolve(cwd, path);
  try {
    return realpathSync(whole);
  } catch {
    return whole;
  }
}

export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Whoever wrote a configuration into a tree has that tree to write in, not the rest of the machine. */
export function climbs(path: string): boolean {
  return isAbsolute(path) || path.split(/[\\/]/).includes('..');
}
