import type { EntryFact } from '../../model/fact.ts';

type Path = EntryFact['path'];

/** Permissions by which a job's own token changes more than the talk about the code. */
const lasting: ReadonlySet<string> = new Set(['contents', 'packages', 'actions', 'deployments', 'pages']);

/** What the token of a job writes: `writes contents and packages`. */
export interface Permitted {
  readonly inWords: string;
  /** True where nobody weighed what it needs. */
  readonly isAll: boolean;
}

/** What the token of a job writes, where the workflow says so and it is more than comments, labels and reviews; else null. */
export function permitted(entries: readonly EntryFact[], path: Path): Permitted | null {
  const job =
    path[0] === 'jobs' ? entries.filter((entry) => isOf(entry.path, ['jobs', path[1] ?? '', 'permissions'])) : [];
  const all = job.length > 0 ? job : entries.filter((entry) => isOf(entry.path, ['permissions']));
  if (all.some(({ value }) => value === 'write-all')) return { inWords: 'writes all', isAll: true };
  const written = all.flatMap(({ path: at, value }) => (value === 'write' ? [String(at.at(-1))] : []));
  const [first, ...others] = written.filter((name) => lasting.has(name)).sort();
  if (first === undefined) return null;
  const last = others.pop();
  const names = last === undefined ? first : `${[first, ...others].join(', ')} and ${last}`;
  return { inWords: `writes ${names}`, isAll: false };
}

function isOf(path: Path, head: Path): boolean {
  return head.every((part, index) => path[index] === part) && path.length <= head.length + 1;
}
