import type { Found, Modules } from '../modules.ts';
import { ancestors, parent } from './paths.ts';

/**
 * The file of a Rust path: `crate.config`, `super.llm`, or a crate of the tree by its name. What is no module of its
 * own (`src/a/b.rs`, `src/a/b/mod.rs`) is declared in the deepest module before it.
 */
export function rust(from: string, module: string, head: string, modules: Modules): Found {
  const segments = [...module.split(/[.:]+/).filter(Boolean), ...(head === '' ? [] : [head])];
  const start = origin(from, segments, modules);
  if (!start) return null;
  let [at, used] = [start.folder, start.used];
  let file = start.file;
  for (; used < segments.length; used++) {
    const next = [at, segments[used]].filter(Boolean).join('/');
    const inner = [`${next}.rs`, `${next}/mod.rs`].find((name) => modules.files.has(name));
    if (inner === undefined) break;
    [at, file] = [next, inner];
  }
  const ofHead = head !== '' && used === segments.length;
  return file === null ? null : { file, ofHead };
}

/** Where a path begins: the folder of its modules, the file that declares what is no module, and how many segments are used up. */
interface Origin {
  readonly folder: string;
  readonly file: string | null;
  readonly used: number;
}

function origin(from: string, segments: readonly string[], modules: Modules): Origin | null {
  const [first = ''] = segments;
  const { files, packages } = modules;
  if (first === 'crate') {
    const folder = ancestors(from)
      .map((above) => `${above}src`)
      .find((src) => crateFile(src, files) !== null);
    return folder === undefined ? null : { folder, file: crateFile(folder, files), used: 1 };
  }
  if (first === 'self' || first === 'super') {
    const own = /(?:^|\/)(?:mod|lib|main)\.rs$/.test(from) ? parent(from) : from.replace(/\.rs$/, '');
    let folder = own;
    let used = first === 'self' ? 1 : 0;
    for (; segments[used] === 'super'; used++) folder = parent(folder);
    const file = [`${folder}.rs`, `${folder}/mod.rs`].find((name) => files.has(name)) ?? crateFile(folder, files);
    return { folder, file: first === 'self' ? from : file, used };
  }
  const root = packages.get(`crate:${first}`);
  if (root === undefined) return null;
  const folder = root === '.' ? 'src' : `${root}/src`;
  return { folder, file: crateFile(folder, files), used: 1 };
}

function crateFile(folder: string, files: ReadonlySet<string>): string | null {
  return [`${folder}/lib.rs`, `${folder}/main.rs`].find((name) => files.has(name)) ?? null;
}
