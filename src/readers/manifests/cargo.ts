import type { Renaming } from '../../model/fact.ts';
import type { Leaf, Leaves } from '../entries.ts';
import type { Asked, Parsed } from './parsed.ts';
import { textAt, under } from './tree.ts';

const scopes = {
  dependencies: 'runtime',
  'build-dependencies': 'development',
  'dev-dependencies': 'development',
} as const;

/** `Cargo.toml`. A root that has a workspace and no package only holds its crates together. */
export function cargo(leaves: Leaves): Parsed {
  const { list } = leaves;
  const has = (...path: string[]) => under(list, ...path).length > 0;
  const asked = Object.entries(scopes).flatMap(([table, scope]) => [
    ...crates(under(list, table), 1, scope),
    ...list.filter(({ path }) => path[0] === 'target' && path[2] === table).flatMap((leaf) => crates([leaf], 3, scope)),
  ]);
  return {
    manifest: {
      name: textAt(list, 'package', 'name'),
      workspace: has('workspace') && !has('package'),
      entry: has('bin'),
      author: textAt(list, 'package', 'authors', 0),
      claim: textAt(list, 'package', 'metadata', 'rollcall', 'agent'),
    },
    asked: asked.filter(({ name }, index) => asked.findIndex((one) => one.name === name) === index),
    renamed: renamings(list),
    leaves,
  };
}

/** Code calls a crate by the key that it stands under. */
function renamings(list: readonly Leaf[]): Renaming[] {
  return list.flatMap(({ path, value }): Renaming[] => {
    const [as, last] = path.slice(-2);
    if (last !== 'package' || typeof as !== 'string' || !path.some((key) => Object.hasOwn(scopes, key))) return [];
    return [{ language: 'rust', as, name: value }];
  });
}

/** A crate stands as `name = "1"` or as a table, which may say that the crate is called otherwise (`package = "x"`). */
function crates(list: readonly Leaf[], depth: number, scope: Asked['scope']): Asked[] {
  return list.flatMap(({ path, at }): Asked[] => {
    const key = path[depth];
    if (typeof key !== 'string') return [];
    const renamed = textAt(list, ...path.slice(0, depth + 1), 'package');
    return [{ ecosystem: 'crates', name: renamed ?? key, scope, at }];
  });
}
