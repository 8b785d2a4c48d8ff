/** Folders from the file's own upwards, each with a trailing `/`, the root as ''. */
export function ancestors(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = parent(file); folder !== ''; folder = parent(folder)) found.push(`${folder}/`);
  return [...found, ''];
}

/** The folder of a path, '' for the root. */
export function parent(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** The folder so many levels above; `null` above the root. */
export function climb(folder: string, levels: number): string | null {
  let at: string = folder;
  for (let i = 0; i < levels; i++) {
    if (at === '') return null;
    at = parent(at);
  }
  return at;
}

/** Joins a relative module name to a folder; `null` where it climbs out of the tree. */
export function join(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
