import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { givenFormat } from '../../src/wire/given-format.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const frame = { written: null, offset: 0 };

/** The events of lines in a layout that somebody gave; what became of a line that tells of none. */
function read(format: string, ...lines: readonly string[]): readonly (NetworkEvent | string)[] {
  const decoder = new Decoder(rules, { frame, format: givenFormat(format) });
  return lines.flatMap((line, index): readonly (NetworkEvent | string)[] => {
    const { kind, events } = decoder.line(line, index + 1);
    return events.length > 0 ? events : [kind];
  });
}

test('what begins with the name of no program is an id', () => {
  expect(givenFormat('squid')).toBeNull();
  expect(givenFormat('zeek-json')).toBeNull();
});

describe("Apache's LogFormat", () => {
  test('as a directive, of a forward proxy', () => {
    const [asked, tunnel, denied, none] = read(
      String.raw`apache:LogFormat "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"" combined`,
      '192.0.2.11 - svc-triage [20/Nov/2026:15:53:42 +0100] "POST http://api.openai.com/v1/chat/completions HTTP/1.1" 200 255 "-" "a \\"b\\" c"',
      '2001:db8::13 - - [20/Nov/2026:14:53:43 +0000] "CONNECT api.anthropic.com:443 HTTP/1.1" 200 - "-" "-"',
      '192.0.2.11 - - [20/Nov/2026:14:53:44 +0000] "CONNECT api.openai.com.evil.example:443 HTTP/1.1" 403 199 "-" "-"',
      '192.0.2.11 - - [20/Nov/2026:14:53:45 +0000] "-" 408 - "-" "-"',
    );
    expect(asked).toMatchObject({
      time: Date.UTC(2026, 10, 20, 14, 53, 42),
      source: '192.0.2.11',
      user: 'svc-triage',
      host: 'api.openai.com',
      basis: 'http',
      api: 'openai-chat',
      bytesIn: 255,
      userAgent: 'a \\"b\\" c',
    });
    expect(tunnel).toMatchObject({ host: 'api.anthropic.com', basis: 'connect', source: '2001:db8::13' });
    expect(denied).toMatchObject({ host: 'api.openai.com.evil.example', provider: null, denied: true });
    expect(none).toBe('record');
  });

  test('of a balancer, with modifiers, a time of its own and a percent', () => {
    const [event] = read(
      'apache:%{c}a\\t%{msec}t\\t%V\\t%m\\t%U\\t%<s\\t%!200,304{User-agent}i\\t%{BALANCER_WORKER_NAME}e\\t%^FB\\t100%%',
      '192.0.2.11\t1795186422012\tllm-gw.corp.example\tPOST\t/v1/messages\t200\tcurl/8.5.0\thttps://api.anthropic.com\t12\t100%',
    );
    expect(event).toMatchObject({
      time: Date.UTC(2026, 10, 20, 14, 53, 42, 12),
      host: 'api.anthropic.com',
      front: 'llm-gw.corp.example',
      path: '/v1/messages',
      userAgent: 'curl/8.5.0',
    });
  });
});

describe('JSON by the paths of its values', () => {
  const line = (record: object): string => JSON.stringify(record);

  test('a host, who went there, and when', () => {
    const format = 'json:source=client.ip,host=dest.name, time = .@timestamp,action=verdict';
    const events = read(
      format,
      line({ '@timestamp': '2026-11-20T14:53:42Z', client: { ip: '192.0.2.11' }, dest: { name: 'API.openai.com.' } }),
      line({ '@timestamp': 1795186422.5, 'client.ip': '2001:db8::13', 'dest.name': 'api.openai.com', verdict: 'DENY' }),
      line({ client: { ip: '192.0.2.11' }, dest: { name: 'api.openai.com.evil.example' } }),
      line({ client: { ip: '192.0.2.11' }, dest: 'api.openai.com' }),
      '192.0.2.11 api.openai.com',
    );
    expect(events).toMatchObject([
      { time: Date.UTC(2026, 10, 20, 14, 53, 42), source: '192.0.2.11', provider: 'openai', basis: 'fqdn' },
      { time: Date.UTC(2026, 10, 20, 14, 53, 42, 500), source: '2001:db8::13', provider: 'openai', denied: true },
      { host: 'api.openai.com.evil.example', provider: null },
      'foreign',
      'foreign',
    ]);
  });

  test('in a container’s log, and as the items of a document', () => {
    const inner = line({ who: '192.0.2.11', to: 'https://api.openai.com/v1/models' });
    expect(
      read('json:source=who,url=to', line({ log: `${inner}\n`, stream: 'stdout', time: '2026-11-20T14:53:42Z' })),
    ).toMatchObject([
      { host: 'api.openai.com', path: '/v1/models', basis: 'http', time: Date.UTC(2026, 10, 20, 14, 53, 42) },
    ]);
    const decoder = new Decoder(rules, { frame, format: givenFormat('json:source=who,url=to') });
    expect(decoder.document([JSON.parse(inner)]).flatMap(({ events }) => events)).toMatchObject([
      { provider: 'openai' },
    ]);
  });

  test.each([
    ['json:host=q,qtype=t', { q: 'api.openai.com', t: 'A' }, 'dns'],
    ['json:sni=n,source=s', { n: 'api.openai.com', s: '192.0.2.11' }, 'sni'],
    ['json:host=n,basis=gateway,model=m', { n: 'api.openai.com', m: 'x' }, 'gateway'],
    ['json:host=a,host=b', { b: 'api.openai.com' }, 'fqdn'],
  ])('%s tells how it is known', (format, record, basis) => {
    expect(read(format, line(record))).toMatchObject([{ host: 'api.openai.com', provider: 'openai', basis }]);
  });

  test.each([
    ['json:source=a', /does not say where a request went/],
    ['json:', /no field and its path/],
    ['json:host', /host is no field and its path/],
    ['json:host=', /no field and its path/],
    ['json:hots=a', /hots=a is no field/],
    ['json:host=a,basis=guess', /no basis guess/],
    ['apache:%h %t', /does not say where/],
  ])('%s is refused', (format, message) => {
    expect(() => givenFormat(format)).toThrow(message);
  });
});
