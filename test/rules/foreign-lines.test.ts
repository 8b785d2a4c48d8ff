import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { Decoder } from '../../src/wire/decoder.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const read = (line: string) => new Decoder(rules, { frame: { written: null, offset: 0 }, format: null }).line(line, 1);

describe('what servers say of themselves is no call', () => {
  test.each([
    '2026/11/20 14:53:52 [error] 31#31: *46 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.11, server: llm.corp.example, request: "POST /v1/chat/completions HTTP/1.1", upstream: "https://198.51.100.7:443/v1/chat/completions", host: "api.openai.com"',
    '[Fri Nov 20 14:53:52.880562 2026] [proxy:error] [pid 10:tid 140120579262208] [client 192.0.2.11:50229] AH00898: DNS lookup failure for: api.openai.com returned by /v1/models',
    '2026/11/20 14:53:52| WARNING: DNS lookup for api.openai.com failed!',
    '{"level":"error","ts":1795186432.1,"logger":"http.log.error","msg":"dial tcp: lookup api.openai.com","request":{"remote_ip":"192.0.2.11","method":"POST","host":"llm.corp.example","uri":"/v1/chat/completions"},"duration":0.1,"status":502,"err_id":"x"}',
    '{"level":"info","time":"2026-11-20T14:53:52Z","msg":"calling model","url":"https://api.openai.com/v1"}',
    'time="2026-11-20T14:53:52Z" level=debug msg="Handling TCP connection from 192.0.2.11:1 to api.openai.com:443"',
  ])('%s', (line) => {
    expect(read(line).events).toEqual([]);
  });
});

test('no line takes long, whatever somebody writes into it', () => {
  const start = '192.0.2.11 - - [20/Nov/2026:14:53:52 +0000] "GET / HTTP/1.1" 200 1 ';
  const squid = '1795186422.012     37 192.0.2.11 ';
  const haproxy = '192.0.2.11:1 [20/Nov/2026:14:53:51.947] a b/c 0/0/0/0/0 200 1 - - ---- 1/1/1/1/0 0/0 ';
  const many = (text: string): string => text.repeat(Math.ceil(20_000 / text.length));
  const lines = [
    ...['a ', '"', '\\"', '" "', '1 ', '{', 'x=" ', '10.0.0.1, '].flatMap((text) => [
      many(text),
      start + many(text),
      squid + many(text),
      haproxy + many(text),
    ]),
    `${squid}TCP_TUNNEL/200 1 CONNECT api.openai.com:443${many(' a.b.c.d')}`,
    `${squid}TCP_TUNNEL/200 1 CONNECT 192.0.2.1:443${many(' a-')} "${many('x/y ')}`,
    `${haproxy}{${many('a.b|')}} "GET / HTTP/1.1" x`,
    `[2026-11-20T14:53:42.012Z] "GET / HTTP/1.1" 200 - ${many('a ')}`,
  ];
  for (const line of lines) {
    const before = performance.now();
    read(line);
    expect(performance.now() - before, line.slice(0, 120)).toBeLessThan(300);
  }
});
