import type { Found, Modules } from '../modules.ts';
import { ancestors, join, parent } from './paths.ts';
import { mappedTo } from './renamed.ts';

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

/** A relative module, one that a manifest gives a name to or that is behind a usual alias, or a package of the tree. */
export function javascript(from: string, module: string, modules: Modules): Found {
  const { files, packages } = modules;
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
  const mapped = mappedTo(from, module, modules);
  if (mapped !== null) return found(mapped);

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
