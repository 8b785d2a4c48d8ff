import type { Tree } from '../census/follow.ts';
import { inReach } from '../census/modules/projects.ts';
import type { Call } from '../census/via.ts';
import type { Inspection } from '../model/document.ts';
import type { Ref } from '../model/fact.ts';

/** A method that a class adds to others, and where that class stands. */
interface Extension {
  readonly file: string;
  /** The class, by the name under which its evidence stands. */
  readonly owner: string;
  readonly namespace: string;
}

/** Methods that classes of C# add to others, by their name. */
export type Extensions = ReadonlyMap<string, readonly Extension[]>;

/** Gathers extension methods: a class offers them under names of their own. */
export function extensionsOf(inspections: Iterable<Inspection>): Extensions {
  const found = new Map<string, Extension[]>();
  for (const { file, language, exports, package: namespace } of inspections) {
    if (language !== 'csharp') continue;
    for (const { name, value } of exports) {
      if (value.kind !== 'local' || value.name === name) continue;
      const list = found.get(name) ?? [];
      found.set(name, list);
      list.push({ file, owner: value.name, namespace: namespace ?? '' });
    }
  }
  return found;
}

/** Calls of extension methods of the tree: the namespace of the class is imported, and its project in reach. */
export function extensionCalls(
  { file, loose }: Inspection,
  extensions: Extensions,
  { modules }: Tree,
): readonly Call[] {
  if (extensions.size === 0) return [];
  return loose.flatMap((fact) => {
    const known = fact.kind === 'call' ? extensions.get(lastMember(fact.ref)) : undefined;
    if (fact.kind !== 'call' || !known) return [];
    const open = new Set(fact.ref.module.split('|'));
    const found = known.find((one) => one.file !== file && open.has(one.namespace) && inReach(file, one.file, modules));
    return found ? [{ from: file, to: found.file, name: found.owner, ...fact.at, within: fact.within }] : [];
  });
}

/** The method that is called on something; '' for a name by itself. */
function lastMember({ path }: Ref): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1);
}
