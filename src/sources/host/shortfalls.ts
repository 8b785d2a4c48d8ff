import type { Problem } from '../../model/problem.ts';
import type { HostReading, ProcessPart } from '../../model/process.ts';

/** Who reads, and how. */
interface Reader {
  readonly place: string;
  readonly allUsers: boolean;
  readonly isRoot: boolean;
  /** Not even the first process is shown. */
  readonly isHidden: boolean;
}

const words: Readonly<Record<ProcessPart, string>> = {
  arguments: 'command line',
  environment: 'environment',
  exe: 'executable',
  cwd: 'working folder',
  files: 'open sockets',
  namespace: 'network namespace',
  libraries: 'loaded libraries',
  cgroup: 'control groups',
};

/** What could not be seen of the processes of a host, a sentence for all parts that lack in equally many. */
export function shortfalls(
  { processes, refused, isLive }: Pick<HostReading, 'processes' | 'refused' | 'isLive'>,
  reader: Reader,
): Problem[] {
  const byCount = new Map<number, string[]>();
  for (const part of partsOf(words)) {
    const count = refused.get(part) ?? 0;
    if (count > 0) byCount.set(count, [...(byCount.get(count) ?? []), words[part]]);
  }
  const all = processes.length;
  const sentences = [...byCount].map(
    ([count, parts]) =>
      `The ${listed(parts)} of ${count} of ${all} processes could not be read${advice(parts.length, isLive, reader)}`,
  );
  const hidden = 'Processes of other users are not shown here (hidepid): run as root to see them.';
  return [...sentences, ...(reader.isHidden ? [hidden] : [])].map((message) => ({
    kind: 'problem',
    place: reader.place,
    file: '.',
    reason: 'unreadable',
    message,
    incomplete: true,
  }));
}

function advice(parts: number, isLive: boolean, { allUsers, isRoot }: Reader): string {
  if (!isLive) return ' in this tree.';
  if (!allUsers) return ': those of other users were not asked for.';
  return isRoot
    ? ', not even as root: allow it to trace processes (CAP_SYS_PTRACE).'
    : `: run as root to see ${parts > 1 ? 'them' : 'it'}.`;
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
}

/** The keys of an object, which its type knows. */
function partsOf(names: Readonly<Record<ProcessPart, string>>): ProcessPart[] {
  return Object.keys(names) as ProcessPart[];
}
