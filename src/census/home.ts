import type { Lead, Ref } from '../model/fact.ts';
import { headOf } from '../model/module.ts';
import type { Tree } from './follow.ts';
import { goFiles } from './modules/go.ts';
import { parent } from './modules/paths.ts';
import { resolveModule } from './modules.ts';

/** A declaration of the tree; `name` null stands for all of its file. */
export interface Home {
  readonly file: string;
  readonly name: string | null;
}

/** How many re-exports a name is followed through. */
const longest = 8;

/** Where something imported is declared, behind all re-exports; null where it is no part of the tree. */
export function home(from: string, ref: Ref, tree: Tree, depth = 0): Home | null {
  const language = tree.inspections.get(from)?.language ?? (from.endsWith('.py') ? 'python' : 'javascript');
  const target = depth > longest ? null : resolveModule(from, language, ref, tree.modules);
  if (!target) return null;

  return declared(target.file, headOf(target.path), tree, depth);
}

/** The declaration that a file offers under a name. */
export function declared(file: string, name: string, tree: Tree, depth = 0): Home {
  const exports = tree.inspections.get(file)?.exports ?? [];
  const found = exports.find((one) => one.name === name);
  if (!found) return starred(file, name, tree, depth) ?? { file, name: null };

  const { value } = found;
  const isHandedOn = value.kind === 'ref' && value.ref.module !== '' && !value.ref.path.includes('(');
  const behind = isHandedOn ? home(file, value.ref, tree, depth + 1) : null;
  return behind ?? { file, name: (value.kind === 'local' && value.name) || name || 'default' };
}

/** `export * from './x'`: the name may be declared there. */
function starred(file: string, name: string, tree: Tree, depth: number): Home | null {
  for (const { name: exported, value } of tree.inspections.get(file)?.exports ?? []) {
    if (exported !== '*' || value.kind !== 'ref') continue;
    const found = home(file, { module: value.ref.module, path: name }, tree, depth + 1);
    if (found && found.name !== null) return found;
  }
  return null;
}

/** What a declaration mentions: other declarations of its file, and of files that it imports. */
export function mentioned({ file, name }: Home, tree: Tree): readonly Home[] {
  const inspection = tree.inspections.get(file);
  if (!inspection) return [];
  const { leads, imports } = inspection;
  if (!leads || name === null) {
    return imports.flatMap((ref) => home(file, ref, tree) ?? []);
  }
  const own = leads.flatMap((lead) => (lead.within === null || lead.within === name ? led(file, lead, tree) : []));
  return inspection.language === 'go' ? [...own, ...loaded(parent(file), tree)] : own;
}

function led(file: string, { ref }: Lead, tree: Tree): readonly Home[] {
  if (ref.module === '') return [{ file, name: ref.path }];
  const found = home(file, ref, tree);
  return found ? [found] : [];
}

/** By tree and folder: what a Go package does when it is loaded, such as to register what its files hold. */
const packages = new WeakMap<Tree, Map<string, readonly Home[]>>();

function loaded(folder: string, tree: Tree): readonly Home[] {
  const known = packages.get(tree) ?? new Map<string, readonly Home[]>();
  packages.set(tree, known);
  const before = known.get(folder);
  if (before) return before;
  const found = goFiles(folder, tree.modules).flatMap((file) => {
    const leads = tree.inspections.get(file)?.leads ?? [];
    return leads.flatMap((lead) => (lead.within === null ? led(file, lead, tree) : []));
  });
  known.set(folder, found);
  return found;
}
