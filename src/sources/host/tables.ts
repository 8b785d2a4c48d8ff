import type { Endpoint } from '../../model/process.ts';
import { dotted, ipAddress } from '../../text/ip.ts';

/** A line of `net/tcp` or `net/tcp6` that matters. */
export interface Row {
  readonly local: Endpoint;
  /** Null: it listens. */
  readonly peer: Endpoint | null;
  readonly uid: number;
  readonly inode: string;
}

/** States of include/net/tcp_states.h: connected; closed by the other side, and still held; listening. */
const connected = new Set(['01', '08']);
const listening = '0A';

const line =
  /^ *\d+: ([0-9A-F]{8}(?:[0-9A-F]{24})?):([0-9A-F]{4}) ([0-9A-F]{8}(?:[0-9A-F]{24})?):([0-9A-F]{4}) ([0-9A-F]{2}) \S+ \S+ \S+ +(\d+) +\d+ (\d+)/gm;

/** The sockets of a table of the kernel's (proc_pid_net(5)) that listen or are connected, as long as a process holds them. */
export function rowsOf(table: string): Row[] {
  const rows: Row[] = [];
  for (const [, local = '', localPort = '', peer = '', peerPort = '', state = '', uid, inode = '0'] of table.matchAll(
    line,
  )) {
    const isListening = state === listening;
    if (inode === '0' || (!isListening && !connected.has(state))) continue;
    rows.push({
      local: endpoint(local, localPort),
      peer: isListening ? null : endpoint(peer, peerPort),
      uid: Number(uid),
      inode,
    });
  }
  return rows;
}

/** Addresses stand as words of four bytes, each in the order of the machine: the low byte first. */
function endpoint(hex: string, port: string): Endpoint {
  const bytes = hex.replace(/(..)(..)(..)(..)/g, '$4$3$2$1');
  const address =
    bytes.length === 8 ? dotted(bytes) : (ipAddress(bytes.replace(/(.{4})(?!$)/g, '$1:').toLowerCase()) ?? bytes);
  return { address, port: Number.parseInt(port, 16) };
}
