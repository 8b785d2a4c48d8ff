import { parent } from '../census/unit.ts';
import type { Inspection } from '../model/document.ts';
import type { Argument, Fact, Ref, Value } from '../model/fact.ts';
import { alsoModules } from '../model/module.ts';

/** Namespaces that a project of C# has in reach in all of its files, by the folder of its project file. */
export type Usings = ReadonlyMap<string, readonly string[]>;

const project = /\.csproj$/i;

/** Gathers `global using` and `<Using Include="…"/>`; what `_Imports.razor` says holds for the pages below its folder. */
export function usingsOf(inspections: Iterable<Inspection>): Usings {
  const all = [...inspections];
  const found = new Map<string, string[]>();
  for (const { file } of all) if (project.test(file)) found.set(parent(file), []);
  const homes = new Set(found.keys());
  for (const { file, language, exports, imports } of all) {
    const pages = /(?:^|\/)_(?:Imports\.razor|ViewImports\.cshtml)$/i.test(file);
    if (language !== 'csharp' && !project.test(file)) continue;
    const home = pages ? parent(file) : homeOf(file, homes);
    const offered = exports.flatMap(({ name, value }) =>
      name === '*' && value.kind === 'ref' ? value.ref.module : [],
    );
    const modules = pages ? imports.map(({ module }) => module) : offered;
    if (modules.length > 0) found.set(home, [...(found.get(home) ?? []), ...modules]);
  }
  return found;
}

/** The nearest folder above a file that is one of `homes`; the root where there is none. */
function homeOf(file: string, homes: { has(folder: string): boolean }): string {
  for (let folder = parent(file); ; folder = parent(folder)) if (folder === '.' || homes.has(folder)) return folder;
}

/** The facts of a file with the namespaces of its project among those that an undeclared name may come from. */
export function widened({ file, language, loose }: Inspection, usings: Usings): readonly Fact[] {
  if (language !== 'csharp') return loose;
  const modules = usings.get(homeOf(file, usings)) ?? [];
  if (modules.length === 0) return loose;
  const wide = (ref: Ref): Ref => ({ module: alsoModules(ref.module, modules), path: ref.path });
  return loose.map((fact) => wideFact(fact, wide));
}

function wideFact(fact: Fact, wide: (ref: Ref) => Ref): Fact {
  if (fact.kind === 'class') return { ...fact, bases: fact.bases.map(wide) };
  if (fact.kind !== 'call' && fact.kind !== 'decorator') return fact;
  const args = wideArguments(fact.args, wide);
  if (fact.kind === 'decorator') return { ...fact, ref: wide(fact.ref), args };
  return { ...fact, ref: wide(fact.ref), args, maker: wideArguments(fact.maker, wide) };
}

function wideArguments(args: readonly Argument[], wide: (ref: Ref) => Ref): readonly Argument[] {
  return args.map(({ name, value }) => ({ name, value: wideValue(value, wide) }));
}

function wideValue(value: Value, wide: (ref: Ref) => Ref): Value {
  switch (value.kind) {
    case 'ref':
      return { ...value, ref: wide(value.ref), ...(value.maker ? { maker: wideArguments(value.maker, wide) } : {}) };
    case 'list':
      return { ...value, items: value.items.map((item) => wideValue(item, wide)) };
    case 'choice':
      return { ...value, options: value.options.map((option) => wideValue(option, wide)) };
    case 'map':
      return { ...value, entries: wideArguments(value.entries, wide) };
    case 'parts':
      return {
        ...value,
        parts: value.parts.map((part) =>
          part === null || typeof part === 'string' ? part : { ...part, ref: wide(part.ref) },
        ),
      };
    default:
      return value;
  }
}
