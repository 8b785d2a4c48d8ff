import { parent, within } from '../census/unit.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Context } from '../model/evidence.ts';
import { readBytes } from '../sources/index.ts';
import type { Growing, Peek } from './across.ts';
import { contextOf } from './context.ts';
import type { Reach } from './reach.ts';

/** What is looked at for files that production loads. */
interface Look {
  readonly tree: Growing;
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly reach: Reach;
  readonly peek: Peek;
}

/** Languages in which a file says by path what it imports; elsewhere tests share a package with what they test. */
const source = /\.(?:[cm]?[jt]sx?|py)$/;

/** What sets up or runs tests stands beside production, and is none. */
const testSetup =
  /(?:^|[/.])(?:(?:jest|vitest|playwright|cypress|karma|wdio|mocha|ava|nyc|storybook|noxfile|setup[-_]?tests?|test[-_]?setup)\b[\w.-]*)\.(?:[cm]?[jt]sx?|py)$/i;

/**
 * Files of tests, documentation, examples and vendored code that production imports: they run with it, whatever folder
 * they stand in, and are read again as production, with the files in between. Where the name of a folder is trusted nobody asks; where
 * it is not, all source is searched for what it imports.
 */
export async function loadProduction({ tree, blobs, reach, peek }: Look): Promise<void> {
  const aside = [...tree.inspections.values()].filter(tells).map(({ file }) => file);
  if (aside.length === 0) return;

  const importers = searched(blobs, reach);
  const named = programs(tree);
  const loaded = aside.flatMap((one) => (isOf(one, named) ? [one] : fromProduction(one, importers)));
  for (const file of new Set(loaded)) {
    const inspection = await peek(file, 'loaded');
    if (inspection) tree.inspections.set(file, withKeysOf(tree.inspections.get(file), inspection));
  }
}

/**
 * Folders with a manifest that starts something, and a name of what is built or tested: `services/build`, `apps/ab-test`. They
 * are called so, and are programs. A folder that stands in such a one is none.
 */
function programs({ inspections }: Growing): readonly string[] {
  return [...inspections.values()].flatMap(({ file, manifest }) => {
    const folder = parent(file);
    const isNamed = contextOf(inside(folder), '') === 'generated' || /[-_]tests?$/i.test(folder);
    return manifest?.entry && isNamed && isProduction(inside(parent(folder))) ? [folder] : [];
  });
}

/** A file of such a folder, and of no other below it that stands aside. */
function isOf(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => within(file, folder) && isProduction(file.slice(folder.length + 1)));
}

/** The path of a file that says nothing but where it stands. */
function inside(folder: string): string {
  return folder === '.' ? 'x.js' : `${folder}/x.js`;
}

/** Keys are the same in every folder, and their vendors may have been asked about them already. */
function withKeysOf(before: Inspection | undefined, now: Inspection): Inspection {
  if (!before) return now;
  const isKey = ({ kind }: Inspection['evidence'][number]): boolean => kind === 'key';
  return {
    ...now,
    evidence: [...now.evidence.filter((one) => !isKey(one)), ...before.evidence.filter(isKey)],
  };
}

/** What stands aside is only ever a mention; what it would be in production is seen when it is read as that. */
function tells({ file, context, evidence }: Inspection): boolean {
  return isAside(context) && source.test(file) && evidence.length > 0;
}

function isAside(context: Context): boolean {
  return context !== 'production' && context !== 'archived' && context !== 'catalogue';
}

/** Files that stand aside, by those that import them. */
type Importers = ReadonlyMap<string, ReadonlySet<string>>;

/** Who imports what stands aside, by the text of all source. */
function searched(blobs: ReadonlyMap<string, Blob>, reach: Reach): Importers {
  const found = new Map<string, Set<string>>();
  for (const [file, blob] of blobs) {
    const text = source.test(file) ? readBytes(blob).bytes?.toString('latin1') : undefined;
    for (const to of text ? reach.targets(file, text) : [])
      if (!isProduction(to)) found.set(to, (found.get(to) ?? new Set()).add(file));
  }
  return found;
}

/** By its path alone, and no set-up of tests: `jest.config.js` stands wherever the program does. */
function isProduction(file: string): boolean {
  return !isAside(contextOf(file, '')) && !testSetup.test(file);
}

/** The way by which production comes to a file, through files that stand aside; empty where there is none. */
function fromProduction(start: string, importers: Importers): readonly string[] {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [file, way] of ways) {
    for (const importer of importers.get(file) ?? []) {
      if (isProduction(importer)) return way;
      if (!ways.has(importer)) ways.set(importer, [...way, importer]);
    }
  }
  return [];
}
