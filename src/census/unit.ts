import type { UnitKind } from '../model/census.ts';
import type { UnitOverride } from '../model/config.ts';

/** The smallest deployable thing that owns a manifest or an entry point. */
export interface Unit {
  /** Path in the repository, `.` for its root. */
  readonly path: string;
  readonly kind: UnitKind;
  /** True where a manifest or the configuration draws it; false for a folder that only holds files. */
  readonly drawn: boolean;
  /** Name given by the configuration. */
  readonly name: string | null;
}

/** File names that make their folder a unit. */
const manifests =
  /^(?:package\.json|pyproject\.toml|setup\.py|setup\.cfg|requirements[\w.-]*\.txt|pipfile|go\.mod|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|.+\.(?:cs|fs|vb)proj|gemfile|composer\.json|mix\.exs|dockerfile|serverless\.ya?ml|wrangler\.(?:toml|jsonc?)|langgraph\.json|sfdx-project\.json|flow\.(?:dag|flex)\.ya?ml|function\.json|action\.ya?ml|deno\.jsonc?)$/i;

/** Folders whose children are functions deployed one by one. */
const functions = /^(.*(?:^|\/)(?:supabase|netlify)\/functions\/[^/_][^/]*)\//;

/** A main package of a Go module: `cmd/<name>`. */
const commands = /^((?:.*\/)?cmd\/[^/]+)\/[^/]+(?<!_test)\.go$/;

/** Parts of a bot in an unpacked solution of the Power Platform: they stand beside the bot's folder, and bear its name. */
const botParts = /^(.*(?:^|\/))botcomponents\/([^/.]+)\.[^/]+\//;

/** Folders in which a manifest belongs to somebody else, or to a test. */
const foreign = /(?:^|\/)(?:node_modules|vendor|third_party|\.venv|venv|site-packages|__fixtures__)\//;

/** How units are drawn. */
interface Drawing {
  /** The target is a file or a stream, which is a unit by itself. */
  readonly single: boolean;
  /** Manifests that only hold packages together: they draw no unit. */
  readonly workspaces: ReadonlySet<string>;
}

/** Finds the unit of every file of a repository. Built once from the names of its files; nothing is read. */
export class Units {
  readonly #folders = new Map<string, { action: boolean }>();
  readonly #commands = new Set<string>();
  readonly #overrides: readonly UnitOverride[];

  readonly #single: boolean;

  constructor(files: Iterable<string>, overrides: readonly UnitOverride[], { single, workspaces }: Drawing) {
    this.#single = single;
    this.#overrides = [...overrides].sort((a, b) => b.path.length - a.path.length);
    for (const file of files) if (!workspaces.has(file)) this.#learn(file);
  }

  #learn(file: string): void {
    const command = commands.exec(file)?.[1];
    if (command !== undefined && !foreign.test(file)) this.#commands.add(command);
    const slash = file.lastIndexOf('/');
    const name = file.slice(slash + 1);
    if (!manifests.test(name) || foreign.test(file)) return;
    const folder = slash < 0 ? '.' : file.slice(0, slash);
    const action = /^action\.ya?ml$/i.test(name) && (this.#folders.get(folder)?.action ?? true);
    this.#folders.set(folder, { action });
  }

  /** True where any manifest stands at the root. */
  get rooted(): boolean {
    return this.#folders.has('.');
  }

  /** The unit that a file belongs to. `workflow`: it is one by its content. */
  of(file: string, { workflow }: { workflow: boolean }): Unit {
    const override = this.#overrides.find(({ path }) => path === '.' || file === path || file.startsWith(`${path}/`));
    if (override && !override.ignore)
      return { path: override.path, kind: 'configured', drawn: true, name: override.name };
    if (this.#single) return { path: file, kind: 'script', drawn: true, name: null };
    if (workflow) return { path: file, kind: 'workflow', drawn: true, name: null };
    const lambda = functions.exec(file)?.[1];
    if (lambda !== undefined) return { path: lambda, kind: 'application', drawn: true, name: null };
    const [, solution, bot] = botParts.exec(file) ?? [];
    if (bot !== undefined) return { path: `${solution}bots/${bot}`, kind: 'application', drawn: true, name: null };

    for (let folder = parent(file); ; folder = parent(folder)) {
      if (this.#commands.has(folder) && this.#folders.has(parent(folder).replace(/(?:^|\/)cmd$/, '') || '.'))
        return { path: folder, kind: 'application', drawn: true, name: null };
      const known = this.#folders.get(folder);
      if (known) return { path: folder, kind: known.action ? 'action' : 'application', drawn: true, name: null };
      if (folder === '.') return { path: parent(file), kind: 'application', drawn: false, name: null };
    }
  }

  /** True where the configuration takes the file out of the census. */
  ignores(file: string): boolean {
    const override = this.#overrides.find(({ path }) => path === '.' || file === path || file.startsWith(`${path}/`));
    return override?.ignore ?? false;
  }
}

/** The folder of a path, `.` for the root. */
export function parent(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at);
}

/** Whether a path is a folder or lies in it; everything lies in `.`. */
export function within(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
