import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { compileLogFormat } from '../../src/wire/compile-format.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import type { Program } from '../../src/wire/format-variables.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const frame = { written: null, offset: 0 };

/** The events of lines that were written by a format string; `foreign` where a line is of another layout. */
function read(program: Program, format: string, ...lines: readonly string[]): readonly (NetworkEvent | string)[] {
  const logs = { ...rules.logs, formats: [compileLogFormat(program, format)], wrappers: [] };
  const decoder = new Decoder({ ...rules, logs }, { frame, format: null });
  return lines.flatMap((line, index): readonly (NetworkEvent | string)[] => {
    const { kind, events } = decoder.line(line, index + 1);
    return events.length > 0 ? events : [kind];
  });
}

describe("Squid's logformat", () => {
  const native = '%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt';

  test('of its own native layout', () => {
    const [tunnel, denied] = read(
      'squid',
      native,
      '1795186422.012     37 192.0.2.11 TCP_TUNNEL/200 2842 CONNECT api.openai.com:443 svc-triage HIER_DIRECT/198.51.100.7 -',
      '1795186422.900      4 2001:db8::13 TCP_DENIED/407 3980 CONNECT api.openai.com.evil.example:443 - HIER_NONE/- text/html',
    );
    expect(tunnel).toMatchObject({
      time: Date.UTC(2026, 10, 20, 14, 53, 42, 12),
      source: '192.0.2.11',
      user: 'svc-triage',
      host: 'api.openai.com',
      provider: 'openai',
      basis: 'connect',
      bytesIn: 2842,
      address: '198.51.100.7',
    });
    expect(denied).toMatchObject({ source: '2001:db8::13', provider: null, denied: true });
  });

  test('as a directive, with quotes, widths and arguments', () => {
    const [event] = read(
      'squid',
      'logformat mine [%tl] %-20>a "%rm %ru HTTP/%rv" %>Hs %Ss:%Sh "%{User-Agent}>h" sni=%ssl::>sni 100%%',
      '[20/Nov/2026:15:53:42 +0100] 192.0.2.11           "GET https://api.anthropic.com/v1/models HTTP/1.1" 200 TCP_MISS:HIER_DIRECT "a \\"b\\" c" sni=- 100%',
    );
    expect(event).toMatchObject({
      time: Date.UTC(2026, 10, 20, 14, 53, 42),
      source: '192.0.2.11',
      host: 'api.anthropic.com',
      basis: 'http',
      path: '/v1/models',
      api: 'openai-models',
      userAgent: 'a \\"b\\" c',
    });
  });

  test('as JSON', () => {
    const [event] = read(
      'squid',
      '{"t":%ts.%03tu,"c":"%>a","s":"%Ss","h":%>Hs,"u":"%ru","m":"%rm","n":"%ssl::>sni"}',
      '{"t":1795186422.012,"c":"192.0.2.11","s":"TCP_TUNNEL","h":200,"u":"198.51.100.7:443","m":"CONNECT","n":"api.openai.com"}',
    );
    expect(event).toMatchObject({ host: 'api.openai.com', basis: 'sni', source: '192.0.2.11' });
  });

  test('tells the first of the two records of a tunnel', () => {
    const line = '1795186424.097 1 192.0.2.11 NONE_NONE/200 0 CONNECT api.openai.com:443 - HIER_NONE/- -';
    expect(read('squid', native, line)).toMatchObject([{ draft: true }]);
  });

  test('leaves lines of another layout', () => {
    expect(read('squid', native, '192.0.2.11 - - [x] "GET / HTTP/1.1" 200 1')).toEqual(['foreign']);
    expect(read('squid', native, '1795186422.012 37 192.0.2.11 NONE/400 0 NONE error:invalid - HIER_NONE/- -')).toEqual(
      ['record'],
    );
  });
});

