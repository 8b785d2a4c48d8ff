import type { Problem } from '../../model/problem.ts';
import { complaints } from '../../sources/git/complaints.ts';
import type { Store } from '../../sources/git/store.ts';
import { displayPath } from '../../text/path.ts';
import type { Searched } from './repository.ts';

type At = Pick<Problem, 'place' | 'file'>;

/** Faults in reading single objects that are told one by one. */
const mostSingle = 20;

/** What could not be read of a repository's history: one problem for each kind of fault, however often it is there. */
export function troubles(store: Store, searched: Searched, at: At): Problem[] {
  const { objects, reader, graph, refs, lost } = searched;
  const { blobs, commits, tags, trees } = reader.unread;
  const unread = blobs.size + commits.size + tags.size + trees.size - reader.huge.size;
  const damaged = [...objects.damaged];
  const illegible = graph.length - [...Array(graph.length).keys()].filter((one) => graph.isRead(one)).length;
  const cutOff = new Set(refs.shallow.length > 0 ? graph.missing : []);
  const missing = [...new Set([...searched.missing, ...graph.missing, ...lost])].filter((id) => !cutOff.has(id));
  const tell = (count: number, sentence: string, examples: readonly string[] = [], incomplete = true): Problem[] =>
    count === 0 ? [] : [problem(at, `${sentence}${named(examples, count)}.`, incomplete)];
  return [
    ...store.refused.map((reason) => problem(at, `Of its history something was left out: ${reason}.`)),
    ...tell(
      refs.shallow.length,
      'Its history is cut off (a shallow clone), and what is before was not read; fetch all of it, with `git fetch --unshallow` or fetch-depth: 0',
    ),
    ...tell(
      refs.grafted ? 1 : 0,
      'It has grafts, by which git would see another history; they were not followed, and what they hide may be missing',
    ),
    ...tell(
      missing.length,
      `${objectsOf(missing.length)} that its history names ${are(missing)} not there${promised(store)}`,
      missing,
    ),
    ...tell(damaged.length, `${objectsOf(damaged.length)} ${are(damaged)} damaged and could not be read`, damaged),
    ...tell(unread, `${objectsOf(unread)} could not be read to the end`),
    ...tell(
      illegible - reader.unread.commits.size,
      `${illegible - reader.unread.commits.size} of its commits cannot be made out; their text was searched`,
    ),
    ...tell(
      reader.huge.size,
      `${objectsOf(reader.huge.size)} of more than 1 GiB ${areMany(reader.huge.size)} not read`,
    ),
    ...tell(
      reader.tally.cut,
      `Of ${objectsOf(reader.tally.cut)} over the size limit (--max-file-size) only the beginning was read`,
    ),
    ...tell(refs.broken.length, `${refs.broken.length} of its refs cannot be made out`, refs.broken.map(displayPath)),
    ...tell(refs.unread === '' ? 0 : 1, `Its refs were not read: ${refs.unread}`),
    ...tell(refs.head === 'broken' ? 1 : 0, 'Its HEAD names no commit, so nobody can say what is in HEAD', [], false),
    ...tell(graph.length === 0 ? 1 : 0, 'It has no commits, so there is no history to search'),
    ...pointers(at, reader.tally.pointers),
    ...reader.tally.problems.slice(0, mostSingle),
    ...tell(Math.max(0, reader.tally.problems.length - mostSingle), 'More objects could not be looked at'),
    ...complaints('Reading its history', joined(searched), at),
  ];
}

function problem(at: At, message: string, incomplete = true): Problem {
  return { kind: 'problem', ...at, reason: 'git', message, incomplete };
}

/** All that git said, and the first exit code that is not 0. Objects that ended git are told by themselves. */
function joined({ endings, reader }: Searched): { code: number | null; said: readonly string[] } {
  const others = endings.filter((ending) => !reader.endings.includes(ending));
  return {
    code: others.find(({ code }) => code !== 0)?.code ?? (others.some(({ code }) => code === null) ? null : 0),
    said: endings.flatMap(({ said }) => said),
  };
}

function pointers(at: At, { assets, others }: { assets: number; others: number }): Problem[] {
  const tell = (count: number, incomplete: boolean): Problem[] => {
    if (count === 0) return [];
    const message =
      count === 1
        ? '1 object is no content but stands for a file kept elsewhere (Git LFS), which was not read.'
        : `${objectsOf(count)} are no content but stand for files kept elsewhere (Git LFS), which were not read.`;
    return [problem(at, message, incomplete)];
  };
  return [...tell(assets, false), ...tell(others, true)];
}

function promised({ promised }: Store): string {
  return promised ? '; it is a partial clone, and its server has them' : '';
}

function objectsOf(count: number): string {
  return count === 1 ? '1 object' : `${count} objects`;
}

function are(items: readonly unknown[]): string {
  return areMany(items.length);
}

function areMany(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function named(examples: readonly string[], count: number): string {
  if (examples.length === 0) return '';
  const shown = examples.slice(0, 3).map((name) => name.slice(0, 60));
  return ` (${shown.join(', ')}${shown.length < count ? ', …' : ''})`;
}
