import { type Dirent, readdirSync } from 'node:fs';
import { codeOf, rawPath, readRegular } from '../open.ts';
import { isInside } from '../repository.ts';

/** A file or folder of an object store that git may open. Paths are byte strings. */
export interface Part {
  /** Its name in the store: `pack/pack-….idx`, `4b`. */
  readonly name: string;
  readonly path: string;
}

/** What a store of objects is made of, as far as it lies in the scanned root and may be opened. */
export interface Parts {
  readonly parts: readonly Part[];
  /** Ids, in hex digits, of the objects that stand by themselves. */
  readonly loose: readonly string[];
  /** Other stores in the root that this one borrows from. */
  readonly borrowed: readonly string[];
  /** One sentence for each thing that was left out. */
  readonly refused: readonly string[];
  /** True where some packs came from a server that keeps the rest. */
  readonly promised: boolean;
}

/** Enough for any honest list of stores. */
const maxListBytes = 1024 * 1024;

/**
 * Goes through a store by its names alone. What is a link, a pipe or a device is left out: git would follow it, or wait
 * for it without end.
 */
export function partsOf(objects: string, root: string): Parts {
  const refused = new Set<string>();
  const parts: Part[] = [];
  const ids: string[] = [];
  for (const { name, kind } of namesIn(objects, refused)) {
    if (!/^[0-9a-f]{2}$/.test(name)) continue;
    if (kind === 'folder') {
      const found = loose(objects, name, refused);
      parts.push(...found.parts);
      ids.push(...found.ids);
    } else refused.add('a folder of its object store is a link or no folder, and was not followed');
  }
  const packs = packsIn(objects, refused);
  return {
    parts: [...parts, ...packs.parts],
    loose: ids,
    promised: packs.promised,
    ...borrowedBy(objects, root, refused),
  };
}

/** A folder of single objects: as a whole where all of it is plain files, else each of those. */
function loose(
  objects: string,
  folder: string,
  refused: Set<string>,
): { parts: readonly Part[]; ids: readonly string[] } {
  const names = namesIn(`${objects}/${folder}`, refused);
  const files = names.filter(({ kind }) => kind === 'file');
  const ids = files.flatMap(({ name }) => (/^(?:[0-9a-f]{38}|[0-9a-f]{62})$/.test(name) ? folder + name : []));
  if (files.length === names.length) return { parts: [{ name: folder, path: `${objects}/${folder}` }], ids };
  refused.add('a file of its object store is a link or no regular file, and was not read');
  const parts = files.map(({ name }) => ({ name: `${folder}/${name}`, path: `${objects}/${folder}/${name}` }));
  return { parts, ids };
}

/** Packs with their indexes; other files that git keeps beside them only make it faster. */
function packsIn(objects: string, refused: Set<string>): { parts: Part[]; promised: boolean } {
  const names = namesIn(`${objects}/pack`, refused);
  const files = new Set(names.flatMap(({ name, kind }) => (kind === 'file' ? name : [])));
  const parts: Part[] = [];
  for (const { name } of names) {
    const [, stem = '', ending] = /^(pack-.*)\.(pack|idx)$/.exec(name) ?? [];
    if (ending === undefined) continue;
    const whole = files.has(`${stem}.pack`) && files.has(`${stem}.idx`);
    if (whole) parts.push({ name: `pack/${name}`, path: `${objects}/pack/${name}` });
    else refused.add('a pack of objects without its index, or behind a link, was not read');
  }
  return { parts, promised: [...files].some((name) => name.endsWith('.promisor')) };
}

/** Stores that this one names as alternates. Those outside of the root are not opened. */
function borrowedBy(
  objects: string,
  root: string,
  refused: Set<string>,
): { borrowed: readonly string[]; refused: readonly string[] } {
  const borrowed: string[] = [];
  const names = namesIn(`${objects}/info`, refused);
  if (names.some(({ name }) => name === 'http-alternates')) refused.add('it borrows objects over the network');
  const list = names.find(({ name }) => name === 'alternates');
  const file = list?.kind === 'file' ? readRegular(rawPath(`${objects}/info/alternates`), maxListBytes) : null;
  if (list && !file) refused.add('the list of stores that it borrows from could not be read');
  for (const line of file?.bytes.toString('latin1').split('\n') ?? []) {
    if (line === '' || line.startsWith('#')) continue;
    const path = line.startsWith('/') ? line : `${objects}/${line}`;
    if (isInside(path, root)) borrowed.push(path);
    else refused.add('it borrows objects from a place outside of what is scanned, and those were not read');
  }
  return { borrowed, refused: [...refused] };
}

interface Name {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** A folder that is not there holds nothing; one that cannot be listed is refused. */
function namesIn(folder: string, refused: Set<string>): Name[] {
  try {
    return readdirSync(rawPath(folder), { encoding: 'buffer', withFileTypes: true }).map((entry) => ({
      name: entry.name.toString('latin1'),
      kind: kindOf(entry),
    }));
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT') refused.add(`a folder of its object store could not be listed (${code})`);
    return [];
  }
}

function kindOf(entry: Dirent<Buffer>): Name['kind'] {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