describe("nginx's log_format", () => {
  test('as a directive of many pieces', () => {
    const [proxied, plain] = read(
      'nginx',
      `log_format main escape=json '$remote_addr [$time_local] $host "$request" '\n  "$status $body_bytes_sent \\"$http_user_agent\\" to=$proxy_host via=$upstream_addr";`,
      '192.0.2.11 [20/Nov/2026:14:53:51 +0000] llm-gw.corp.example "POST /openai/v1/chat/completions HTTP/1.1" 200 255 "OpenAI/Python 1.61.0" to=api.openai.com via=198.51.100.7:443, 198.51.100.8:443',
      '2001:db8::13 [20/Nov/2026:14:53:51 +0000] api.openai.com.evil.example "GET /?u=https://api.openai.com HTTP/1.1" 403 0 "-" to=- via=-',
    );
    expect(proxied).toMatchObject({
      time: Date.UTC(2026, 10, 20, 14, 53, 51),
      host: 'api.openai.com',
      front: 'llm-gw.corp.example',
      api: 'openai-chat',
      address: '198.51.100.7',
      userAgent: 'OpenAI/Python 1.61.0',
      basis: 'http',
      bytesIn: 255,
    });
    expect(plain).toMatchObject({ host: 'api.openai.com.evil.example', provider: null, denied: true });
  });

  test('of a stream', () => {
    const format =
      '$remote_addr [$time_iso8601] $protocol $status $bytes_sent $bytes_received "$ssl_preread_server_name" "$upstream_addr"';
    const events = read(
      'nginx',
      format,
      '192.0.2.11 [2026-11-20T14:53:50+00:00] TCP 200 2825 280 "api.openai.com" "198.51.100.7:443"',
      '192.0.2.11 [2026-11-20T14:53:50+00:00] TCP 200 2825 280 "" "198.51.100.7:443"',
    );
    expect(events).toMatchObject([
      { host: 'api.openai.com', basis: 'sni', bytesIn: 2825, bytesOut: 280, transport: 'TCP' },
      { host: null, basis: 'ip', address: '198.51.100.7' },
    ]);
  });

  test('as JSON, in braces and without quotes', () => {
    const [event] = read(
      'nginx',
      '{"at":\x24{msec},"from":"$remote_addr","m":"$request_method","p":"$request_uri","h":"$http_host","s":$status}',
      '{"at":1795186431.938,"from":"192.0.2.11","m":"POST","p":"/v1/messages","h":"llm-gw.corp.example:8443","s":200}',
    );
    expect(event).toMatchObject({ host: 'llm-gw.corp.example', path: '/v1/messages', api: 'anthropic-messages' });
  });
});

test('a format that tells no destination is refused', () => {
  expect(() => compileLogFormat('squid', '%>a [%tl] "%{User-Agent}>h"')).toThrow(/does not say where a request went/);
  expect(() => compileLogFormat('nginx', '$remote_addr $status')).toThrow(/does not say where a request went/);
});

test('a hostile line takes no long time', () => {
  const format = '%ts %>a %rm %ru %ru %ru "%{User-Agent}>h" "%{User-Agent}>h" x';
  const before = performance.now();
  read('squid', format, `1795186422 ${'a '.repeat(20_000)}`, `1795186422 a b c d e "${'\\"'.repeat(20_000)}`);
  expect(performance.now() - before).toBeLessThan(1000);
});

const samples = join(import.meta.dirname, '../../../shared/netlogs/samples');

test.skipIf(!existsSync(samples))('logs of real servers by their formats (../shared/netlogs is there)', () => {
  const linesOf = (file: string): string[] => readFileSync(join(samples, file), 'utf8').trimEnd().split('\n');
  const squid = '%ts.%03tu %6tr %>a %[un %Ss/%03>Hs %<st %rm %ru %ssl::>sni "%{User-Agent}>h" %Sh/%<a';
  const custom = read('squid', squid, ...linesOf('squid/access_custom.log'));
  expect(custom.filter((event) => typeof event === 'string')).toEqual([]);
  expect(custom[0]).toMatchObject({
    host: 'api.openai.com',
    userAgent: 'OpenAI/Python 1.61.0',
    user: 'svc-support-bot',
  });

  const nginx =
    '$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" rt=$request_time uct="$upstream_connect_time" ua="$upstream_addr"';
  const vhost = read('nginx', nginx, ...linesOf('nginx/access_vhost_upstream.log'));
  expect(vhost.filter((event) => typeof event === 'string')).toEqual([]);
  expect(vhost[0]).toMatchObject({ host: 'llm-gw.corp.example', address: '162.159.140.245' });
});
