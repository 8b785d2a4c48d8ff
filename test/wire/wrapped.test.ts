import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { utc } from '../../src/wire/time.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const query = 'query[A] api.openai.com from 192.0.2.11';
const at = Date.UTC(2026, 10, 20, 14, 53, 42);

test.each([
  ['<30>1 2026-11-20T14:53:42Z ns1 dnsmasq 1 - - ', 'syslog-5424'],
  ['2026-11-20T14:53:42+00:00 ns1 dnsmasq[1]: ', 'syslog-iso'],
  ['2026-11-20T14:53:42.000000000Z stdout F ', 'cri'],
  ['[pod/dns-0/dnsmasq] 2026-11-20T14:53:42Z ', 'container-prefix'],
  ['2026-11-20T14:53:42Z {job="dns"} ', 'logcli'],
])('%s is what a wrapper puts before a line', (before, wrapper) => {
  expect(told(before + query)).toEqual({ format: `${wrapper}>dnsmasq`, host: 'api.openai.com', time: at });
});

test('wrappers lie in wrappers', () => {
  const inner = JSON.stringify({ log: `<30>Nov 20 14:53:00 ns1 dnsmasq[1]: ${query}\n`, stream: 'stdout', time: at });
  expect(told(inner)).toEqual({ format: 'docker-json>syslog>dnsmasq', host: 'api.openai.com', time: null });
  const outer = JSON.stringify({ __REALTIME_TIMESTAMP: `${at}000`, MESSAGE: [...Buffer.from(`${query}\n`)] });
  expect(told(outer)).toEqual({ format: 'journald>dnsmasq', host: 'api.openai.com', time: at });
});

test('the time of the line counts, then that of what wraps it', () => {
  const own = `1795186431.000 1 192.0.2.11 TCP_TUNNEL/200 1 CONNECT api.openai.com:443 - HIER_DIRECT/198.51.100.7 -`;
  const { time } = told(`2026-11-20T15:00:00+00:00 p1 squid[1]: ${own}`);
  expect(time).toBe(1_795_186_431_000);
});

test('lines of programs that are none of ours are told from lines that could not be read', () => {
  const kind = (line: string): string => decoder().line(line, 1).kind;
  expect(kind('Nov 20 14:53:42 ns1 sshd[7]: Accepted publickey for a')).toBe('other');
  expect(kind('Nov 20 14:53:42 ns1 squid_access[7]: something that nobody knows')).toBe('foreign');
  expect(kind('2026-11-20T14:53:42Z stdout F something that nobody knows')).toBe('foreign');
  expect(kind('2026-11-20T14:53:42Z INFO loaded base_url=https://api.openai.com/v1')).toBe('foreign');
});

test("dnsmasq's own file names no host, and is not wrapped", () => {
  expect(told(`Nov 20 14:53:42 dnsmasq[1]: ${query}`).format).toBe('dnsmasq');
  expect(told(`Nov 20 14:53:42 ns1 dnsmasq[1]: ${query}`).format).toBe('syslog>dnsmasq');
});

test('parts of a line are put together where they follow each other', () => {
  const decode = decoder();
  const part = (text: string, flag: string): string => `2026-11-20T14:53:42.000000000Z stdout ${flag} ${text}`;
  expect(decode.line(part('query[A] api.op', 'P'), 1).kind).toBe('known');
  expect(decode.line(part('enai.com from 192.0.2.11', 'F'), 2).events).toHaveLength(1);
  expect(decode.line(part('query[A] api.op', 'P'), 3).kind).toBe('known');
  expect(decode.line(part('enai.com from 192.0.2.11', 'F'), 5).kind).toBe('foreign');
});

test('what is no error is no refusal', () => {
  const denied = (rcode: string): unknown =>
    decoder().line(`[1:0] reply: 192.0.2.11 api.openai.com. A IN ${rcode} 0.000548 0 59`, 1).events[0]?.denied;
  expect([denied('NOERROR'), denied('NXDOMAIN'), denied('SERVFAIL'), denied('REFUSED')]).toEqual([
    undefined,
    undefined,
    true,
    true,
  ]);
});

test('a reply counts where no query was logged', () => {
  const reply = '[1:0] reply: 192.0.2.11 api.openai.com. A IN NOERROR 0.000548 0 59';
  const events = (lines: readonly string[]): number => {
    const decode = decoder();
    return lines.flatMap((line, index) => decode.line(line, index + 1).events).length;
  };
  expect(events([reply, reply])).toBe(2);
  expect(events(['[1:0] query: 192.0.2.11 api.openai.com. A IN', reply])).toBe(1);
});

test('an address is told of all names that led to it, and of no others', () => {
  const decode = decoder();
  const lines = ['reply a.example is <CNAME>', 'reply b.example is 192.0.2.1', query, 'cached c.example is 192.0.2.2'];
  const answers = lines.flatMap((line, index) => decode.line(line, index + 1).answers);
  expect(answers.map(({ host, address }) => `${host} ${address}`)).toEqual([
    'b.example 192.0.2.1',
    'a.example 192.0.2.1',
    'c.example 192.0.2.2',
  ]);
});

function decoder(): Decoder {
  return new Decoder(rules, { frame: utc, format: null });
}

function told(line: string): Record<string, unknown> {
  const { format, events } = decoder().line(line, 1);
  return { format, host: events[0]?.host, time: events[0]?.time };
}
