import { describe, expect, test } from 'vitest';
import * as make from './make.ts';
import { read, short } from './read.ts';

const host = 'api.openai.com';
const hello = make.record(make.clientHello(host));
const query = make.datagram({ bytes: make.dns(host) });

describe('the files', () => {
  test('a capture says when, who and where', () => {
    const { events, count, fault } = read(make.pcap([make.segment(1, { bytes: hello })]));
    expect({ count, fault }).toEqual({ count: 1, fault: null });
    expect(events).toEqual([
      {
        line: null,
        record: 1,
        time: Date.UTC(2026, 10, 20, 14, 53, 42, 12),
        source: '192.0.2.11',
        host,
        port: 443,
        address: '198.51.100.7',
        provider: 'openai',
        kind: 'api',
        basis: 'sni',
        ja3: expect.stringMatching(/^[0-9a-f]{32}$/),
        ja4: 't13d0105h2_0f2cb44170f4_1538dbb0eb97',
      },
    ]);
  });

  test('pieces of any size make no difference', () => {
    const file = make.pcap([query, make.segment(1, { bytes: hello }), query]);
    const whole = read(file);
    for (const size of [1, 2, 3, 7, 64, 1000]) expect(read(file, 'pcap', size)).toEqual(whole);
  });

  test('of either order of bytes, and in parts of a second as small as they may be', () => {
    const file = make.pcap([query]);
    for (let at = 0; at < 40; at += 4) if (at !== 4) file.subarray(at, at + 4).reverse();
    expect(short(read(file).events)).toEqual([`dns ${host}`]);
    file.writeUInt32BE(0xa1b23c4d, 0);
    file.writeUInt32BE(999_999_999, 28);
    expect(read(file).events[0]?.time).toBe(1_795_186_422_999);
  });

  test('pcapng has sections, interfaces with clocks of their own, and blocks of no interest', () => {
    const file = Buffer.concat([
      make.section,
      make.block(0x0a, Buffer.from('CLIENT_RANDOM nothing to see')),
      make.interfaceBlock(1),
      make.interfaceBlock(101, '0900010009000000'),
      make.packetBlock(0, 1_795_186_422_012_345n, query),
      make.packetBlock(1, 1_795_186_422_999_999_999n, query.subarray(14)),
      make.section,
      make.interfaceBlock(1),
      make.block(3, Buffer.concat([Buffer.from([query.length, 0, 0, 0]), query])),
    ]);
    const { events, count, fault } = read(file);
    expect({ count, fault }).toEqual({ count: 3, fault: null });
    expect(events.map(({ time }) => time)).toEqual([1_795_186_422_012, 1_795_186_422_999, null]);
    for (const size of [1, 5, 30]) expect(read(file, 'pcap', size).events).toEqual(events);
  });

  test.each([
    ['ends in the middle', make.pcap([query]).subarray(0, -1), 'It ends in the middle of a record.'],
    ['lies about a length', lying(), 'Packet 1 says that it has 4294967295 bytes: nothing behind it was read.'],
    ['is none', Buffer.from('hello, world of packets'), 'It is no capture of packets.'],
    [
      'names no interface',
      Buffer.concat([make.section, make.packetBlock(3, 1n, query)]),
      'Packet 1 is of an interface that was not told of.',
    ],
  ])('a capture that %s says so', (_, file, fault) => {
    expect(read(file)).toMatchObject({ events: [], fault });
  });
});

