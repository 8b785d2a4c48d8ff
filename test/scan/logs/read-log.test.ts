import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NetworkEvent } from '../../../src/model/network.ts';
import { compile } from '../../../src/ruleset/compile.ts';
import { readRules } from '../../../src/ruleset/load.ts';
import { parseRules } from '../../../src/ruleset/parse.ts';
import { LogReading, readLog } from '../../../src/scan/logs/read-log.ts';
import { utc } from '../../../src/wire/time.ts';
import * as make from '../../wire/packets/make.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../../rules'))));
const called = { eventSource: 'bedrock.amazonaws.com', eventName: 'Converse', eventTime: '2026-11-20T14:53:42Z' };

test('what a cloud puts into a bucket is one line of megabytes, and read', async () => {
  const records = Array.from({ length: 9000 }, () => ({ ...called, note: 'x'.repeat(150) }));
  expect(await eventsOf(JSON.stringify({ Records: records }))).toBe(9000);
});

test('long lines of batches are lines, though the first of them looks like a document', async () => {
  const line = JSON.stringify({ Records: Array.from({ length: 4 }, () => ({ ...called, note: 'x'.repeat(9000) })) });
  expect(await eventsOf(`${line}\n`.repeat(5))).toBe(20);
  // More than is held as a document.
  expect(await eventsOf(`${line}\n`.repeat(1900))).toBe(7600);
});

const source = { place: '.', file: 'egress.pcap', frame: utc, format: null };
const query = make.datagram({ bytes: make.dns('api.openai.com') });

async function* pieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  // One buffer for all of them, as a source may use.
  const held = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) yield held.subarray(0, bytes.copy(held, 0, at, at + size));
}

test.each([1, 3, 4, 70, 1 << 16])('a capture that comes in pieces of %i bytes', async (size) => {
  const events: NetworkEvent[] = [];
  const file = make.pcap([query, query]);
  const { coverage, problems } = await readLog({ ...source, chunks: pieces(file, size) }, rules, {
    event: (event) => events.push(event),
    answer: () => undefined,
  });
  expect(problems).toEqual([]);
  expect(events.map(({ host, record }) => `${record} ${host}`)).toEqual(['1 api.openai.com', '2 api.openai.com']);
  expect(coverage).toMatchObject({
    format: 'pcap',
    lines: 2,
    records: 2,
    events: 2,
    first: '2026-11-20T14:53:42.012Z',
  });
});

test('a capture that is cut off, or of links that are not read, may lack something', async () => {
  const sink = { event: () => undefined, answer: () => undefined };
  const cut = make.pcap([query], 127).subarray(0, -1);
  const odd = Buffer.concat([make.pcap([query, query], 127), Buffer.alloc(3)]);
  const found = [cut, odd].map((file) => readLog({ ...source, chunks: pieces(file, 1000) }, rules, sink));
  const problems = (await Promise.all(found)).map((one) =>
    one.problems.map(({ message, incomplete }) => [message, incomplete]),
  );
  expect(problems).toEqual([
    [['It ends in the middle of a record.', true]],
    [
      ['It ends in the middle of a record.', true],
      ['2 packets are of links of type 127, which are not read.', true],
    ],
  ]);
});

test('a short first line is told at once, though it has fewer bytes than tell flows', () => {
  const sink = { event: () => undefined, answer: () => undefined };
  const reading = new LogReading(source, rules, sink);
  reading.take(Buffer.from('{"host":"api.openai.com"}\n'));
  expect(reading.coverage().lines).toBe(1);
});

/** How many events a text tells of, that comes in pieces. */
async function eventsOf(text: string): Promise<number> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncIterable<Buffer> {
    for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
  }
  let count = 0;
  const sink = { event: () => count++, answer: () => undefined };
  const { problems } = await readLog(
    { place: '.', file: 'log', chunks: chunks(), frame: utc, format: null },
    rules,
    sink,
  );
  expect(problems).toEqual([]);
  return count;
}
