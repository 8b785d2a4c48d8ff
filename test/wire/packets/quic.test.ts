import { expect, test } from 'vitest';
import * as make from './make.ts';
import { read, short } from './read.ts';

const message = make.clientHello('api.openai.com', 1500);
const ports = [50_000, 443] as const;

function datagrams(...all: readonly Buffer[]): Buffer {
  return make.pcap(all.map((bytes) => make.datagram({ bytes, ports })));
}

test.each([
  ['1', make.quic1],
  ['2', make.quic2],
])('version %s: a ClientHello over packets and frames in no order', (_, version) => {
  const [a, b, c] = [message.subarray(0, 3), message.subarray(3, 900), message.subarray(900)];
  const first = make.initial(
    Buffer.concat([make.crypto(3, b), Buffer.from([1]), Buffer.alloc(30), make.crypto(0, a)]),
    version,
  );
  const second = make.initial(Buffer.concat([Buffer.from('0200000000', 'hex'), make.crypto(900, c)]), version, 1);
  for (const order of [
    [first, second],
    [second, first],
    [first, first, second, second],
  ]) {
    const { events } = read(datagrams(...order));
    expect(events).toMatchObject([
      {
        basis: 'sni',
        host: 'api.openai.com',
        provider: 'openai',
        transport: 'quic',
        port: 443,
        ja4: 'q13d0105h2_0f2cb44170f4_1538dbb0eb97',
      },
    ]);
  }
});

test('packets in one datagram', () => {
  const first = make.initial(make.crypto(0, message.subarray(0, 700)));
  const second = make.initial(make.crypto(700, message.subarray(700)), make.quic1, 1);
  expect(short(read(datagrams(Buffer.concat([first, second]))).events)).toEqual(['sni api.openai.com']);
});

test('a packet that somebody changed is not believed', () => {
  const packet = make.initial(make.crypto(0, message));
  packet[200] = (packet[200] ?? 0) ^ 1;
  expect(read(datagrams(packet)).events).toEqual([]);
});
