import type { Modules } from '../modules.ts';
import { join, parent } from './paths.ts';

/** Projects of .NET by their folder, and what each of them has in reach: itself, and what it refers to. */
interface Projects {
  readonly folders: ReadonlyMap<string, string>;
  readonly reach: Map<string, ReadonlySet<string>>;
}

const known = new WeakMap<Modules, Projects>();

/** Whether a file of C# sees the types of another: it stands in the same project, or in one that the project refers to. */
export function inReach(from: string, file: string, modules: Modules): boolean {
  const projects = known.get(modules) ?? { folders: foldersOf(modules.files), reach: new Map() };
  known.set(modules, projects);
  const [home, other] = [homeOf(from, projects), homeOf(file, projects)];
  if (home === other) return true;
  if (home === null || other === null) return false;
  const reach = projects.reach.get(home) ?? reached(home, projects, modules);
  projects.reach.set(home, reach);
  return reach.has(other);
}

/** Folders with a project file, and that file. */
function foldersOf(files: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map([...files].filter((file) => file.endsWith('.csproj')).map((file) => [parent(file), file]));
}

function homeOf(file: string, { folders }: Projects): string | null {
  for (let folder = parent(file); ; folder = parent(folder)) {
    if (folders.has(folder)) return folder;
    if (folder === '') return null;
  }
}

/** All that a project refers to, and what that refers to in turn. */
function reached(home: string, { folders }: Projects, modules: Modules): ReadonlySet<string> {
  const found = new Set([home]);
  for (const folder of found) {
    const project = folders.get(folder);
    for (const reference of (project && modules.outline(project)?.names) || []) {
      // `..\Shared\Shared.csproj`, as Windows writes it.
      const to = join(folder, reference.replaceAll('\\', '/').replace(/[^/]*$/, ''));
      if (to !== null && folders.has(to)) found.add(to);
    }
  }
  return found;
}
