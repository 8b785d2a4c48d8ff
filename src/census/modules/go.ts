import type { Found, Modules } from '../modules.ts';
import { parent } from './paths.ts';

/** Files of a folder, so that the tree is not gone through for every import. */
const folders = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, readonly string[]>>();

/** The file of a Go package that declares a name; the package is a folder, in the module that its path begins with. */
export function go(from: string, module: string, head: string, modules: Modules): Found {
  const folder = goFolder(from, module, modules);
  if (folder === null) return null;
  const file = goFiles(folder, modules).find((one) => modules.outline(one)?.names.has(head));
  return file === undefined ? null : { file, ofHead: false };
}

/** The folder of a Go package of the tree, '' for the root; `.` is the package that the file itself belongs to. */
export function goFolder(from: string, module: string, { packages }: Modules): string | null {
  if (module === '.') return parent(from);
  for (let name = module; name !== ''; name = parent(name)) {
    const root = packages.get(name);
    if (root === undefined) continue;
    const rest = module.slice(name.length + 1);
    return [root === '.' ? '' : root, rest].filter(Boolean).join('/');
  }
  return null;
}

/** The files of a Go package, tests left out. */
export function goFiles(folder: string, { files }: Modules): readonly string[] {
  let index = folders.get(files);
  if (!index) {
    const found = new Map<string, string[]>();
    for (const file of files) {
      if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
      const list = found.get(parent(file));
      if (list) list.push(file);
      else found.set(parent(file), [file]);
    }
    index = found;
    folders.set(files, index);
  }
  return index.get(folder) ?? [];
}
