import type { Found, Modules } from '../modules.ts';
import { ancestors, climb, parent } from './paths.ts';

/** A module beside the file, or in a folder above it. */
export function python(from: string, module: string, head: string, { files, roots: installed = [] }: Modules): Found {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split('.').filter(Boolean);
  const roots =
    dots > 0
      ? [climb(parent(from), dots - 1)]
      : [...ancestors(from).flatMap((folder) => [folder, `${folder}src/`]), ...installed];
  for (const root of roots) {
    if (root === null) continue;
    const base = (dots > 0 && root !== '' ? `${root}/` : root) + parts.join('/');
    const target = pythonFile(base.replace(/\/$/, ''), head, files);
    if (target) return target;
  }
  return null;
}

/** `from a.b import c` may mean the module `a/b/c.py`, or a name in `a/b.py` or `a/b/__init__.py`. */
function pythonFile(base: string, head: string, files: ReadonlySet<string>): Found {
  const under = base === '' ? head : `${base}/${head}`;
  if (head !== '') {
    for (const file of [`${under}.py`, `${under}/__init__.py`]) if (files.has(file)) return { file, ofHead: true };
  }
  if (base === '') return null;
  for (const file of [`${base}.py`, `${base}/__init__.py`]) if (files.has(file)) return { file, ofHead: false };
  return null;
}
