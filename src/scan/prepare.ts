import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';

const manifests =
  'package\\.json|pyproject\\.toml|setup\\.(?:py|cfg)|requirements[\\w.-]*\\.txt|Pipfile|go\\.mod|Cargo\\.toml|pom\\.xml|build\\.gradle(?:\\.kts)?|[^/]+\\.(?:cs|fs|vb)proj|packages\\.config|Gemfile|[\\w.-]+\\.gemspec|composer\\.json|mix\\.exs|\\.env(?:\\.[\\w.-]+)?|[\\w.-]+\\.env';

/** Names that any file may have: what stands in it tells whether it is of a format. */
const anyName = /^(?:\*\*|\*\.(?:json|ya?ml|md|toml|xml|tf|\{[\w,]+\}))$/;

/**
 * Matches files that are inspected whatever stands in them: manifests, environment files, files that configure an
 * assistant, and those whose name tells that they declare agents or hold the settings of an application.
 */
export function always({ files, formats, settings }: RuleSet): RegExp {
  const literals = files.flatMap(({ glob }) => {
    const last = glob.split('/').findLast((segment) => segment !== '' && !/[*?{[]/.test(segment));
    return last === undefined ? [] : [last.replace(/[.+^$()|\\]/g, '\\$&')];
  });
  const named = [...formats, ...settings].map((one) => one.files.slice(one.files.lastIndexOf('/') + 1));
  const names = named.filter((name) => !anyName.test(name)).map(pattern);
  return new RegExp(`(?:^|/)(?:${[manifests, ...new Set([...literals, ...names])].join('|')})(?:/|$)`);
}

/** A glob over one file name as a regular expression: `flow.dag.{yaml,yml}`, `*.mcs.yml`. */
function pattern(name: string): string {
  return name
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.replaceAll(',', '|')})`);
}

/**
 * Python modules of the tree that go by the name of a package that the rules know, as `folder|name`, and the names that
 * they define, as `folder|name|symbol`: a file that defines nothing takes nobody's place.
 */
export function shadows(blobs: readonly Blob[], { symbols }: RuleSet): ReadonlySet<string> {
  const names = new Set(
    [...symbols.keys()].map((module) => module.split('.', 1)[0] ?? '').filter((name) => /^\w+$/.test(name)),
  );
  const packages = new Set<string>();
  const candidates: { folder: string; name: string; defines: ReadonlySet<string> }[] = [];
  for (const blob of blobs) {
    if (!blob.origin.path.endsWith('.py')) continue;
    const parts = blob.origin.path.split('/');
    const file = parts.pop() ?? '';
    const isPackage = file === '__init__.py';
    if (isPackage) packages.add(parts.join('/'));
    const folder = parts.at(-1) ?? '';
    // A folder of modules is a package without saying so: `agents/dqn.py` makes `agents.dqn`.
    if (!isPackage && names.has(folder))
      candidates.push({ folder: parts.slice(0, -1).join('/'), name: folder, defines: new Set([file.slice(0, -3)]) });
    const name = isPackage ? (parts.pop() ?? '') : file.slice(0, -3);
    if (!names.has(name)) continue;
    const defines = isPackage ? new Set(['*']) : defined(blob, name);
    if (defines.size > 0) candidates.push({ folder: parts.join('/'), name, defines });
  }
  return new Set(
    candidates.flatMap(({ folder, name, defines }) =>
      [`own:${folder}|${name}`, ...(packages.has(folder) ? [] : [`${folder}|${name}`])].flatMap((place) => [
        place,
        ...[...defines].map((symbol) => `${place}|${symbol}`),
      ]),
    ),
  );
}

/** Longest module that is looked into for what it defines. */
const longestModule = 1 << 20;

const definition =
  /^[ \t]{0,80}(?:(?:async[ \t]{1,8})?def|class)[ \t]{1,8}(\w{1,200})|^[ \t]{0,80}(\w{1,200})[ \t]{0,8}(?::[^=\n]{1,200})?=(?!=)/gm;
const imported = /^[ \t]{0,80}from[ \t]{1,8}([\w.]{1,200})[ \t]{1,8}import[ \t]{0,8}(\([^)]{0,4000}\)|[^\n]{0,1000})/gm;

/** Names that a module binds, `*` where they cannot be told. What it imports from the package of its own name is that package's. */
function defined(blob: Blob, name: string): ReadonlySet<string> {
  const text = readBytes(blob, longestModule).bytes?.toString('latin1') ?? '';
  const found = new Set<string>();
  for (const [, made, bound] of text.matchAll(definition)) found.add(made ?? bound ?? '');
  for (const [, module = '', list = ''] of text.matchAll(imported)) {
    if (module.split('.', 1)[0] === name) continue;
    for (const symbol of list.match(/\w+|\*/g) ?? []) found.add(symbol);
  }
  return found;
}
