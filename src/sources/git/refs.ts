import { readdirSync } from 'node:fs';
import { codeOf, rawPath } from '../open.ts';
import { headOf, isInside, type Repository, readRef, settingOf, textOf } from '../repository.ts';

/** The refs of a repository, read as data. */
export interface Refs {
  /** Ids by name; names are byte strings. */
  readonly ids: ReadonlyMap<string, string>;
  /** The commit of HEAD; `null` before the first one. */
  readonly head: string | null | 'broken';
  /** Names of refs that cannot be made out, and lines that are none. */
  readonly broken: readonly string[];
  /** Why refs may be missing here; '' where all were read. */
  readonly unread: string;
  /** Commits at which the history was cut off when it was fetched. */
  readonly shallow: readonly string[];
  /** True where a file of grafts says other parents than the commits do. It is not followed. */
  readonly grafted: boolean;
}

const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Folders of refs deeper than this, or refs more than this, are nobody's. */
const [mostDepth, mostRefs] = [64, 2_000_000];

/** Reads all refs: packed ones, then loose ones, which win. */
export function readRefs(repository: Repository): Refs {
  const { common, directory } = repository;
  const ids = new Map<string, string>();
  const broken: string[] = [];
  for (const line of (textOf(repository, `${common}/packed-refs`) ?? '').split('\n')) {
    const [, id = '', name = ''] = /^([0-9a-f]+) (refs\/.+)$/.exec(line) ?? [];
    if (isObject(id)) ids.set(name, id);
    else if (line !== '' && !/^(?:#|\^[0-9a-f]{40,64}$)/.test(line)) broken.push(name || 'packed-refs');
  }
  const unread = [
    settingOf(repository, 'extensions.refstorage') === 'reftable' ? 'they are kept in a reftable' : '',
    loose(repository, ids, broken),
  ];
  const worktrees = namesIn(`${common}/worktrees`).map((name) => `worktrees/${name}/HEAD`);
  for (const name of [...new Set([...worktrees, ...(directory === common ? [] : ['HEAD'])])]) {
    const id = readRef({ ...repository, directory: common }, name);
    if (id !== null && id !== 'broken') ids.set(name, id);
  }
  return {
    ids,
    head: headOf(repository),
    broken,
    unread: unread.find((reason) => reason !== '') ?? '',
    shallow: (textOf(repository, `${common}/shallow`) ?? '').split('\n').filter((line) => objectId.test(line)),
    grafted: (textOf(repository, `${common}/info/grafts`) ?? '').trim() !== '',
  };
}

/** Goes through `refs/`, and says why some of it was not read. */
function loose(repository: Repository, ids: Map<string, string>, broken: string[]): string {
  let reason = '';
  const waiting = ['refs'];
  for (const folder of waiting) {
    if (folder.split('/').length > mostDepth || ids.size > mostRefs) return 'there are too many of them';
    const path = `${repository.common}/${folder}`;
    if (!isInside(path, repository.root)) return 'they are not inside of what is scanned';
    try {
      for (const entry of readdirSync(rawPath(path), { encoding: 'buffer', withFileTypes: true })) {
        const name = `${folder}/${entry.name.toString('latin1')}`;
        if (entry.isDirectory()) waiting.push(name);
        else if (entry.isFile()) place(repository, name, ids, broken);
        else broken.push(name);
      }
    } catch (error) {
      reason = `a folder of them could not be listed (${codeOf(error)})`;
    }
  }
  return reason;
}

function place(repository: Repository, name: string, ids: Map<string, string>, broken: string[]): void {
  if (name.endsWith('.lock')) return;
  const id = readRef(repository, name);
  // A symbolic ref to a branch that has no commit yet is no fault.
  if (id === null) return;
  if (id === 'broken') broken.push(name);
  else ids.set(name, id);
}

function isObject(id: string): boolean {
  return objectId.test(id) && !/^0+$/.test(id);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(rawPath(folder), { encoding: 'latin1' });
  } catch {
    return [];
  }
}
