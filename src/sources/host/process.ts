import { join } from 'node:path';
import type { ProcessPart, RunningProcess } from '../../model/process.ts';
import type { LibraryRule } from '../../model/process-rules.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { workloadOf } from './cgroup.ts';
import { commandLineOf } from './command-line.ts';
import { type Entry, eachChunk, entryText, folderNames, isFolder, linkText } from './entries.ts';
import { environmentOf } from './environment.ts';
import { type Status, statusOf, ticksPerSecond } from './status.ts';

/** What reading a process needs to know. */
export interface Look {
  readonly rules: RuleSet;
  /** Key of the fingerprints. */
  readonly salt: string;
  /** Whose environment and files are looked at. */
  readonly mayOpen: (uid: number) => boolean;
  /** When the machine was started; null where that is not known. */
  readonly bootedAt: number | null;
}

/** What came of one process. */
export type Seen =
  | { readonly kind: 'process'; readonly process: RunningProcess; readonly inodes: readonly string[] }
  | { readonly kind: 'vanished' | 'kernel' | 'zombie' };

/** Linux lets no environment or command line be longer in practice; what is longer is read to here. */
const maxText = 1024 * 1024;
const maxStatus = 64 * 1024;
const maxMaps = 8 * 1024 * 1024;

/** Reads the process whose folder this is. */
export function readProcess(folder: string, pid: number, look: Look): Seen {
  const status = statusIn(folder);
  if (status === null) return { kind: 'vanished' };
  if (/^[ZXx]$/.test(status.state)) return { kind: 'zombie' };
  const cmdline = entryText(join(folder, 'cmdline'), maxText);
  const exe = path(join(folder, 'exe'));
  if (isKernelThread(pid, status, cmdline, exe)) return { kind: 'kernel' };

  const parts = new Parts();
  const line = parts.text('arguments', cmdline);
  const program = parts.of('exe', exe);
  const cwd = parts.of('cwd', path(join(folder, 'cwd')));
  const cgroup = parts.text('cgroup', entryText(join(folder, 'cgroup'), maxStatus));
  const namespace = parts.of('namespace', inFolder(folder, 'ns', 'net'));
  const own = opened(folder, status, parts, look);
  // Nothing is told of a process of which half is that of no process.
  if (parts.unreadable.length > 0 && !isFolder(folder)) return { kind: 'vanished' };

  const { keys, ...said } = commandLineOf(line, program, look.rules, look.salt);
  const { inodes, environment, sdkHints } = own;
  return {
    kind: 'process',
    inodes,
    process: {
      pid,
      parent: status.parent,
      uid: status.uid,
      comm: status.comm,
      ...said,
      exe: program,
      cwd,
      ...workloadOf(cgroup),
      ...environment,
      keys: [...environment.keys, ...keys],
      sdkHints,
      namespace: namespace === null ? null : (/^net:\[(\d+)\]$/.exec(namespace)?.[1] ?? null),
      startedAt: startOf(status, look),
      unreadable: parts.unreadable,
    },
  };
}

function statusIn(folder: string): Status | null {
  const stat = entryText(join(folder, 'stat'), maxStatus);
  const status = entryText(join(folder, 'status'), maxStatus);
  return stat.failure || status.failure ? null : statusOf(stat.value.text, status.value.text);
}

/** A thread of the kernel has no command line and no file; where the kernel does not say so, it is a child of the second process. */
function isKernelThread(pid: number, status: Status, cmdline: Entry<{ text: string }>, exe: Entry<string>): boolean {
  if (status.isKernelThread) return true;
  const isBare = !cmdline.failure && cmdline.value.text === '' && exe.failure !== null;
  return isBare && (pid === 2 || status.parent === 2);
}

/** What only the process's own user, or one with rights over others, may read. */
function opened(folder: string, { uid }: Status, parts: Parts, { rules, salt, mayOpen }: Look) {
  const isAllowed = mayOpen(uid);
  const no = { failure: 'refused' } as const;
  const environ = parts.text('environment', isAllowed ? entryText(join(folder, 'environ'), maxText) : no);
  const libraries = isAllowed ? hints(join(folder, 'maps'), rules.processes.libraries) : no;
  return {
    environment: environmentOf(environ, rules, salt),
    sdkHints: parts.of('libraries', libraries) ?? [],
    inodes: parts.of('files', isAllowed ? sockets(join(folder, 'fd')) : no) ?? [],
  };
}

/** A link of `/proc` to a file; that the file was deleted since says nothing of what runs. */
function path(entry: string): Entry<string> {
  const link = linkText(entry);
  return link.failure ? link : { value: link.value.replace(/ \(deleted\)$/, ''), failure: null };
}

function inFolder(folder: string, name: string, entry: string): Entry<string> {
  return isFolder(join(folder, name)) ? linkText(join(folder, name, entry)) : { failure: 'refused' };
}

/** Inodes of the sockets that a process has open. */
function sockets(folder: string): Entry<readonly string[]> {
  const names = folderNames(folder);
  if (names.failure) return names;
  const found = names.value.flatMap((name) => {
    const link = linkText(join(folder, name));
    return link.failure ? [] : (/^socket:\[(\d+)\]$/.exec(link.value)?.[1] ?? []);
  });
  return { value: found, failure: null };
}

/** Parts of SDKs that a process has mapped, by the paths of the files. */
function hints(maps: string, rules: readonly LibraryRule[]): Entry<readonly string[]> {
  const found = new Set<string>();
  let [seen, rest] = [0, ''];
  const read = eachChunk(maps, (bytes) => {
    const text = rest + bytes.toString('latin1');
    for (const { name, parts } of rules) if (parts.some((part) => isMapped(text, part))) found.add(name);
    rest = text.slice(Math.max(text.lastIndexOf('\n'), text.length - 8192));
    seen += bytes.length;
    return seen < maxMaps;
  });
  return read.failure ? read : { value: [...found].toSorted(), failure: null };
}

/** Whether a folder or file has this name, whole or up to a dot. */
function isMapped(text: string, part: string): boolean {
  for (let at = text.indexOf(`/${part}`); at >= 0; at = text.indexOf(`/${part}`, at + 1)) {
    if (/[/.]/.test(text[at + part.length + 1] ?? '')) return true;
  }
  return false;
}

function startOf({ startTicks }: Status, { bootedAt }: Look): number | null {
  return startTicks === null || bootedAt === null ? null : bootedAt + (startTicks / ticksPerSecond) * 1000;
}

/** Notes what could not be read, or not wholly. */
class Parts {
  readonly unreadable: ProcessPart[] = [];

  of<T>(part: ProcessPart, entry: Entry<T>): T | null {
    if (entry.failure === null) return entry.value;
    this.unreadable.push(part);
    return null;
  }

  text(part: ProcessPart, entry: Entry<{ readonly text: string; readonly isWhole: boolean }>): string {
    const read = this.of(part, entry);
    if (read?.isWhole === false) this.unreadable.push(part);
    return read?.text ?? '';
  }
}
