import type { DnsFact } from '../model/process.ts';
import { ipAddress } from './ip.ts';

/** A line is no longer, and no resolver says more of one address. */
const maxLine = 4096;

/** A text with more lines that are none is something else. */
const mostBad = 1000;

/**
 * What resolvers answered, one JSON object a line: `{"time": …, "client": …, "host": …, "ip": …, "ttl": …}`, times in ISO 8601
 * or seconds since 1970, `ttl` in seconds. Lines that are none are left out; where there are too many, it ends there.
 */
export function dnsFacts(text: string): DnsFact[] {
  const facts: DnsFact[] = [];
  let [start, bad] = [0, 0];
  while (start < text.length && bad < mostBad) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    start += line.length + 1;
    const fact = line.length > maxLine ? null : factOf(line);
    if (fact) facts.push(fact);
    else if (line.trim() !== '') bad++;
  }
  return facts;
}

function factOf(line: string): DnsFact | null {
  if (!line.startsWith('{')) return null;
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof record !== 'object' || record === null) return null;
  const { time, client, host, ip, ttl } = Object.fromEntries(Object.entries(record));
  const at = typeof time === 'number' ? time * 1000 : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const from = typeof client === 'string' ? ipAddress(client) : null;
  const address = typeof ip === 'string' ? ipAddress(ip) : null;
  if (!from || !address || typeof host !== 'string' || host === '' || !Number.isFinite(at)) return null;
  const seconds = typeof ttl === 'number' && ttl >= 0 ? ttl : 0;
  return { client: from, ip: address, host: host.toLowerCase().replace(/\.$/, ''), time: at, ttl: seconds };
}
