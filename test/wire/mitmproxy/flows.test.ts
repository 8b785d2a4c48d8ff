import { expect, test } from 'vitest';
import { read, short } from '../packets/read.ts';
import { fields, flow, netstring } from './make.ts';

const openai = {
  host: 'api.openai.com',
  port: 443,
  method: Buffer.from('POST'),
  path: Buffer.from('/v1/chat/completions'),
  authority: Buffer.from('api.openai.com'),
  headers: fields({ 'User-Agent': 'OpenAI/Python 1.61.0', Authorization: 'Bearer none' }),
};

test('a flow tells who asked what of whom', () => {
  expect(read(flow(openai), 'mitmproxy')).toEqual({
    events: [
      {
        line: null,
        record: 0,
        time: 1_795_186_422_013,
        source: '192.0.2.11',
        host: 'api.openai.com',
        port: 443,
        provider: 'openai',
        kind: 'api',
        api: 'openai-chat',
        basis: 'http',
        method: 'POST',
        path: '/v1/chat/completions',
        userAgent: 'OpenAI/Python 1.61.0',
        address: '198.51.100.7',
      },
    ],
    answers: [],
    count: 1,
    fault: null,
    omissions: [],
  });
});

test('what was refused, or answered by nobody, was tried', () => {
  const bytes = Buffer.concat([
    flow(openai, { response: { status_code: 403 } }),
    flow(openai, { response: null, error: { msg: 'Client disconnected.' } }),
    flow(openai, { error: { msg: 'Client disconnected.' } }),
  ]);
  expect(read(bytes, 'mitmproxy').events.map(({ denied }) => denied ?? false)).toEqual([true, true, false]);
});

test('a proxy that nobody knows of goes by what the client says', () => {
  const headers = fields({ Host: 'api.anthropic.com' });
  const request = { ...openai, host: '198.51.100.7', authority: Buffer.alloc(0), path: Buffer.from('/v1/messages') };
  const bytes = Buffer.concat([
    flow({ ...request, headers }),
    flow({ ...request, headers: [] }, { client_conn: { peername: ['2001:db8::11', 1, 0, 0], sni: 'api.mistral.ai' } }),
    flow({ ...request, headers: [] }),
  ]);
  const { events } = read(bytes, 'mitmproxy');
  expect(events.map(({ source, host }) => `${source} ${host}`)).toEqual([
    '192.0.2.11 api.anthropic.com',
    '2001:db8::11 api.mistral.ai',
    '192.0.2.11 198.51.100.7',
  ]);
});

test('older versions call the client otherwise, and the address behind another proxy is that of the proxy', () => {
  const older = { client_conn: { address: { address: ['192.0.2.12', 1], use_ipv6: false } } };
  const old = { client_conn: { address: ['192.0.2.13', 1] }, server_conn: { ip_address: ['203.0.113.9', 443] } };
  const bytes = Buffer.concat([
    flow(openai, older),
    flow(openai, old),
    flow(openai, { server_conn: { peername: ['203.0.113.1', 3128], via: ['http', ['203.0.113.1', 3128]] } }),
  ]);
  const { events } = read(bytes, 'mitmproxy');
  expect(events.map(({ source, address }) => `${source} ${address}`)).toEqual([
    '192.0.2.12 198.51.100.7',
    '192.0.2.13 203.0.113.9',
    '192.0.2.11 undefined',
  ]);
});

test('look-ups, and connections that are passed on', () => {
  const questions = [{ name: 'api.openai.com', type: 28, class_: 1 }];
  const answers = [
    { name: 'api.openai.com', type: 28, ttl: 60, data: Buffer.from('20010db8000000000000000000000007', 'hex') },
  ];
  const bytes = Buffer.concat([
    netstring({
      type: 'dns',
      request: { questions, timestamp: 1_795_186_422.5 },
      response: { answers },
      client_conn: { peername: ['192.0.2.11', 9] },
    }),
    netstring({ type: 'tcp', messages: [], client_conn: { peername: ['192.0.2.11', 9], sni: 'api.groq.com' } }),
  ]);
  const read1 = read(bytes, 'mitmproxy');
  expect(short(read1.events)).toEqual(['dns api.openai.com', 'sni api.groq.com']);
  expect(read1.events[0]).toMatchObject({ qtype: 'AAAA', time: 1_795_186_422_500 });
  expect(read1.answers).toEqual(['api.openai.com 2001:db8::7 192.0.2.11']);
});

test.each([
  ['ends in the middle', flow(openai).subarray(0, -1), 'It ends in the middle of a record.'],
  [
    'is no flow',
    Buffer.from('hello, flows of a proxy'),
    'Flow 1 is not written as mitmproxy writes them: nothing behind it was read.',
  ],
  [
    'lies about a length',
    Buffer.from('20:7:request;99:4:host;}'),
    'Flow 1 is not written as mitmproxy writes them: nothing behind it was read.',
  ],
])('a file that %s says so', (_, bytes, fault) => {
  expect(read(Buffer.concat([flow(openai), bytes]), 'mitmproxy').fault).toBe(fault.replace('1', '2'));
});
