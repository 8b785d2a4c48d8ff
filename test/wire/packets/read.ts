import { join } from 'node:path';
import type { NetworkEvent } from '../../../src/model/network.ts';
import { compile } from '../../../src/ruleset/compile.ts';
import { readRules } from '../../../src/ruleset/load.ts';
import { parseRules } from '../../../src/ruleset/parse.ts';
import { binaryDecoder } from '../../../src/wire/binary.ts';

export const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../../rules'))));

/** All that a binary log says, read in pieces of so many bytes. */
export function read(bytes: Buffer, decoder: 'pcap' | 'mitmproxy' = 'pcap', size: number = bytes.length || 1) {
  const events: NetworkEvent[] = [];
  const answers: string[] = [];
  const reading = binaryDecoder(decoder, rules, {
    event: (event) => events.push(event),
    answer: ({ host, address, client }) => answers.push(`${host} ${address} ${client}`),
  });
  for (let at = 0; at < bytes.length; at += size) reading.take(bytes.subarray(at, at + size));
  reading.end();
  return { events, answers, count: reading.count, fault: reading.fault, omissions: reading.omissions() };
}

/** Where calls went, in short: `sni api.openai.com`. */
export function short(events: readonly NetworkEvent[]): readonly string[] {
  return events.map(({ basis, host }) => `${basis} ${host}`);
}
