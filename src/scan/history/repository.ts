import { parseCommit, parseTag, type Tag } from '../../sources/git/commit.ts';
import { Graph } from '../../sources/git/graph.ts';
import { listMore, listObjects, nothingListed, type Objects } from '../../sources/git/listing.ts';
import { missingFrom } from '../../sources/git/missing.ts';
import { Packs } from '../../sources/git/packs/packs.ts';
import type { Ending } from '../../sources/git/program.ts';
import { type Refs, readRefs } from '../../sources/git/refs.ts';
import { sizesOf } from '../../sources/git/sizes.ts';
import type { Store } from '../../sources/git/store.ts';
import type { Trees } from '../../sources/git/trees.ts';
import type { Repository } from '../../sources/repository.ts';
import { Crew } from './crew.ts';
import { Reader, type ReaderOptions } from './reader.ts';

/** What the search of one repository needs. */
export interface RepositorySearch extends Omit<ReaderOptions, 'packs' | 'crew'> {
  /** How many threads may read. */
  readonly jobs: number;
  readonly repository: Repository;
  /** Object ids of files that were read in the work tree. */
  readonly inTree: Iterable<string>;
}

/** All that was read of a repository. */
export interface Searched {
  readonly objects: Objects;
  readonly graph: Graph;
  readonly refs: Refs;
  /** What each tag stands at. */
  readonly tags: ReadonlyMap<string, Tag>;
  readonly reader: Reader;
  readonly trees: Trees;
  /** Objects that trees name and that are not there. */
  readonly missing: readonly string[];
  /** Objects that refs and tags name and that are not there. */
  readonly lost: readonly string[];
  readonly endings: readonly Ending[];
}

/** Searches all that is in the store of a repository: commits, tags and trees first, then blobs, each once. */
export async function searchRepository(options: RepositorySearch): Promise<Searched> {
  const { jobs, rules, inspect, place, below, maxBytes, store, signal } = options;
  const crew = new Crew(jobs, store, { rules, inspect, place, below, maxBytes });
  const stop = (): void => crew.stop();
  signal.addEventListener('abort', stop, { once: true });
  let packs: Packs | null = null;
  try {
    const listed = nothingListed(store.width);
    packs = Packs.open(store, listed, store.width);
    // A pack that cannot be made out may hold anything.
    const objects =
      packs.length < store.packs.length
        ? await listObjects(store, listed, signal)
        : await listMore(store, listed, [...packs.untold, ...store.loose], signal);
    return await searchPacked({ ...options, packs, crew }, objects);
  } finally {
    signal.removeEventListener('abort', stop);
    await crew.close();
    packs?.close();
  }
}

async function searchPacked(options: RepositorySearch & ReaderOptions, objects: Objects): Promise<Searched> {
  const { store, signal } = options;
  const refs = readRefs(options.repository);
  const reader = new Reader(options, objects);
  const graph = new Graph(objects.commits);
  const tags = new Map<string, Tag>();
  const trees = await reader.trees(async () => {
    await reader.texts('commits', (index, bytes) => {
      const commit = parseCommit(bytes);
      if (commit) graph.add(index, commit);
    });
    await reader.texts('tags', (index, bytes) => {
      const tag = parseTag(bytes);
      if (tag) tags.set(objects.tags.hex(index), tag);
    });
  });
  const hex = (commits: readonly number[]): string[] => commits.map((commit) => graph.ids.hex(commit));
  store.cutAt(hex(graph.ends()));
  const beside = await besides(options, { objects, refs, tags });
  await reader.blobs(trees, options.inTree);
  const isWhole = trees.missing.size === 0 && areThere(graph, objects);
  const from = [...hex(graph.tips()), ...beside.there];
  const lacking = isWhole || from.length === 0 ? null : await missingFrom(store, from, signal);
  const missing = [...(lacking?.ids ?? [])];
  const endings = [objects.ending, ...reader.endings, beside.ending, ...(lacking ? [lacking.ending] : [])];
  return { objects, graph, refs, tags, reader, trees, missing, lost: beside.lost, endings };
}

/** Whether the trees of all commits are there. */
function areThere({ trees }: Graph, objects: Objects): boolean {
  for (let tree = 0; tree < trees.length; tree++) if (objects.trees.indexOf(trees.bytes(tree), 0) < 0) return false;
  return true;
}

/** Refs and tags that lead to no commit: to a tree, to a blob, or to what is not there. */
async function besides(
  { store }: RepositorySearch,
  { objects, refs, tags }: Pick<Searched, 'objects' | 'refs' | 'tags'>,
): Promise<Sorted> {
  const named = new Set([...refs.ids.values(), ...[...tags.values()].map(({ object }) => object)]);
  if (refs.head !== null && refs.head !== 'broken') named.add(refs.head);
  const rest = [...named].filter((id) => {
    const text = Buffer.from(id, 'latin1');
    return objects.commits.indexOfHex(text, 0) < 0 && objects.tags.indexOfHex(text, 0) < 0;
  });
  return await sorted(store, rest);
}

interface Sorted {
  readonly there: readonly string[];
  readonly lost: readonly string[];
  readonly ending: Ending;
}

/** Asks which objects are there. */
async function sorted(store: Store, ids: readonly string[]): Promise<Sorted> {
  const { sizes, ending } = await sizesOf(store, ids);
  const isThere = (_: string, index: number): boolean => sizes[index] !== null;
  return { there: ids.filter(isThere), lost: ids.filter((id, index) => !isThere(id, index)), ending };
}
