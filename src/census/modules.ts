import type { Ref } from '../model/fact.ts';
import { readings } from '../model/module.ts';
import type { Language } from '../model/ruleset.ts';

/** The files of one place, and its packages by name, as far as modules are concerned. */
export interface Modules {
  readonly files: ReadonlySet<string>;
  /** Manifest name → folder. */
  readonly packages: ReadonlyMap<string, string>;
}

/** The file that a reference leads to, and what of its path is left to look up there. */
export interface Target {
  readonly file: string;
  readonly path: string;
}

const endings = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
];

/** Resolves a module of the scanned tree by name, without any configuration of it being run; `null` for one from outside. */
export function resolveModule(from: string, language: Language, ref: Ref, modules: Modules): Target | null {
  for (const reading of readings(ref)) {
    const target = resolved(from, language, reading, modules);
    if (target) return target;
  }
  return null;
}

function resolved(from: string, language: Language, ref: Ref, modules: Modules): Target | null {
  if (ref.module === '') return null;
  const [head = ''] = language === 'python' ? ref.path.split(/[.(]/, 1) : [];
  const key = `${language}|${parent(from)}|${ref.module}|${head}`;
  const cache = known.get(modules) ?? new Map<string, Found>();
  known.set(modules, cache);
  let found = cache.get(key);
  if (found === undefined) {
    found = search(from, language, ref.module, head, modules);
    cache.set(key, found);
  }
  if (!found) return null;
  return { file: found.file, path: found.ofHead ? ref.path.slice(head.length).replace(/^\./, '') : ref.path };
}

function search(from: string, language: Language, module: string, head: string, modules: Modules): Found {
  switch (language) {
    case 'python':
      return python(from, module, head, modules);
    case 'javascript':
      return javascript(from, module, modules);
    default:
      return null;
  }
}

/** The file of a module. `ofHead`: the first name of the path is a module too, and the file is that one's. */
type Found = { readonly file: string; readonly ofHead: boolean } | null;

/** A folder resolves a module name to the same file every time. */
const known = new WeakMap<Modules, Map<string, Found>>();

function javascript(from: string, module: string, { files, packages }: Modules): Found {
  const found = (base: string): Found => {
    const stem = base.replace(/\.[cm]?jsx?$/, '');
    const file = [
      ...endings.map((ending) => base + ending),
      ...(stem === base ? [] : endings.map((ending) => stem + ending)),
    ].find((name) => files.has(name));
    return file === undefined ? null : { file, ofHead: false };
  };
  if (module.startsWith('.')) {
    const base = join(parent(from), module);
    return base === null ? null : found(base);
  }
  const alias = /^(?:@|~|#|\$lib)\/(.+)$/.exec(module)?.[1];
  if (alias !== undefined) {
    const inner = module.startsWith('$lib') ? ['src/lib/'] : ['', 'src/', 'app/'];
    for (const folder of ancestors(from)) {
      for (const base of inner) {
        const target = found(`${folder}${base}${alias}`);
        if (target) return target;
      }
    }
    return null;
  }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? '';
  const folder = packages.get(name);
  if (folder === undefined) return null;
  const root = folder === '.' ? '' : `${folder}/`;
  const rest = module.slice(name.length + 1);
  const bases =
    rest === '' ? ['src/index', 'index', 'lib/index', 'src/main', 'main', 'src'] : [rest, `src/${rest}`, `lib/${rest}`];
  for (const base of bases) {
    const target = found(root + base);
    if (target) return target;
  }
  return null;
}

function python(from: string, module: string, head: string, { files }: Modules): Found {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split('.').filter(Boolean);
  const roots =
    dots > 0 ? [climb(parent(from), dots - 1)] : ancestors(from).flatMap((folder) => [folder, `${folder}src/`]);
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

/** Folders from the file's own upwards, each with a trailing `/`, the root as ''. */
function ancestors(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = parent(file); folder !== ''; folder = parent(folder)) found.push(`${folder}/`);
  return [...found, ''];
}

function parent(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

function climb(folder: string, levels: number): string | null {
  let at: string = folder;
  for (let i = 0; i < levels; i++) {
    if (at === '') return null;
    at = parent(at);
  }
  return at;
}

/** Joins a relative module name to a folder; `null` where it climbs out of the tree. */
function join(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