describe('what packets are wrapped in', () => {
  const packet = make.ipv4(17, make.udp({ bytes: make.dns(host) }));
  const cooked = Buffer.concat([Buffer.alloc(14), make.u16(0x0800), packet]);
  const cooked2 = Buffer.concat([make.u16(0x0800), Buffer.alloc(18), packet]);
  const vxlan = make.udp({ bytes: Buffer.concat([Buffer.from('0800000000000700', 'hex'), query]), ports: [5, 4789] });
  const geneve = make.udp({
    bytes: Buffer.concat([Buffer.from('0100655800000700abcdabcd', 'hex'), query]),
    ports: [5, 6081],
  });
  const gre = Buffer.concat([Buffer.from('2000080000000001', 'hex'), packet]);

  test.each([
    ['loopback', 0, Buffer.concat([Buffer.from([2, 0, 0, 0]), packet])],
    ['a tag of a virtual network', 1, make.ethernet(packet, [0x8100])],
    ['two tags', 1, make.ethernet(packet, [0x88a8, 0x8100])],
    ['nothing', 101, packet],
    ['nothing, as OpenBSD numbers it', 14, packet],
    ['PPP', 9, Buffer.concat([Buffer.from('ff030021', 'hex'), packet])],
    ['tcpdump -i any', 113, cooked],
    ['tcpdump -i any, newer', 276, cooked2],
    ['VXLAN', 1, make.ethernet(make.ipv4(17, vxlan))],
    ['Geneve', 1, make.ethernet(make.ipv4(17, geneve))],
    ['GRE', 1, make.ethernet(make.ipv4(47, gre))],
    ['IP', 1, make.ethernet(make.ipv4(4, packet))],
  ])('%s', (_, link, frame) => {
    expect(short(read(make.pcap([frame], link)).events)).toEqual([`dns ${host}`]);
  });

  test('heads of IPv6', () => {
    const inner = make.udp({ bytes: make.dns(host) });
    const options = Buffer.concat([
      Buffer.from([44, 0, 1, 4, 0, 0, 0, 0]),
      Buffer.from([17, 0, 0, 0, 0, 0, 0, 9]),
      inner,
    ]);
    const { events } = read(make.pcap([make.ethernet(make.ipv6(0, options)), make.ethernet(make.ipv6(17, inner))]));
    expect(events.map(({ source }) => source)).toEqual(['2001:db8::11', '2001:db8::11']);
  });

  test('parts of packets are counted, and links of other types told', () => {
    const part = make.ipv4(17, make.udp({ bytes: make.dns(host) }));
    part[6] = 0x20;
    const { events, omissions } = read(make.pcap([make.ethernet(part)]));
    expect({ events, omissions }).toEqual({
      events: [],
      omissions: [{ message: 'One packet is only parts of packets, which are not put together.', matters: false }],
    });
    expect(read(make.pcap([query], 127)).omissions).toEqual([
      { message: 'One packet is of links of type 127, which are not read.', matters: true },
    ]);
  });
});

