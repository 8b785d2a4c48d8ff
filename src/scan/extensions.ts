import type { Tree } from '../census/follow.ts';
import { inReach } from '../census/modules/projects.ts';
import type { Call } from '../census/via.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Ref } from '../model/fact.ts';
import { readBytes } from '../sources/index.ts';
import type { Growing, Peek } from './across.ts';

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

/**
 * Files of C# without a keyword that call an extension method of a file which uses a model: `services.AddAcme()` names
 * neither file nor type.
 */
export async function readExtensionCallers(
  { inspections }: Growing,
  blobs: ReadonlyMap<string, Blob>,
  peek: Peek,
): Promise<void> {
  const makers = [...inspections.values()].filter(({ evidence }) => evidence.some(({ weight }) => weight === 'use'));
  const names = [...extensionsOf(makers).keys()];
  if (names.length === 0) return;
  for (const [file, blob] of blobs) {
    if (!/\.(?:cs|razor|cshtml)$/.test(file) || inspections.has(file)) continue;
    const text = readBytes(blob).bytes?.toString('latin1');
    if (!text || !names.some((name) => text.includes(`.${name}(`) || text.includes(`.${name}<`))) continue;
    const inspection = await peek(file);
    if (inspection) inspections.set(file, inspection);
  }
}
