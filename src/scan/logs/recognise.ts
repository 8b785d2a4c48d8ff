import type { RuleSet } from '../../model/ruleset.ts';
import { Decoder, type DecoderOptions } from '../../wire/decoder.ts';
import { utc } from '../../wire/time.ts';

/** So many lines, and bytes, of a file tell whether it is a log. */
const most = { lines: 60, bytes: 262_144 };

/** What the first lines of a file say that it is: the formats of its lines, most frequent first; `null` for no log of traffic. */
export function recogniseLines(
  head: string,
  rules: RuleSet,
  format: DecoderOptions['format'] = null,
): readonly string[] | null {
  const lines = head.slice(0, most.bytes).split(/\r\n|\n|\r/);
  // The last may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const decoder = new Decoder(rules, { frame: utc, format });
  const formats = new Map<string, number>();
  let [records, told] = [0, 0];
  for (const [index, line] of whole.entries()) {
    if (told === most.lines) break;
    const decoded = decoder.line(line, index + 1);
    if (decoded.kind === 'blank' || decoded.kind === 'other') continue;
    told++;
    if (decoded.kind === 'record') records++;
    if (decoded.format !== null) formats.set(decoded.format, (formats.get(decoded.format) ?? 0) + 1);
  }
  const fitting = [...formats.values()].reduce((sum, count) => sum + count, 0);
  if (records === 0 || fitting * 2 < told) return null;
  return [...formats].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

/** Whether a JSON document holds records of a log. */
export function recogniseDocument(text: string, rules: RuleSet, format: DecoderOptions['format'] = null): boolean {
  try {
    const decoded = new Decoder(rules, { frame: utc, format }).document(JSON.parse(text));
    return decoded.some(({ kind }) => kind === 'record');
  } catch {
    return false;
  }
}

/** So many bytes tell whether a log is one of packets or flows. */
const binaryHead = 64;

/** Words with which the parts of a flow have begun in one version of mitmproxy or another. */
const partOfFlow =
  /^\d{1,10}:\d{1,2}:(?:backup|client_conn|comment|error|id|intercepted|is_replay|marked|metadata|mode|request|response|server_conn|timestamp_created|type|version|websocket)[;,]\d{1,10}:/;

/** Whether bytes begin as packets or flows do that are no text. */
export function binaryFormat(head: Uint8Array): 'pcap' | 'mitmproxy' | null {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(binaryHead, head.byteLength));
  const magic = start.toString('hex', 0, 4);
  if (['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'].includes(magic)) return 'pcap';
  return partOfFlow.test(start.toString('latin1')) ? 'mitmproxy' : null;
}

/** Whether there are too few bytes yet to tell that: lines that come one by one are not held back. */
export function isTooShort(head: Uint8Array): boolean {
  if (head.byteLength >= binaryHead || head.byteLength < 4) return head.byteLength < 4;
  return /^\d{1,10}(?::(?:\d{1,2}(?::(?:[a-z_]+(?:[;,]\d*)?)?)?)?)?$/.test(Buffer.from(head).toString('latin1'));
}
