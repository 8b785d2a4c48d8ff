import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

const host = 'api.openai.com';
const json = JSON.stringify({ ts: '2026-01-02T03:04:05Z', src: '10.0.0.7', host, method: 'POST' });

/** What a scan of one file says was not read. */
async function unread(file: string, content: string | Uint8Array): Promise<string[]> {
  const { problems, run } = await scanAt([makeTree({ [file]: content })]);
  const told = problems.filter(({ incomplete }) => incomplete);
  expect(run.complete).toBe(told.length === 0);
  return told.map((problem) => `${problem.file}: ${problem.message}`);
}

const one = (file: string, line: number): string =>
  `${file}: Line ${line} looks like a record of traffic to ${host}. Where it is a log, name it as one (log:PATH).`;

const squid = `1767322445.123    220 10.0.0.7 TCP_TUNNEL/200 5342 CONNECT ${host}:443 - HIER_DIRECT/104.18.7.192 -`;

const records: [string, string][] = [
  ['JSON', json],
  ['squid', squid],
  ['nginx', `10.0.0.7 - - [02/Jan/2026:03:04:05 +0000] "POST https://${host}/v1/chat/completions HTTP/1.1" 200 512`],
  ['dnsmasq behind syslog', `Jan  2 03:04:05 ns dnsmasq[12]: query[A] ${host} from 10.0.0.7`],
];

describe('traffic to a provider that is on record in a file that no name says to be a log is not passed over', () => {
  test.each([
    ...records,
    ['Zeek', `1767322445.123456\tCaB1\t10.0.0.7\t5123\t104.18.7.192\t443\tTLSv13\t${host}`],
    [
      'a client',
      `2026-01-02 03:04:05,123 INFO httpx HTTP Request: POST https://${host}/v1/responses "HTTP/1.1 200 OK"`,
    ],
  ])('%s', async (_, line) => {
    expect(await unread('var/net.out', `nothing here\n${line}\n`)).toEqual([one('var/net.out', 2)]);
  });

  test('in several lines, and to several hosts', async () => {
    const other = json.replace(host, 'api.anthropic.com');
    expect(await unread('net', `${json}\r${other}\r${json}\r`)).toEqual([
      'net: 3 lines, from line 1 on, look like records of traffic to api.anthropic.com, api.openai.com. Where it is a log, name it as one (log:PATH).',
    ]);
  });

  test('in a file that is packed', async () => {
    expect(await unread('access.gz', gzipSync(`nothing\n${json}\n`))).toEqual([one('access.gz', 2)]);
  });

  test('in the midst of a line of megabytes', async () => {
    const pad = 'x'.repeat(2_000_000);
    expect(await unread('net', `{"pad":"${pad}",${json.slice(1, -1)},"more":"${pad}"}\n`)).toEqual([one('net', 1)]);
  });
});

describe('a file named as logs are is read as one', () => {
  /** Who was found to call whom. */
  const callers = ({ assessments }: Report): string[] =>
    assessments.map(({ agent }) => `${agent.path} ${agent.providers} ${agent.evidence[0]?.line}`);

  test.each(records)('%s', async (_, line) => {
    const { assessments, problems, run } = await scanAt([makeTree({ 'var/net.log': `${line}\n`.repeat(3) })]);
    expect(assessments.map(({ agent }) => agent.path)).toEqual(['ip:10.0.0.7']);
    expect(problems).toEqual([]);
    expect(run.coverage.logs).toMatchObject([{ file: 'var/net.log', lines: 3, records: 3, events: 3 }]);
  });

  test('though it is packed, and by the number of its lines unpacked', async () => {
    const text = `${json.replace(host, 'example.org')}\n${json}\n`;
    const report = await scanAt([makeTree({ 'access.log.gz': gzipSync(text) })]);
    expect(callers(report)).toEqual(['ip:10.0.0.7 openai 2']);
    expect(report.problems).toEqual([]);
  });

  test('though the records of calls stand far behind lines of another kind', async () => {
    const report = await scanAt([makeTree({ 'app.log': `${'starting up\n'.repeat(200)}${squid}\n` })]);
    expect(callers(report)).toEqual(['ip:10.0.0.7 openai 201']);
  });

  test('and what of it fits no layout makes the scan incomplete', async () => {
    expect(await unread('var/net.log', `nothing here\n${json}\n`)).toEqual([
      'var/net.log: 1 of 2 lines fit no known layout, such as line 1.',
    ]);
  });

  test.each(['test/data/net.log', 'docs/net.log', 'examples/net.log'])(
    'but for %s, which shows a log',
    async (file) => {
      const { assessments, run } = await scanAt([makeTree({ [file]: `${json}\n` })]);
      expect(assessments).toEqual([]);
      expect(run.coverage.logs ?? []).toEqual([]);
    },
  );
});

describe('what only names a host is no record of traffic', () => {
  test.each([
    ['a list of hosts', 'hosts.list', `10.0.0.1 ${host}\nPOST ${host}\n`],
    ['a time and a host', 'notes', `2026-01-02 03:04 we block https://${host}/v1\n`],
    ['a time and a peer on other lines', 'notes', `2026-01-02 03:04\nGET 10.0.0.7\nhttps://${host}/v1\n`],
    ['a test', 'test/data/net.log', json],
    ['a page', 'README.md', json],
    ['code', 'main.py', `line = '${json}'\n`],
  ])('%s', async (_, file, content) => {
    expect(await unread(file, content)).toEqual([]);
  });
});
