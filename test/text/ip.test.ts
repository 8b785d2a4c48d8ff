import { expect, test } from 'vitest';
import { endpointText, ipAddress, isWithin } from '../../src/text/ip.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['[::1]', '::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:162.159.140.245', '162.159.140.245'],
  ['0:0:0:0:0:ffff:a29f:8cf5', '162.159.140.245'],
  ['::ffff:1.2', null],
  ['256.1.1.1', null],
  ['010.1.1.1', null],
  ['1.2.3', null],
  ['example.com', null],
  ['', null],
])('%s is %s', (text, address) => {
  expect(ipAddress(text)).toBe(address);
});

test.each([
  ['160.79.105.255', '160.79.104.0/23', true],
  ['160.79.106.0', '160.79.104.0/23', false],
  ['2607:6bc0::1', '2607:6bc0::/48', true],
  ['2607:6bc0:0:ffff::1', '2607:6bc0::/48', true],
  ['2607:6bc0:1::1', '2607:6bc0::/48', false],
  ['160.79.104.1', '2607:6bc0::/48', false],
  ['10.0.0.1', '0.0.0.0/0', true],
])('%s in %s: %s', (address, prefix, within) => {
  expect(isWithin(address, prefix)).toBe(within);
});

test('the port of an IPv6 address stands behind brackets', () => {
  expect(endpointText({ address: '::1', port: 80 })).toBe('[::1]:80');
  expect(endpointText({ address: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80');
});
