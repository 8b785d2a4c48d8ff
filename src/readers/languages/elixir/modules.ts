import type { Import } from '../../code/syntax.ts';

/** `alias A.B.C, as: D`: the name `B.C` of the module `A`, called `D` here, else by its last part. */
export function aliased(name: string, local: string | null, at: number): Import {
  const [module = '', ...rest] = name.split('.');
  const last = rest.at(-1) ?? module;
  const names = [{ symbol: rest.join('.'), local: local ?? last, typeOnly: false }];
  return { k: 'import', module, names, typeOnly: false, at };
}
