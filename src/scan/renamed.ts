import { ancestors } from '../census/modules/paths.ts';
import { prefixes, type Renamed } from '../census/modules/renamed.ts';
import type { Modules } from '../census/modules.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Renaming } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';
import { textOf } from '../text/decode.ts';

/** The names that manifests give to packages of rules, as the code below them writes both. */
export function namesOf(inspections: readonly Inspection[], rules: RuleSet): Renamed {
  return byFolder(inspections, (one) => {
    const { language, as, name } = one;
    return isOfRule(one, rules) ? [`${language}:${inCode(language, as)}`, inCode(language, name)] : null;
  });
}

/** The names that manifests give to files of their own, without the star behind those of folders. */
export function mapsOf(inspections: readonly Inspection[]): Modules['mapped'] {
  return byFolder(inspections, ({ as, name }) => (name.startsWith('./') ? [as.replace(/\/\*$/, ''), name] : null));
}

/** What manifests say of names, by their folders, as far as `told` makes a pair of it; the last word on a name counts. */
function byFolder(
  inspections: readonly Inspection[],
  told: (renaming: Renaming) => readonly [key: string, value: string] | null,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const { renamed = [], file } of inspections) {
    const [folder = ''] = ancestors(file);
    for (const one of renamed) {
      const pair = told(one);
      if (pair) found.set(folder, (found.get(folder) ?? new Map<string, string>()).set(...pair));
    }
  }
  return found;
}

/** Files below a manifest that import a package by the name that the manifest gives it: no keyword is in them. */
export function* importersOf(renamed: Renamed, blobs: ReadonlyMap<string, Blob>): Iterable<string> {
  if (renamed.size === 0) return;
  for (const [path, blob] of blobs) {
    const language = languageOf(path);
    const names = language && ancestors(path).flatMap((folder) => renamed.get(folder) ?? []);
    if (!names || names.length === 0) continue;
    const { bytes } = readBytes(blob);
    const isAsked = (name: string): boolean => names.some((all) => all.has(`${language}:${name}`));
    if (bytes && said(language, textOf(bytes)).some(isAsked)) yield path;
  }
}

function languageOf(path: string): Renaming['language'] | null {
  if (/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(path)) return 'javascript';
  return path.endsWith('.rs') ? 'rust' : null;
}

/** What a text may say as the name of a package: what stands in quotes there, and in Rust any word. */
function said(language: Renaming['language'], text: string): string[] {
  if (language === 'rust') return [...new Set(text.match(/\b\w{1,64}\b/g))];
  const quoted = new Set([...text.matchAll(/(?<=['"`])[^'"`\s]{1,300}(?=['"`])/g)].map(([specifier]) => specifier));
  return [...quoted].flatMap(prefixes);
}

function isOfRule({ language, name }: Renaming, { packages }: RuleSet): boolean {
  if (language === 'rust') return packages.has(`crates:${name}`);
  return prefixes(name).some((one) => packages.has(`npm:${one}`));
}

/** Rust has no dashes in names. */
function inCode(language: Renaming['language'], name: string): string {
  return language === 'rust' ? name.replaceAll('-', '_') : name;
}
