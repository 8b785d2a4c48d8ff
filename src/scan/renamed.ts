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
  const found = new Map<string, Map<string, string>>();
  for (const { renamed = [], file } of inspections) {
    const known = renamed.filter((one) => isOfRule(one, rules));
    if (known.length === 0) continue;
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const names = found.get(folder) ?? new Map<string, string>();
    found.set(folder, names);
    for (const { language, as, name } of known)
      names.set(`${language}:${inCode(language, as)}`, inCode(language, name));
  }
  return found;
}

/** The names that manifests give to files of their own, without the star behind those of folders. */
export function mapsOf(inspections: readonly Inspection[]): Modules['mapped'] {
  const found = new Map<string, Map<string, string>>();
  for (const { renamed = [], file } of inspections) {
    const own = renamed.filter(({ name }) => name.startsWith('./'));
    if (own.length === 0) continue;
    const names = own.map(({ as, name }) => [as.replace(/\/\*$/, ''), name] as const);
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    found.set(folder, new Map([...(found.get(folder) ?? []), ...names]));
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
