import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';

const manifests =
  'package\\.json|pyproject\\.toml|setup\\.(?:py|cfg)|requirements[\\w.-]*\\.txt|Pipfile|\\.env(?:\\.[\\w.-]+)?|[\\w.-]+\\.env';

/** Matches files that are inspected whatever stands in them: manifests, environment files, files that configure an assistant. */
export function always({ files }: RuleSet): RegExp {
  const literals = files.flatMap(({ glob }) => {
    const last = glob.split('/').findLast((segment) => segment !== '' && !/[*?{[]/.test(segment));
    return last === undefined ? [] : [last.replace(/[.+^$()|\\]/g, '\\$&')];
  });
  return new RegExp(`(?:^|/)(?:${[manifests, ...new Set(literals)].join('|')})(?:/|$)`);
}

/** Python modules of the tree that go by the name of a package that the rules know. */
export function shadows(blobs: readonly Blob[], { symbols }: RuleSet): ReadonlySet<string> {
  const names = new Set(
    [...symbols.keys()].map((module) => module.split('.', 1)[0] ?? '').filter((name) => /^\w+$/.test(name)),
  );
  const packages = new Set<string>();
  const candidates: { folder: string; name: string }[] = [];
  for (const { origin } of blobs) {
    if (!origin.path.endsWith('.py')) continue;
    const parts = origin.path.split('/');
    const file = parts.pop() ?? '';
    if (file === '__init__.py') {
      packages.add(parts.join('/'));
      const name = parts.pop() ?? '';
      if (names.has(name)) candidates.push({ folder: parts.join('/'), name });
    } else if (names.has(file.slice(0, -3))) candidates.push({ folder: parts.join('/'), name: file.slice(0, -3) });
  }
  return new Set(
    candidates.flatMap(({ folder, name }) => [
      `own:${folder}|${name}`,
      ...(packages.has(folder) ? [] : [`${folder}|${name}`]),
    ]),
  );
}