describe('connections', () => {
  const long = make.record(make.clientHello(host, 1800));
  const [first, second] = [long.subarray(0, 1400), long.subarray(1400)];
  const syn = make.segment(0xfffffff0, { bytes: Buffer.alloc(0) }, 2);
  const at = 0xfffffff1;

  test.each([
    ['in order', [syn, make.segment(at, { bytes: first }), make.segment(at + 1400, { bytes: second })]],
    ['the second part first', [syn, make.segment(at + 1400, { bytes: second }), make.segment(at, { bytes: first })]],
    ['without its opening', [make.segment(at, { bytes: first }), make.segment(at + 1400, { bytes: second })]],
    [
      'sent again, and overlapping',
      [
        syn,
        syn,
        make.segment(at, { bytes: first }),
        make.segment(at, { bytes: first }),
        make.segment(at + 1000, { bytes: long.subarray(1000) }),
      ],
    ],
    [
      'byte by byte',
      [syn, ...[...long].map((byte, index) => make.segment(at + index, { bytes: Buffer.from([byte]) }))],
    ],
  ])('a ClientHello over segments: %s', (_, frames) => {
    const { events } = read(make.pcap(frames));
    expect(short(events)).toEqual([`sni ${host}`]);
    expect(events[0]?.ja4).toBe('t13d0105h2_0f2cb44170f4_1538dbb0eb97');
  });

  test('over records of TLS too', () => {
    const message = make.clientHello(host);
    const parts = [message.subarray(0, 2), message.subarray(2, 50), message.subarray(50)].map((part) =>
      make.record(part),
    );
    expect(short(read(make.pcap([syn, make.segment(at, { bytes: Buffer.concat(parts) })])).events)).toEqual([
      `sni ${host}`,
    ]);
  });

  test('a ClientHello whose end was not captured gives its name and no fingerprint', () => {
    const frame = make.segment(at, { bytes: make.record(make.clientHello(host)) });
    const cut = make.pcap([frame.subarray(0, -12)]);
    const { events } = read(cut);
    expect(short(events)).toEqual([`sni ${host}`]);
    expect(events[0]).not.toHaveProperty('ja4');
  });

  test('a ClientHello without a name is a connection to an address', () => {
    const { events } = read(make.pcap([make.segment(at, { bytes: make.record(make.clientHello('')) })]));
    expect(events).toMatchObject([{ basis: 'ip', host: null, provider: null, address: '198.51.100.7', port: 443 }]);
  });

  test('what was sent behind a ClientHello is not listened to', () => {
    const later = Buffer.concat([hello, Buffer.from('GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n')]);
    expect(short(read(make.pcap([syn, make.segment(at, { bytes: later })])).events)).toEqual([`sni ${host}`]);
  });

  test('requests in clear, one behind another, bodies passed over', () => {
    const body = 'GET /inner HTTP/1.1\r\n\r\n';
    const text = [
      `POST /v1/chat/completions?key=abcdefghijklmnopqrstuvwxyz HTTP/1.1\r\nhost: ollama.corp.example:11434\r\n`,
      `User-Agent: OpenAI/Python 1.61.0\r\nAuthorization: Bearer none\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      'GET / HTTP/1.0\nHost: notopenai.com\n\n',
    ].join('');
    const { events } = read(make.pcap([syn, make.segment(at, { bytes: Buffer.from(text), ports: [50_000, 11_434] })]));
    expect(events).toMatchObject([
      {
        host: 'ollama.corp.example',
        port: 11_434,
        basis: 'http',
        method: 'POST',
        path: '/v1/chat/completions?key=…',
        api: 'openai-chat',
        userAgent: 'OpenAI/Python 1.61.0',
        address: '198.51.100.7',
      },
      { host: 'notopenai.com', basis: 'http', provider: null },
    ]);
    expect(events).toHaveLength(2);
  });

  test('a tunnel is told once, and so is another name in it', () => {
    const connect = (inner: string) => {
      const asked = Buffer.from(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`);
      const bytes = make.record(make.clientHello(inner));
      return make.pcap([syn, make.segment(at, { bytes: asked }), make.segment(at + asked.length, { bytes })]);
    };
    expect(short(read(connect(host)).events)).toEqual([`connect ${host}`]);
    expect(read(connect(host)).events[0]).not.toHaveProperty('address');
    expect(short(read(connect('front.example')).events)).toEqual([`connect ${host}`, 'sni front.example']);
  });

  test('names are looked up over TCP as well', () => {
    const messages = [make.dns(host), make.dns('example.com', { type: 28 })].flatMap((one) => [
      make.u16(one.length),
      one,
    ]);
    const { events } = read(
      make.pcap([syn, make.segment(at, { bytes: Buffer.concat(messages), ports: [50_000, 53] })]),
    );
    expect(events.map(({ host: name, qtype }) => `${name} ${qtype}`)).toEqual([`${host} A`, 'example.com AAAA']);
  });
});

test('an answer tells addresses to who asked, and is no call', () => {
  const bytes = make.dns('API.OpenAI.com', { reply: true, answers: ['162.159.140.245', '0.0.0.0'] });
  const { events, answers } = read(
    make.pcap([make.datagram({ bytes, from: '198.51.100.53', to: '192.0.2.11', ports: [53, 50_000] })]),
  );
  expect({ events, answers }).toEqual({ events: [], answers: [`${host} 162.159.140.245 192.0.2.11`] });
});

function lying(): Buffer {
  const file = make.pcap([query]);
  file.writeUInt32LE(0xffffffff, 32);
  return file;
}
