import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isPublic } from '../../../src/sources/network/address.ts';
import { internet } from '../../../src/sources/network/network.ts';
import { vendors } from '../../../src/sources/vendor/vendors.ts';
import { internetOf, listening, publicly, question, says, stillClock, unknown, vendor } from './stage.ts';

const refused = [
  ...[
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
  ],
  ...[
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.19.255.255',
  ],
  ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', '100::1'],
  ...[
    'fc00::1',
    'fdff::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
  ],
  ...['2001:4860:4860::8888%eth0', '', 'localhost', '127.1', '0x7f000001', '2130706433', '8.8.8.8.8'],
];

const allowed = [
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.1.1',
  '223.255.255.254',
];

describe('an address', () => {
  test.each(refused)('%j is no place to send a key', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each([...allowed, '2001:4860:4860::8888', '2606:4700::6810:84e5', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );
});

function answers(port: number, ...lookups: readonly LookupAddress[][]) {
  let count = 0;
  const network = internetOf(port, { addresses: () => lookups[count++] ?? [] });
  const asker = vendors({ env: {}, clock: stillClock(), signal: new AbortController().signal, network });
  return { network, asker };
}

const inside = { address: '10.0.0.1', family: 4 };

describe('a name', () => {
  test.each([[[inside]], [[publicly, inside]], [[inside, publicly]], [[{ address: '::ffff:10.0.0.1', family: 6 }]]])(
    'that leads to %j is not connected to',
    async (addresses) => {
      const { network, asker } = answers(1, addresses);
      expect(await asker.ask(question())).toEqual(unknown('private-address'));
      expect(network.dialled).toEqual([]);
    },
  );

  test('that leads elsewhere when it is asked again is not asked again', async () => {
    const { port, heard } = await vendor(says(401));
    const { network, asker } = answers(port, [publicly], [inside]);
    expect([await asker.ask(question()), await asker.ask(question())]).toEqual([
      { verified: 'dead' },
      { verified: 'dead' },
    ]);
    expect([network.asked, heard.length]).toEqual([['api.acme.example'], 2]);
    expect(network.dialled.map(({ addresses }) => addresses)).toEqual([[publicly], [publicly]]);
  });
});

describe('the real network', () => {
  const signal = new AbortController().signal;

  test('connects to no other address than the one it is given, and not to one that is private', async () => {
    let heard = '';
    const server = createServer((socket) => socket.on('data', (chunk) => (heard += chunk)));
    const port = await listening(server);
    const addresses = [{ address: '127.0.0.1', family: 4 }];
    await expect(internet.dial({ host: 'api.acme.example', port, addresses }, signal)).rejects.toThrow(
      'private-address',
    );
    expect(heard).toBe('');
  });

  test('reaches a proxy wherever it stands', async () => {
    const port = await listening(createServer());
    const socket = await internet.dial({ host: '127.0.0.1', port, addresses: null }, signal);
    expect(socket.remotePort).toBe(port);
    socket.destroy();
  });
});
