import { join } from 'node:path';
import { RollcallError } from '../../model/error.ts';
import type { HostReading, ProcessPart, RunningProcess } from '../../model/process.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { dnsFacts } from '../../text/dns-facts.ts';
import { entryText, folderNames, linkText } from './entries.ts';
import { readProcess, type Seen } from './process.ts';
import { shortfalls } from './shortfalls.ts';
import { socketsOf } from './sockets.ts';
import { bootTime } from './status.ts';

/** What reading a host takes. */
export interface HostOptions {
  readonly rules: RuleSet;
  /** Key of the fingerprints: that of the scan, so that a key has the same one in a file and in a process. */
  readonly salt: string;
  /** What problems are told under. */
  readonly place: string;
  /** False: of processes of other users, only what everybody may see is read. */
  readonly allUsers?: boolean;
}

/** As much of `/proc/stat` as there is on the largest machines, and of what a resolver answered in a day. */
const [maxStat, maxFacts] = [4 * 1024 * 1024, 64 * 1024 * 1024];

/**
 * Reads the processes of a host from its `/proc`, or from a copy of one; no program is started, no link followed. Whoever runs
 * it as root has asked for all: whether others' environments are read is up to the system, but for `allUsers: false`. A root
 * that is no `/proc` is a `RollcallError`.
 */
export function readHost(root: string, { rules, salt, place, allUsers = true }: HostOptions): HostReading {
  const names = folderNames(root);
  const pids = names.failure ? [] : names.value.flatMap((name) => (/^[1-9]\d{0,9}$/.test(name) ? Number(name) : []));
  if (pids.length === 0) throw noProcesses(root);

  const self = linkText(join(root, 'self'));
  const isLive = self.failure === null && /^\d+$/.test(self.value);
  const me = isLive ? Number(self.value) : null;
  const user = process.geteuid?.() ?? null;
  const stat = entryText(join(root, 'stat'), maxStat);
  const bootedAt = stat.failure ? null : bootTime(stat.value.text);
  const mayOpen = (uid: number) => allUsers || uid === user;

  const skipped = { vanished: [] as number[], kernel: [] as number[], zombie: [] as number[] };
  const seen: (Seen & { readonly kind: 'process' })[] = [];
  for (const pid of pids.toSorted((a, b) => a - b)) {
    const one = readProcess(join(root, `${pid}`), pid, { rules, salt, mayOpen, bootedAt });
    if (one.kind === 'process') seen.push(one);
    else skipped[one.kind].push(pid);
  }
  const { sockets, problems } = socketsOf(root, seen, place);
  const processes = seen.map((one) => one.process).filter(({ pid }) => pid !== me);
  const refused = refusals(processes);
  const isHidden = isLive && !pids.includes(1);
  const reading = { root, isLive, processes, sockets, skipped, refused, answers: answersIn(root, isLive) };
  return {
    ...reading,
    problems: [...problems, ...shortfalls(reading, { place, allUsers, isHidden, isRoot: user === 0 })],
  };
}

function noProcesses(root: string): RollcallError {
  if (process.platform !== 'linux' && root === '/proc')
    return new RollcallError('target', 'running processes can be read on Linux only', {
      hint: 'macOS and Windows are not supported yet.',
    });
  return new RollcallError('target', `there are no processes in ${root}`, {
    hint: 'Name the folder that procfs is mounted at, such as /proc or /host/proc.',
  });
}

function refusals(processes: readonly RunningProcess[]): ReadonlyMap<ProcessPart, number> {
  const counts = new Map<ProcessPart, number>();
  for (const part of processes.flatMap(({ unreadable }) => unreadable)) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

/** A saved tree may bring along what a resolver answered at the time. */
function answersIn(root: string, isLive: boolean): HostReading['answers'] {
  if (isLive) return [];
  const file = entryText(join(root, 'pdns.jsonl'), maxFacts);
  return file.failure ? [] : dnsFacts(file.value.text);
}
