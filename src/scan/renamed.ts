import type { Renamed } from '../census/modules/renamed.ts';
import { parent, within } from '../census/unit.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Renaming } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';

/** The names that manifests give to packages of rules, as the code below them writes both. */
export function namesOf(inspections: readonly Inspection[], rules: RuleSet): Renamed {
  const found = new Map<string, Map<string, string>>();
  for (const { renamed = [], file } of inspections) {
    const known = renamed.filter((one) => isOfRule(one, rules));
    if (known.length === 0) continue;
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const names = known.map(
      ({ language, as, name }) => [`${language}:${inCode(language, as)}`, inCode(language, name)] as const,
    );
    found.set(folder, new Map([...(found.get(folder) ?? []), ...names]));
  }
  return found;
}

/** Files below a manifest that import a package of a rule by the name that the manifest gives it: no keyword is in them. */
export function* importersOf(
  inspections: readonly Inspection[],
  blobs: ReadonlyMap<string, Blob>,
  rules: RuleSet,
): Iterable<string> {
  for (const { renamed = [], file } of inspections) {
    const names = renamed.filter((one) => isOfRule(one, rules));
    if (names.length === 0) continue;
    const folder = parent(file);
    const pattern = new RegExp(names.map(importing).join('|'));
    for (const [path, blob] of blobs) {
      const isSource = names.some(({ language }) => sources[language].test(path));
      const text = isSource && within(path, folder) ? readBytes(blob).bytes?.toString('latin1') : null;
      if (text && pattern.test(text)) yield path;
    }
  }
}

const sources = { javascript: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, rust: /\.rs$/ };

function isOfRule({ language, name }: Renaming, { packages }: RuleSet): boolean {
  if (language === 'rust') return packages.has(`crates:${name}`);
  return packages.has(`npm:${/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]}`);
}

/** Where a text says a name as code says the name of a package. */
function importing({ language, as }: Renaming): string {
  const name = inCode(language, as).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return language === 'rust' ? `\\b${name}\\b` : `['"\`]${name}['"\`/]`;
}

/** Rust has no dashes in names. */
function inCode(language: Renaming['language'], name: string): string {
  return language === 'rust' ? name.replaceAll('-', '_') : name;
}
