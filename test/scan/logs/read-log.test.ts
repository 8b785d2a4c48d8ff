import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../src/ruleset/compile.ts';
import { readRules } from '../../../src/ruleset/load.ts';
import { parseRules } from '../../../src/ruleset/parse.ts';
import { readLog } from '../../../src/scan/logs/read-log.ts';
import { utc } from '../../../src/wire/time.ts';

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
