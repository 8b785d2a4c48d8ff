import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { logChunks } from '../../src/sources/log/chunks.ts';
import { binaryDecoder } from '../../src/wire/binary.ts';
import { Decoder } from '../../src/wire/decoder.ts';

const folder = join(import.meta.dirname, '../../../shared/netlogs');
const isThere = existsSync(join(folder, 'expected.json'));
const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const frame = { written: Date.UTC(2026, 10, 21), offset: 0 };

interface Expected {
  readonly format: string | null;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly pdns?: readonly { host: string; ip: string }[];
  readonly tolerated?: readonly { line: number }[];
}

/** What the samples call what we call otherwise. */
const providers: Readonly<Record<string, string>> = { google: 'google-gemini' };
const names: Readonly<Record<string, string>> = {
  ua: 'userAgent',
  dst: 'address',
  bytes_out: 'bytesOut',
  bytes_in: 'bytesIn',
  tokens_in: 'tokensIn',
  tokens_out: 'tokensOut',
  evidence: 'basis',
  dup_of_next: 'draft',
  registry: 'registered',
  entry: 'record',
  frame: 'record',
  binary: 'process',
};
const types: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA', 65: 'HTTPS' };
/** Remarks, what is not kept, and what is told in other words. */
const untold = new Set(['note', 'args', 'action', 'error', 'flag', 'backend', 'pid', 'project']);

const expected: Readonly<Record<string, Expected>> = isThere
  ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).files
  : {};
const only = process.env.NETLOGS;
const chosen = Object.entries(expected).filter(([file]) => !only || file.includes(only));
const isBinary = (file: string) => /\.(?:pcap|pcapng|mitm)$/.test(file);
const textual = chosen.filter(([file]) => !isBinary(file));
const binary = chosen.filter(([file]) => isBinary(file));

describe.skipIf(!isThere)('every event of the samples is told (../shared/netlogs is there)', () => {
  test.each(textual)('%s', async (file, { format, events, pdns, tolerated = [] }) => {
    const decoder = new Decoder(rules, { frame, format: null });
    const text = await unpacked(join(folder, 'samples', file));
    const decoded = isDocument(text)
      ? decoder.document(JSON.parse(text))
      : text.split(/\r?\n/).map((line, index) => decoder.line(line, index + 1));
    const wanted = events.map((event) => translated(event));
    const told = decoded.flatMap((one) => one.events).filter(({ line }) => !tolerated.some((one) => one.line === line));
    expect(told.map((event, index) => partOf(event, wanted[index] ?? {}))).toEqual(wanted);

    const formats = new Set(decoded.flatMap((one) => (one.format === null ? [] : one.format)));
    expect(formats.size > 0).toBe(format !== null);
    const answers = new Set(decoded.flatMap((one) => one.answers.map(({ host, address }) => `${host} ${address}`)));
    // Where the expectations name none, they say nothing of answers.
    if (pdns) expect([...answers].sort()).toEqual([...new Set(pdns.map(({ host, ip }) => `${host} ${ip}`))].sort());
    expect(JSON.stringify(decoded)).not.toContain('CANARY');
  });

  test.each(binary)('%s', (file, { events, pdns = [] }) => {
    const told: NetworkEvent[] = [];
    const answers = new Set<string>();
    const decoder = binaryDecoder(file.endsWith('.mitm') ? 'mitmproxy' : 'pcap', rules, {
      event: (event) => told.push(event),
      answer: ({ host, address }) => answers.add(`${host} ${address}`),
    });
    decoder.take(readFileSync(join(folder, 'samples', file)));
    decoder.end();
    const wanted = events.map((event) => translated(event));
    expect(decoder.fault).toBe(null);
    expect(told.map((event, index) => partOf(event, wanted[index] ?? {}))).toEqual(wanted);
    expect([...answers].sort()).toEqual([...new Set(pdns.map(({ host, ip }) => `${host} ${ip}`))].sort());
  });
});

/** What a log holds, whatever it is packed in. */
async function unpacked(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of logChunks({ from: path, place: '', file: '' })) {
    if (!Buffer.isBuffer(piece)) throw new Error(piece.message);
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces).toString('utf8');
}

function isDocument(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object' && text.trim().includes('\n');
  } catch {
    return false;
  }
}

function translated(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).flatMap(([name, value]) => {
      if (untold.has(name)) return [];
      if (name === 'qtype' && typeof value === 'number') return [[name, types[value]]];
      if (name === 'pod' && String(value).includes('/')) return podOf(String(value));
      return [[names[name] ?? name, value]];
    }),
  );
}

/** Some of them are told with their namespace. */
function podOf(value: string): [string, string][] {
  const [namespace = '', pod = ''] = value.split('/');
  return [
    ['pod', pod],
    ['namespace', namespace],
  ];
}

function partOf(event: NetworkEvent, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known: Readonly<Record<string, unknown>> = {
    ...event,
    provider:
      event.kind === undefined || event.kind === 'api' ? (providers[event.provider ?? ''] ?? event.provider) : null,
    time: event.time === null ? null : new Date(event.time).toISOString(),
  };
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, known[name]]));
}
