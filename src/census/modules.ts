import type { Ref } from '../model/fact.ts';
import { headOf, readings } from '../model/module.ts';
import type { Language } from '../model/ruleset.ts';
import { go } from './modules/go.ts';
import { javascript } from './modules/javascript.ts';
import { named } from './modules/named.ts';
import { parent } from './modules/paths.ts';
import { python } from './modules/python.ts';
import type { Renamed } from './modules/renamed.ts';
import { rust } from './modules/rust.ts';
import { shell } from './modules/shell.ts';

/** The files of one place, and its packages by name, as far as modules are concerned. */
export interface Modules {
  readonly files: ReadonlySet<string>;
  /** Manifest name → folder. */
  readonly packages: ReadonlyMap<string, string>;
  readonly renamed: Renamed;
  /** Names that a manifest gives to files of JavaScript, by its folder: `#lib` → `./lib/*.js`. */
  readonly mapped: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Folders in which modules of Python are looked for too, as if they were installed; each with a slash at its end. */
  readonly roots?: readonly string[];
  /** What a file declares, told from its text without parsing it; `null` where it cannot be read. */
  outline(file: string): Outline | null;
}

/** The package or namespace that a file says it belongs to, and the names that it declares. */
export interface Outline {
  readonly package: string | null;
  readonly names: ReadonlySet<string>;
}

/** The file that a reference leads to, and what of its path is left to look up there. */
export interface Target {
  readonly file: string;
  readonly path: string;
}

/** The file of a module. `ofHead`: the first name of the path is a module too, and the file is that one's. */
export type Found = { readonly file: string; readonly ofHead: boolean } | null;

/** Targets by module, then by path. */
type Targets = Map<string, Map<string, Target | null>>;

/** A reference leads to the same file every time: millions of them are asked for. By language and file. */
const known = new WeakMap<Modules, Map<Language, Map<string, Targets>>>();

/** Resolves a module of the scanned tree by name, without any configuration of it being run; `null` for one from outside. */
export function resolveModule(from: string, language: Language, ref: Ref, modules: Modules): Target | null {
  if (ref.module === '') return null;
  const files = within(within(known, modules), language);
  const targets = within(within(files, from), ref.module);
  let target = targets.get(ref.path);
  if (target === undefined) {
    target = resolved(from, language, ref, modules);
    targets.set(ref.path, target);
  }
  return target;
}

/** The map that is kept for a key: a new one where there is none. */
function within<K, L, V>(
  map: { get(key: K): Map<L, V> | undefined; set(key: K, value: Map<L, V>): unknown },
  key: K,
): Map<L, V> {
  let found = map.get(key);
  if (found === undefined) {
    found = new Map();
    map.set(key, found);
  }
  return found;
}

/** A module leads to the same file for all files of a folder. */
const found = new WeakMap<Modules, Map<string, Found>>();

function resolved(from: string, language: Language, ref: Ref, modules: Modules): Target | null {
  const head = language === 'javascript' ? '' : headOf(ref.path);
  const place = language === 'rust' ? from : parent(from);
  const key = `${language}|${place}|${ref.module}|${head}`;
  const files = within(found, modules);
  let file = files.get(key);
  if (file === undefined) {
    file = firstOf(from, language, ref.module, head, modules);
    files.set(key, file);
  }
  if (!file) return null;
  return { file: file.file, path: file.ofHead ? ref.path.slice(head.length).replace(/^\./, '') : ref.path };
}

/** Of several modules the first that is here. A name may then also come from a file that names no package: from ''. */
function firstOf(from: string, language: Language, module: string, head: string, modules: Modules): Found {
  for (const { module: one } of readings({ module, path: '' })) {
    const found = search(from, language, one, head, modules);
    if (found) return found;
  }
  return null;
}

function search(from: string, language: Language, module: string, head: string, modules: Modules): Found {
  switch (language) {
    case 'python':
      return python(from, module, head, modules);
    case 'javascript':
      return javascript(from, module, modules);
    case 'go':
      return go(from, module, head, modules);
    case 'rust':
      return rust(from, module, head, modules);
    case 'java':
    case 'kotlin':
    case 'csharp':
    case 'php':
    case 'ruby':
    case 'elixir':
      return named(from, language, module, head, modules);
    case 'shell':
      return shell(from, module, modules);
    case 'sql':
      return null;
    default:
      return language satisfies never;
  }
}
