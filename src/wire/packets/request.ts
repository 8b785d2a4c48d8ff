import { type Destination, hostPort } from '../destination.ts';
import { targetOf } from '../event.ts';

/** A request of HTTP/1, as it stands in clear. Header fields that are not named here are not kept. */
export interface Request {
  readonly method: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string | null;
  readonly userAgent: string | null;
  /** True where it was sent to a proxy, which is asked for the whole address. */
  readonly isProxied: boolean;
  /** Bytes that follow its head; 0 where that is not told beforehand. */
  readonly body: number;
}

const methods = ['GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE', 'PROPFIND', 'QUERY'];
const starts = methods.map((method) => `${method} `);
const longestStart = Math.max(...starts.map(({ length }) => length));

/** Whether bytes begin as a request: `unsure` where more of them would tell. */
export function beginsRequest(bytes: Buffer): boolean | 'unsure' {
  const text = bytes.toString('latin1', 0, longestStart);
  if (starts.some((start) => text.startsWith(start))) return true;
  return starts.some((start) => start.startsWith(text)) ? 'unsure' : false;
}

/** Where the head of a request ends, searched from `from` on; -1 where it goes on. Some leave out the CR of lines. */
export function headEnd(bytes: Buffer, from: number): number {
  const start = Math.max(0, from - 3);
  const ends = ['\n\r\n', '\n\n'].flatMap((end) => {
    const at = bytes.indexOf(end, start, 'latin1');
    return at < 0 ? [] : at + end.length;
  });
  return ends.length === 0 ? -1 : Math.min(...ends);
}

/** Reads the head of a request, of which the end may be missing; `null` for what is none. */
export function requestOf(head: string): Request | null {
  const lines = head.split(/\r?\n/);
  const found = /^([A-Z]{3,20}) (\S(?:.{0,8000}\S)?) HTTP\/1\.\d\s*$/.exec(lines[0] ?? '');
  const [, method, target] = found ?? [];
  if (!method || !target) return null;
  const fields = lines.slice(1, 200);
  const told = targetOf(target, method);
  const named = whereTo(told, field(fields, 'host'));
  return {
    method,
    host: named?.host ?? null,
    port: named?.port ?? null,
    path: told?.path ?? (target === '*' ? target : null),
    userAgent: field(fields, 'user-agent'),
    isProxied: told !== null && told.host !== '',
    body: bodyOf(field(fields, 'content-length')),
  };
}

function whereTo(told: Destination | null, host: string | null): Pick<Destination, 'host' | 'port'> | null {
  if (told && told.host !== '') return told;
  return host === null ? null : hostPort(host);
}

function field(lines: readonly string[], name: string): string | null {
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at === name.length && line.slice(0, at).toLowerCase() === name) return line.slice(at + 1).trim() || null;
  }
  return null;
}

function bodyOf(length: string | null): number {
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : 0;
}
