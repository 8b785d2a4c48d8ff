import type { Tree } from '../census/follow.ts';
import type { Edge } from '../census/group.ts';
import { resolveModule } from '../census/modules.ts';
import type { Inspection } from '../model/document.ts';

/** The files of the tree that a file imports. */
export function edgesOf({ file, language, imports }: Inspection, tree: Tree): readonly Edge[] {
  if (!language) return [];
  return imports.flatMap((ref) => {
    const target = resolveModule(file, language, ref, tree.modules);
    return target ? [{ from: file, to: target.file }] : [];
  });
}
