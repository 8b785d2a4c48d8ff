import type { Finding } from '../model/finding.ts';
import { committedAt, isoOf } from '../sources/git/commit.ts';
import { readObjects } from '../sources/git/contents.ts';
import { mainLine, type Pair, type Step, stepsOf } from '../sources/git/main-line.ts';
import type { Refs } from '../sources/git/refs.ts';
import type { Store } from '../sources/git/store.ts';
import { textOf } from '../text/decode.ts';

/** Something in a file of which the commit is sought that brought it. */
export interface Quest {
  readonly finding: Finding;
  /** Path in the repository. */
  readonly path: string;
  /** The line that shows it, without the blanks around it. */
  readonly line: string;
  /** A word that has to stand in the file as well, '' where none has to: what a call is given may stand on another line. */
  readonly word: string;
}

export type Brought = NonNullable<Finding['broughtBy']>;

/** Where is searched. */
interface Ground {
  readonly store: Store;
  readonly refs: Pick<Refs, 'head' | 'shallow'>;
  readonly signal: AbortSignal;
}

/** How far back is looked: commits in pieces that grow, for what is new is what is asked for most. */
const pieces = [250, 1000, 3750];
/** Versions of one file, bytes of one version, bytes of all. */
const most = { versions: 500, bytes: 4 << 20, sum: 64 << 20 };

/** How far a quest has come. */
interface Trail {
  readonly quest: Quest;
  /** The oldest commit so far from which on the file has always held what is sought. */
  commit: string | null;
  versions: number;
  isOpen: boolean;
}

/**
 * Goes back from HEAD by first parents, as long as each version of a file holds what is sought: the last of these was
 * brought by the commit. `null` for what HEAD does not hold, for it is not committed; and where the end is not reached.
 */
export async function search(
  quests: readonly Quest[],
  { store, refs, signal }: Ground,
): Promise<ReadonlyMap<Finding, Brought>> {
  const { head, shallow } = refs;
  const trails = quests.map((quest): Trail => ({ quest, commit: null, versions: 0, isOpen: true }));
  if (head === null || head === 'broken') return new Map();

  store.cutAt(shallow);
  const pairs = pairsOf(await mainLine(store, head, sum(pieces) + 1), new Set(shallow));
  let room = most.sum;
  let from = 0;
  for (const length of pieces) {
    const open = trails.filter(({ isOpen }) => isOpen);
    const paths = [...new Set(open.map(({ quest }) => quest.path))];
    const some = pairs.slice(from, from + length);
    from += length;
    if (open.length === 0 || some.length === 0 || signal.aborted) break;

    const steps = await stepsOf(store, some, paths);
    if (!steps) break;
    const read = await versionsOf(store, steps, { open, room, signal });
    room -= read.bytes;
    for (const trail of open) follow(trail, steps, read.holding);
  }
  const found = trails.flatMap(({ quest, commit, isOpen }) => (commit && !isOpen ? [[quest, commit] as const] : []));
  const days = await daysOf(store, [...new Set(found.map(([, commit]) => commit))], signal);
  return new Map(found.map(([{ finding }, commit]) => [finding, { commit, date: days.get(commit) ?? null }]));
}

/** Each commit and the one before it. What a shallow clone begins with is held against nothing: it only looks like the first. */
function pairsOf(commits: readonly string[] | null, shallow: ReadonlySet<string>): Pair[] {
  if (!commits) return [];
  const pairs = commits.slice(1).map((before, index): Pair => [commits[index] ?? '', before]);
  const last = commits.at(-1);
  const isWhole = commits.length <= sum(pieces) && last !== undefined && !shallow.has(last);
  return isWhole ? [...pairs, [last, null]] : pairs;
}

/** Goes on as long as the versions hold what is sought. A version that could not be read ends the search without a result. */
function follow(trail: Trail, steps: readonly Step[], holding: Holding): void {
  const { quest } = trail;
  for (const { commit, path, blob, isNew } of steps) {
    if (!trail.isOpen) return;
    if (path !== quest.path) continue;

    const holds = blob === null ? false : (holding.get(quest)?.get(blob) ?? null);
    if (holds === null || ++trail.versions > most.versions) trail.commit = null;
    else if (holds) trail.commit = commit;
    trail.isOpen = holds === true && trail.commit !== null && !isNew;
  }
}

/** Whether a blob holds what is sought, for each of the blobs that were read. */
type Holding = ReadonlyMap<Quest, ReadonlyMap<string, boolean>>;

async function versionsOf(
  store: Store,
  steps: readonly Step[],
  { open, room, signal }: { open: readonly Trail[]; room: number; signal: AbortSignal },
): Promise<{ holding: Holding; bytes: number }> {
  const holding = new Map(open.map(({ quest }) => [quest, new Map<string, boolean>()]));
  const paths = new Map<string, Set<string>>();
  for (const { blob, path } of steps) if (blob !== null) paths.set(blob, (paths.get(blob) ?? new Set()).add(path));
  const blobs = [...paths.keys()];
  // Where the room is used up the rest is not read, and git is stopped.
  const full = new AbortController();
  const ended = AbortSignal.any([signal, full.signal]);
  let bytes = 0;
  const wanted = { length: blobs.length, hex: (index: number) => blobs[index] ?? '' };
  await readObjects({ store, wanted, maxBytes: most.bytes, signal: ended }, (object) => {
    bytes += object.bytes.length;
    if (bytes > room) full.abort();
    if (bytes > room || object.type !== 'blob' || object.bytes.length < object.size) return;

    const blob = blobs[object.index] ?? '';
    const text = textOf(object.bytes);
    const lines = new Set(text.split('\n').map((line) => line.trim()));
    for (const [quest, found] of holding)
      if (paths.get(blob)?.has(quest.path)) found.set(blob, lines.has(quest.line) && text.includes(quest.word));
  });
  return { holding, bytes };
}

/** Days on which commits were made, in UTC. */
async function daysOf(
  store: Store,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const days = new Map<string, string>();
  const wanted = { length: commits.length, hex: (index: number) => commits[index] ?? '' };
  await readObjects({ store, wanted, maxBytes: most.bytes, signal }, ({ index, bytes }) => {
    const day = isoOf(committedAt(bytes))?.slice(0, 10);
    if (day !== undefined) days.set(commits[index] ?? '', day);
  });
  return days;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
