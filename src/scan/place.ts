import type { PlaceInput } from '../census/census.ts';
import { declared, mentioned } from '../census/home.ts';
import { parent, Units } from '../census/unit.ts';
import type { Blob, Place } from '../model/blob.ts';
import type { Config } from '../model/config.ts';
import type { Inspection } from '../model/document.ts';
import type { Manifest } from '../model/fact.ts';
import type { Problem } from '../model/problem.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { isEnvironmentFile, isTemplate } from '../text/environment-file.ts';
import { across, barrels, type Peek } from './across.ts';
import { readExtensionCallers } from './extensions.ts';
import { loadProduction } from './loaded.ts';
import { outliner } from './outline.ts';
import { ownersOf } from './owners.ts';
import { Reach } from './reach.ts';
import { importersOf, mapsOf, namesOf } from './renamed.ts';
import { sdkFolders } from './sdk.ts';
import { followCalls, readExamples, secondLook } from './second.ts';
import { siblings } from './siblings.ts';

/** What the census needs of one place. */
interface Parts {
  readonly place: Place;
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly inspections: readonly Inspection[];
  /** Of files in archives: witnesses, and no part of the tree. */
  readonly members: readonly Inspection[];
  readonly config: Config;
  readonly rules: RuleSet;
  /** False where nothing that the tree says of itself silences anything, the name of a package neither. */
  readonly trustTree: boolean;
  readonly peek: Peek;
  /** Folders with libraries of other repositories. */
  readonly mounts: readonly string[];
}

/** How many files in which no keyword stands are read because others lead to them. */
const most = 5000;

/** Lets the files of a place know of each other, and draws its units. */
export async function placeInput(parts: Parts): Promise<{ input: PlaceInput; problems: readonly Problem[] }> {
  const { place, blobs, inspections, config, rules, trustTree } = parts;
  let left = most;
  const peek: Peek = async (file, task) => (left-- > 0 ? parts.peek(file, task) : null);
  const units = new Units(blobs.keys(), config.units, {
    single: place.source === 'file' || place.source === 'stream',
    workspaces: new Set(inspections.flatMap(({ file, manifest }) => (manifest?.workspace ? file : []))),
  });
  const files = new Set(blobs.keys());
  const known = new Map(inspections.map((inspection) => [inspection.file, inspection]));
  for (const file of siblings(inspections, units, files)) {
    const inspection = await peek(file);
    if (inspection) known.set(file, inspection);
  }
  const renamed = namesOf(inspections, rules);
  for (const file of importersOf(renamed, blobs)) {
    const inspection = known.has(file) ? null : await peek(file);
    if (inspection) known.set(file, inspection);
  }
  const modules = {
    files,
    packages: packages(inspections),
    renamed,
    mapped: mapsOf(inspections),
    outline: outliner(blobs),
    roots: parts.mounts.flatMap((folder) => [`${folder}/`, `${folder}/src/`]),
  };
  const tree = { inspections: known, modules };
  const look = { tree, blobs, units, rules, peek, reach: new Reach(tree, blobs, units) };
  await barrels(tree, rules, peek);
  if (!trustTree) await loadProduction(look);
  await secondLook(look);
  await readExamples(look);
  await readExtensionCallers(tree, blobs, peek);
  await barrels(tree, rules, peek);
  await followCalls(across(tree, rules).calls, look);
  const found = across(tree, rules);
  const done = { inspections: new Map(found.inspections.map((one) => [one.file, one])), modules };
  const input: PlaceInput = {
    id: place.id,
    units,
    ...found,
    inspections: [...found.inspections, ...parts.members],
    sdks: trustTree ? sdkFolders(found.inspections, rules) : new Set(),
    media: rules.media,
    homeOf: ({ file, name }) => declared(file, name, done),
    mentioned: (at) => mentioned(at, done),
    ownerOf: await ownersOf(blobs),
    programs: crates(files),
    environmentFiles: [...files].filter((file) => isEnvironmentFile(file) && !isTemplate(file)),
  };
  return { input, problems: left < 0 ? [cut(place, -left)] : [] };
}

/** Every file was searched for keywords all the same: what may be missing is a call that goes through many modules. */
function cut({ id }: Place, count: number): Problem {
  const message = `calls are followed through ${most} files without a keyword at most: ${count} more were not looked at for them`;
  return { kind: 'problem', place: id, file: '.', reason: 'limit', message, incomplete: true };
}

/** Crates with a main file: Cargo builds a program of them, also where there is a library beside it. */
function crates(files: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...files].flatMap((file) => (/(?:^|\/)src\/main\.rs$/.test(file) ? parent(parent(file)) : [])));
}

/** Packages of the tree by the name of their manifest; the one nearest to the root keeps a name that stands twice. */
function packages(inspections: readonly Inspection[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { manifest, file } of inspections) {
    const name = manifest && importedAs(file, manifest);
    if (!name) continue;
    const folder = parent(file);
    const before = found.get(name);
    if (before === undefined || folder.length < before.length) found.set(name, folder);
  }
  return found;
}

/** The name that code imports a package by; `null` where code does not import by the manifest's name. */
function importedAs(file: string, { name }: Manifest): string | null {
  if (/(?:^|\/)(?:package\.json|go\.mod)$/.test(file)) return name;
  return name !== null && /(?:^|\/)Cargo\.toml$/.test(file) ? `crate:${name.replaceAll('-', '_')}` : null;
}
