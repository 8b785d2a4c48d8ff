import type { Document } from '../model/document.ts';
import type { Problem } from '../model/problem.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { address, hostRule, isTelling } from '../text/host.ts';
import { Lines } from '../text/position.ts';
import { contextOf } from './context.ts';

/** When something happened: ISO 8601, as web servers and syslog write it, or in seconds since 1970. */
const time =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d|(?:^|>)[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|(?<![\w.-])1\d{9}(?:\d{3})?(?:\.\d{1,9})?(?![\w-])/m;
/** Who asked, or what for: an address, or the method of a request. */
const peer = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|\b(?:GET|POST|PUT|CONNECT|OPTIONS)\b/;
const name = /(?<![\w.@-])[a-z0-9](?:[\w-]{0,62}\.){1,9}[a-z]{2,18}(?![\w-])/gi;

/** So much of a line is looked at on either side of a host. */
const reach = 2000;
/** Longest line that is taken for a record, whatever stands around the host. */
const longest = 16_384;
/** More are not counted. */
const most = 1000;

/**
 * Lines that record traffic to a provider show that something calls it, and who is not told from them here: a scan that
 * met them cannot say that nothing does. Code that writes such lines, tests and pages hold examples of them.
 */
export function unreadTraffic({ place, file, text, language }: Document, rules: RuleSet): readonly Problem[] {
  if (language || contextOf(file, text) !== 'production' || !time.test(text)) return [];
  const lines = new Map<number, string>();
  const at = new Lines(text);
  for (const { index, 0: written } of text.matchAll(name)) {
    const host = written.toLowerCase();
    if (!isProvider(host, rules)) continue;
    const { line } = at.at(index);
    if (lines.has(line)) continue;
    const start = at.start(line);
    if (isField(text, start, index) && isRecord(lineAround(text, start, index))) lines.set(line, host);
    if (lines.size === most) break;
  }
  const [first] = lines.keys();
  if (first === undefined) return [];
  const message = `${counted(lines.size, first)} traffic to ${named([...lines.values()])}. Where it is a log, name it as one (log:PATH).`;
  return [{ kind: 'problem', place, file, reason: 'unparsable', message, incomplete: true }];
}

function isProvider(host: string, rules: RuleSet): boolean {
  const to = address(host);
  const rule = to && hostRule(to, rules);
  return to !== null && rule !== null && isTelling(to, rule, rules);
}

function lineAround(text: string, start: number, at: number): string {
  const before = text.slice(Math.max(start, at - reach), at);
  const [behind = ''] = text.slice(at, at + reach).split(/[\r\n]/, 1);
  return before + behind;
}

/**
 * No record is as long as a document on one line, such as a dump of tickets that speak of a vendor: of that only what is a
 * value by itself is taken for a field of a record.
 */
function isField(text: string, start: number, at: number): boolean {
  const end = text.indexOf('\n', at);
  const length = (end < 0 ? text.length : end) - start;
  return length <= longest || /["'](?:https?:\/\/)?$/.test(text.slice(Math.max(0, at - 9), at));
}

function isRecord(line: string): boolean {
  return time.test(line) && peer.test(line);
}

function counted(count: number, first: number): string {
  if (count === 1) return `Line ${first} looks like a record of`;
  return `${count === most ? 'At least ' : ''}${count} lines, from line ${first} on, look like records of`;
}

function named(all: readonly string[]): string {
  const hosts = [...new Set(all)].sort();
  const more = hosts.length > 3 ? ` and ${hosts.length - 3} more` : '';
  return `${hosts.slice(0, 3).join(', ')}${more}`;
}
