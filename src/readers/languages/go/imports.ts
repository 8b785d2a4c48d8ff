import type { Import } from '../../code/syntax.ts';

/** An import as written. `alias` is '' where the package is called by its own name. */
export interface Spec {
  readonly path: string;
  readonly alias: string;
  readonly at: number;
}

/** Words in the names of repositories that the packages in them leave out. */
const surroundings = /^(?:go|golang|sdk|client|lib|for|api)$/;

/**
 * The imports of a file. A package need not be called like the end of its path (`…/go-openai` is `openai`): where the
 * end is no name of Go, each name that it may have stands for it, unless another import has that name for sure.
 */
export function importsOf(specs: readonly Spec[]): readonly Import[] {
  const taken = new Set(specs.flatMap((spec) => exact(spec) ?? []));
  return specs.flatMap((spec): Import[] => {
    const { path, at } = spec;
    const base = { k: 'import', module: path, typeOnly: false, at } as const;
    if (spec.alias === '.') return [{ ...base, names: [{ symbol: '*', local: '*', typeOnly: false }] }];
    const own = exact(spec);
    const names = own === null ? guesses(path).filter((name) => !taken.has(name)) : [own];
    for (const name of names) taken.add(name);
    return [
      { ...base, names: [] },
      ...names.map((local) => ({ ...base, names: [{ symbol: '', local, typeOnly: false }], implied: true })),
    ];
  });
}

/** The name of a package where it is certain; `_` binds nothing, but nor does it need to be guessed. */
function exact({ path, alias }: Spec): string | null {
  if (alias !== '') return alias;
  const name = last(path);
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : null;
}

/** The last part of a path that is no version: `openai-go` of `github.com/openai/openai-go/v3`, `yaml` of `gopkg.in/yaml.v3`. */
function last(path: string): string {
  const parts = path.split('/');
  const end = parts.at(-1) ?? '';
  const name = /^v\d+$/.test(end) && parts.length > 1 ? (parts.at(-2) ?? '') : end;
  return name.replace(/\.v\d+$/, '');
}

function guesses(path: string): readonly string[] {
  const words = last(path)
    .split(/[-.]/)
    .filter((word) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(word));
  const telling = words.filter((word) => !surroundings.test(word));
  const own = telling.length > 0 ? telling : words.filter((word) => !/^go(?:lang)?$/.test(word));
  return [...new Set([own.join(''), words.join(''), words.join('_'), ...own])].filter(Boolean);
}
