import type { RuleSet } from '../../model/ruleset.ts';
import { Decoder } from '../../wire/decoder.ts';
import { utc } from '../../wire/time.ts';

/** So many lines, and bytes, of a file tell whether it is a log. */
const most = { lines: 60, bytes: 262_144 };

/** Files whose names say that they may be logs of traffic, rotated and packed as they may be. */
export const looksLikeLog =
  /(?:\.log|[._-]log|\.ndjson|\.jsonl|\.har|\.pcap(?:ng)?|\.mitm|(?:^|\/)eve\.json)(?:[.-][\w-]{1,30}){0,3}(?:\.(?:gz|zst))?$/i;

/** What the first lines of a file say that it is: the formats of its lines, most frequent first; `null` for no log of traffic. */
export function recogniseLines(head: string, rules: RuleSet): readonly string[] | null {
  const lines = head.slice(0, most.bytes).split(/\r\n|\n|\r/);
  // The last may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const decoder = new Decoder(rules, { frame: utc, format: null });
  const formats = new Map<string, number>();
  let [records, told] = [0, 0];
  for (const [index, line] of whole.entries()) {
    if (told === most.lines) break;
    const { kind, format } = decoder.line(line, index + 1);
    if (kind === 'blank' || kind === 'other') continue;
    told++;
    if (kind === 'record') records++;
    if (format !== null) formats.set(format, (formats.get(format) ?? 0) + 1);
  }
  const fitting = [...formats.values()].reduce((sum, count) => sum + count, 0);
  if (records === 0 || fitting * 2 < told) return null;
  return [...formats].sort(([, a], [, b]) => b - a).map(([format]) => format);
}

/** Whether a JSON document holds records of a log. */
export function recogniseDocument(text: string, rules: RuleSet): boolean {
  try {
    const decoded = new Decoder(rules, { frame: utc, format: null }).document(JSON.parse(text));
    return decoded.some(({ kind }) => kind === 'record');
  } catch {
    return false;
  }
}

/** Whether bytes begin as packets or flows do that are no text. */
export function binaryFormat(head: Uint8Array): 'pcap' | 'mitmproxy' | null {
  const magic = Buffer.from(head.buffer, head.byteOffset, Math.min(4, head.byteLength)).toString('hex');
  if (['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'].includes(magic)) return 'pcap';
  return /^\d{1,9}:\d{1,9}:(?:backup|certificate_list|client_conn|error|version|type|websocket)/.test(
    Buffer.from(head.buffer, head.byteOffset, Math.min(60, head.byteLength)).toString('latin1'),
  )
    ? 'mitmproxy'
    : null;
}
