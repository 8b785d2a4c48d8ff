import { parent } from '../census/unit.ts';
import type { Inspection } from '../model/document.ts';
import type { Ecosystem, RuleSet } from '../model/ruleset.ts';

/** Manifests whose name is the package's, and the registry it goes to. */
const registries: readonly (readonly [RegExp, Ecosystem])[] = [
  [/(?:^|\/)package\.json$/, 'npm'],
  [/(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/, 'pypi'],
  [/(?:^|\/)go\.mod$/, 'go'],
  [/(?:^|\/)Cargo\.toml$/, 'crates'],
  [/(?:^|\/)composer\.json$/, 'packagist'],
  [/(?:^|\/)mix\.exs$/, 'hex'],
  [/\.csproj$/, 'nuget'],
];

/** Folders whose package is an SDK that the rules know: it sends requests for those who use it, and is no agent by that. */
export function sdkFolders(inspections: readonly Inspection[], { sdks }: RuleSet): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { file, manifest } of inspections) {
    const registry = registries.find(([pattern]) => pattern.test(file))?.[1];
    const name = manifest?.name ?? (registry === 'nuget' ? file.replace(/^.*\/|\.csproj$/g, '') : null);
    if (registry && name !== null && sdks.has(`${registry}:${plain(name, registry)}`)) found.add(parent(file));
  }
  return found;
}

function plain(name: string, registry: Ecosystem): string {
  if (registry === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return registry === 'go' ? name.replace(/\/v\d+$/, '') : name;
}
