import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fields, flow } from '../mitmproxy/make.ts';
import * as make from './make.ts';
import { read } from './read.ts';

const hello = make.record(make.clientHello('api.openai.com', 1600));
const answer = make.dns('api.openai.com', { reply: true, answers: ['192.0.2.7'] });
const frames = [
  make.segment(9, { bytes: Buffer.alloc(0) }, 2),
  make.segment(10, { bytes: hello.subarray(0, 1000) }),
  make.segment(1010, { bytes: hello.subarray(1000) }),
  make.datagram({ bytes: make.dns('api.anthropic.com') }),
  make.datagram({ bytes: answer, ports: [53, 5000] }),
  make.segment(1, { bytes: Buffer.from('POST /v1/messages HTTP/1.1\r\nHost: a.example\r\n\r\n'), ports: [7, 80] }),
  make.ethernet(make.ipv6(6, make.tcp(1, { bytes: hello })), [0x8100]),
];
const classic = make.pcap(frames);
const modern = Buffer.concat([
  make.section,
  make.interfaceBlock(1, '09000100090000000000'),
  ...frames.map((frame, index) => make.packetBlock(0, BigInt(index) * 1_000_000_000n, frame)),
]);
const flows = flow(
  {
    host: 'api.openai.com',
    method: Buffer.from('POST'),
    path: Buffer.from('/v1/responses'),
    headers: fields({ Host: 'a' }),
  },
  { error: { msg: 'gone' } },
);

const changes = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))), {
  maxLength: 12,
});

test.each([
  ['pcap', classic],
  ['pcapng', modern],
  ['mitmproxy', flows],
] as const)(
  '%s with bytes changed, cut anywhere, throws nothing, and reads alike in pieces of any size',
  (kind, file) => {
    const decoder = kind === 'mitmproxy' ? 'mitmproxy' : 'pcap';
    fc.assert(
      fc.property(changes, fc.nat(file.length), fc.integer({ min: 1, max: 300 }), (all, end, size) => {
        const changed = Buffer.from(file);
        for (const [at, byte] of all) changed[at % file.length] = byte;
        const cut = changed.subarray(0, file.length - (end % 40));
        expect(read(cut, decoder, size)).toEqual(read(cut, decoder));
      }),
      { numRuns: 400 },
    );
  },
);

test.each(['tcp', 'udp', 'dns', 'quic'] as const)('anything at all as what %s carries throws nothing', (kind) => {
  const carried = {
    tcp: (bytes: Buffer) => make.segment(1, { bytes: Buffer.concat([Buffer.from([22, 3, 1]), bytes]) }),
    udp: (bytes: Buffer) => make.ethernet(make.ipv4(17, bytes)),
    dns: (bytes: Buffer) => make.datagram({ bytes }),
    quic: (bytes: Buffer) =>
      make.datagram({ bytes: Buffer.concat([Buffer.from('c000000001', 'hex'), bytes]), ports: [9, 443] }),
  };
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (all) => {
      const { fault } = read(make.pcap(all.map((bytes) => carried[kind](Buffer.from(bytes)))));
      expect(fault).toBe(null);
    }),
    { numRuns: 300 },
  );
});

test('a name that points at itself ends', () => {
  const loop = Buffer.concat([
    Buffer.from('123401000001000000000000', 'hex'),
    Buffer.from('01610000c00c00010001', 'hex'),
  ]);
  loop.set([0xc0, 0x0c], 12);
  expect(read(make.pcap([make.datagram({ bytes: loop })])).events).toEqual([]);
});

test('a block that never ends, and flows that do not, keep nothing', () => {
  const endless = Buffer.concat([make.section, Buffer.from('0b000000fcffffff', 'hex')]);
  const before = process.memoryUsage().arrayBuffers;
  const many = Buffer.concat([endless, Buffer.alloc(64 << 20)]);
  expect(read(many, 'pcap', 1 << 20).fault).toBe('It ends in the middle of a record.');
  const body = Buffer.concat([
    Buffer.from('9999999999:7:request;9999999900:7:content;9999999000:'),
    Buffer.alloc(64 << 20),
  ]);
  expect(read(body, 'mitmproxy', 1 << 20).fault).toBe('It ends in the middle of a record.');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((64 + 64 + 64 + 16) << 20);
});

test('connections without end are forgotten in turn, and that is said', () => {
  const part = hello.subarray(0, 1200);
  const all = Array.from({ length: 8000 }, (_, index) =>
    make.segment(1, { bytes: part, ports: [1024 + index, 443], from: `10.0.0.${index % 250}` }),
  );
  const { events, omissions } = read(make.pcap(all), 'pcap', 1 << 16);
  expect(new Set(events.map(({ basis }) => basis))).toEqual(new Set(['ip']));
  expect(omissions.map(({ message }) => message.replace(/\d+/g, 'n'))).toEqual([
    "There are too many connections at once: n were not followed to their first words' end.",
  ]);
});
