import type { Unattached } from '../../model/census.ts';
import type { KeyHistory } from '../../model/history.ts';
import { placesIn } from '../../sources/git/places.ts';
import { type Span, spans } from '../../sources/git/spans.ts';
import type { Known } from '../../sources/git/trees.ts';
import { displayPath } from '../../text/path.ts';
import type { Holder } from './looker.ts';
import type { Searched } from './repository.ts';
import type { Key } from './search.ts';
import { blobIn, type Ground, type Trace, traceSets, tracesOf } from './traces.ts';

/** What evidence is made from. */
export interface Findings {
  readonly searched: Pick<Searched, 'graph' | 'refs' | 'tags' | 'trees'> & {
    readonly objects: Pick<Known, 'trees' | 'blobs'>;
  };
  readonly holders: readonly Holder[];
  /** Path of the repository in its place, '' or with a slash at its end. */
  readonly below: string;
}

/** What is known of commits: which of them refs lead to, and which HEAD does. */
interface Linked {
  readonly head: number;
  readonly reachable: Uint8Array;
  readonly inHead: Uint8Array;
}

/**
 * Where the keys of a history stand and from when to when: one witness for each key at each path, however many versions
 * of the file hold it, and one for each that stands in the text of a commit or a tag, or in a blob without a path.
 */
export function evidenceOf({ searched, holders, below }: Findings): readonly Unattached[] {
  const linked = linksOf(searched);
  const others = (all: readonly Holder[]): Unattached[] => all.flatMap((one) => otherWitnesses(one, searched, linked));
  const texts = others(holders.filter(({ type }) => type !== 'blob'));
  const files = holders.filter(({ type }) => type === 'blob');
  if (files.length === 0) return texts;

  const { graph, trees, objects } = searched;
  const blobs = files.map(({ object }) => objects.blobs.indexOfHex(Buffer.from(object, 'latin1'), 0));
  const places = placesIn({ trees, roots: graph.trees, all: objects.trees, blobs });
  const ground: Ground = { files, places };
  const traces = tracesOf(ground);
  const sets = traceSets(traces, ground);
  const of = (commit: number): readonly number[] => sets[places.setOf[graph.treeOf(commit)] ?? 0] ?? [];
  const times = spans({ graph, count: traces.length, of, ...linked });
  const evidence = traces.flatMap((trace, index) => {
    const span = times[index];
    const blob = blobIn(span ? graph.treeOf(span.at) : -1, trace, ground);
    return span ? fileWitness(trace, span, files[blob], trace.versions.get(blob), below) : [];
  });
  const placed = new Set(places.spots.map(({ blob }) => blob));
  const loose = others(files.filter(({ path }, blob) => path === null && !placed.has(blob)));
  return [...texts, ...loose, ...evidence];
}

function linksOf({ graph, refs, tags }: Findings['searched']): Linked {
  const head = refs.head === null ? -1 : graph.indexOf(refs.head);
  const referred = [...refs.ids.values()].map((id) => graph.indexOf(peeled(id, tags)));
  return { head, reachable: graph.reached([head, ...referred]), inHead: graph.reached([head]) };
}

/** What a tag stands at in the end: tags of tags are rare, and never many. */
function peeled(id: string, tags: Searched['tags']): string {
  let at = id;
  for (let depth = 0; depth < 8; depth++) at = tags.get(at)?.object ?? at;
  return at;
}

/** The version that the latest commit holds is the one to look at. */
function fileWitness(
  { path, inside }: Trace,
  { at: _, ...times }: Span,
  holder: Holder | undefined,
  key: Key | undefined,
  below: string,
): Unattached[] {
  if (!holder || !key) return [];
  const file = `${below}${displayPath(path)}${inside}`;
  return [witness({ ...key, file }, { object: holder.object, type: 'blob', ...times })];
}

/** A key in the text of a commit or a tag stands at that commit; a blob that is in no tree stands nowhere. */
function otherWitnesses(
  { object, type, keys }: Holder,
  { graph, refs, tags }: Findings['searched'],
  linked: Linked,
): Unattached[] {
  const commit = type === 'blob' ? -1 : graph.indexOf(peeled(object, tags));
  const dated = commit < 0 ? null : graph.dated(commit);
  const history: KeyHistory = {
    object,
    type,
    first: dated,
    last: dated,
    removed: null,
    inHead: type === 'commit' && linked.inHead[commit] === 1,
    reachable: type === 'tag' ? [...refs.ids.values()].includes(object) : linked.reachable[commit] === 1,
  };
  const once = new Map<string, Key>();
  for (const key of keys) {
    const name = `${key.fingerprint} ${key.file}`;
    if (!once.has(name)) once.set(name, key);
  }
  return [...once.values()].map((key) => witness(key, history));
}

function witness(key: Key, history: KeyHistory): Unattached {
  return { ...key, history, reason: 'in git history' };
}
