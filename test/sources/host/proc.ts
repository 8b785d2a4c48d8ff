import { makeTree } from '../tree.ts';

/** What a process of a tree is made of; what is not given is that of a plain program. */
export interface Made {
  readonly pid: number;
  readonly parent?: number;
  readonly uid?: number;
  readonly comm?: string;
  readonly words?: readonly string[];
  readonly exe?: string | null;
  readonly environ?: Readonly<Record<string, string>> | null;
  readonly cgroup?: string;
  readonly namespace?: string;
  /** Null: its files cannot be seen. */
  readonly sockets?: readonly number[] | null;
  readonly state?: string;
  /** Lines of `net/tcp`, by {@link row}. */
  readonly tcp?: readonly string[];
  readonly maps?: string;
}

/** A `/proc` of one test, links as files that hold them; and what else is to be in it. */
export function makeProc(processes: readonly Made[], more: Readonly<Record<string, string>> = {}): string {
  return makeTree({ ...Object.assign({}, ...processes.map(files)), ...more });
}

function files(made: Made): Record<string, string> {
  const { pid, parent = 1, uid = 1000, comm = 'app', state = 'S', words = ['/srv/app'] } = made;
  const { exe = '/srv/app', environ = {}, cgroup = '0::/', namespace = '1', sockets = [], tcp = [], maps = '' } = made;
  const entries: Record<string, string> = {
    stat: `${pid} (${comm}) ${state} ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0`,
    status: `Name:\t${comm}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    cmdline: words.map((word) => `${word}\0`).join(''),
    cgroup: `${cgroup}\n`,
    cwd: '/srv',
    maps,
    'ns/net': `net:[${namespace}]`,
    'net/tcp': `  sl  local_address rem_address\n${tcp.join('\n')}\n`,
  };
  if (exe !== null) entries.exe = exe;
  if (environ)
    entries.environ = Object.entries(environ)
      .map(([name, value]) => `${name}=${value}\0`)
      .join('');
  if (sockets) entries['fd/0'] = '/dev/null';
  for (const [at, inode] of (sockets ?? []).entries()) entries[`fd/${at + 3}`] = `socket:[${inode}]`;
  return Object.fromEntries(Object.entries(entries).map(([name, text]) => [`${pid}/${name}`, text]));
}

/** A line of `net/tcp` between two IPv4 addresses; one that listens where the second is null. */
export function row(local: string, peer: string | null, inode: number, uid = 1000): string {
  const state = peer === null ? '0A' : '01';
  return `   0: ${hex(local)} ${hex(peer ?? '0.0.0.0:0')} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0`;
}

function hex(endpoint: string): string {
  const [address = '', port = ''] = endpoint.split(':');
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${bytes.toReversed().join('')}:${Number(port).toString(16).padStart(4, '0')}`.toUpperCase();
}
