import type { Tree } from '../census/follow.ts';
import type { Edge } from '../census/group.ts';
import { resolveModule } from '../census/modules.ts';
import type { Inspection } from '../model/document.ts';
import { packaged } from './outline.ts';

/** The files of the tree that a file imports. */
export function edgesOf({ file, language, imports, leads }: Inspection, tree: Tree): readonly Edge[] {
  if (!language) return [];
  // Where names are in reach without an import, what is mentioned tells.
  const mentioned = packaged.test(file) ? (leads ?? []).map(({ ref }) => ref) : [];
  return [...imports, ...mentioned].flatMap((ref) => {
    const target = resolveModule(file, language, ref, tree.modules);
    return target ? [{ from: file, to: target.file }] : [];
  });
}
