import { join } from 'node:path';
import type { Problem } from '../../model/problem.ts';
import type { RunningProcess, Socket } from '../../model/process.ts';
import { entryText, isFolder } from './entries.ts';
import { type Row, rowsOf } from './tables.ts';

/** A process with the inodes of its sockets. */
interface Holder {
  readonly process: RunningProcess;
  readonly inodes: readonly string[];
}

/** Room for the tables of a proxy with half a million connections. */
const maxTable = 128 * 1024 * 1024;

/** The sockets of all network namespaces, each read once, joined to the processes that hold them. */
export function socketsOf(
  root: string,
  seen: readonly Holder[],
  place: string,
): { readonly sockets: readonly Socket[]; readonly problems: readonly Problem[] } {
  const holders = holdersOf(seen);
  const sockets: Socket[] = [];
  const problems: Problem[] = [];
  for (const [namespace, pids] of members(seen)) {
    const table = tableOf(root, pids);
    if (!table?.isWhole) problems.push(problem(place, namespace, table !== null));
    for (const { inode, ...row } of table?.rows ?? []) {
      sockets.push({ namespace, ...row, pids: holders.get(inode) ?? [] });
    }
  }
  return { sockets, problems };
}

/** A socket is handed on to children: several may hold it. */
function holdersOf(seen: readonly Holder[]): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const { process, inodes } of seen) {
    for (const inode of new Set(inodes)) holders.set(inode, [...(holders.get(inode) ?? []), process.pid]);
  }
  return holders;
}

function members(seen: readonly Holder[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { process } of seen) {
    if (process.namespace === null) continue;
    const pids = found.get(process.namespace);
    if (pids) pids.push(process.pid);
    else found.set(process.namespace, [process.pid]);
  }
  return found;
}

/** The tables as one of the namespace's processes sees them: the first that is still there. */
function tableOf(root: string, pids: readonly number[]): { rows: Row[]; isWhole: boolean } | null {
  for (const pid of pids) {
    const folder = join(root, `${pid}`, 'net');
    if (!isFolder(folder)) continue;
    const four = entryText(join(folder, 'tcp'), maxTable);
    if (four.failure) continue;
    // Where there is no IPv6, there is no such table.
    const six = entryText(join(folder, 'tcp6'), maxTable);
    const texts = [four.value, ...(six.failure ? [] : [six.value])];
    return { rows: texts.flatMap(({ text }) => rowsOf(text)), isWhole: texts.every(({ isWhole }) => isWhole) };
  }
  return null;
}

function problem(place: string, namespace: string, isTable: boolean): Problem {
  const message = isTable
    ? `The network namespace ${namespace} has more connections than were read.`
    : `The connections of the network namespace ${namespace} could not be read.`;
  return { kind: 'problem', place, file: '.', reason: isTable ? 'limit' : 'unreadable', message, incomplete: true };
}
