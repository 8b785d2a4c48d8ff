import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressesIn,
  addressOf,
  addressOfBytes,
  hostName,
  hostPort,
  labelled,
  urlOf,
} from '../../src/wire/destination.ts';

describe('an address', () => {
  test.each([
    ['10.0.0.7', '10.0.0.7'],
    ['10.0.0.7:4711', '10.0.0.7'],
    ['10.0.0.7#53', '10.0.0.7'],
    ['10.0.0.7/60236', '10.0.0.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
    ['2001:0db8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['2001:db8::7#53', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::1%wlan', 'fe80::1'],
    ['fe80::1%br-lan', 'fe80::1'],
    ['fe80::1%eth0.100', 'fe80::1'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['::ffff:a00:7', '10.0.0.7'],
  ])('%s is %s', (written, address) => {
    expect(addressOf(written)).toBe(address);
  });

  test.each(['', '-', '10.0.0', '10.0.0.256', '1.2.3.4.5', 'api.openai.com', 'cafe', '10:15:02', '00:1b:44:11:3a:b7'])(
    'is not in %j',
    (text) => {
      expect(addressOf(text)).toBeNull();
    },
  );

  test('is the same, however it is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const groups = (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':');
        const address = addressOfBytes([...bytes]);
        expect(addressOf(groups)).toBe(address);
        expect(addressOf(groups.toUpperCase())).toBe(address);
        expect(hostName(groups)).toBe(address);
        expect(addressOf(address ?? '')).toBe(address);
      }),
    );
  });

  test('of four bytes is dotted, and of any other number none', () => {
    expect(addressOfBytes([10, 0, 0, 7])).toBe('10.0.0.7');
    expect(addressOfBytes([10, 0, 7])).toBeNull();
    expect(addressOfBytes([10, 0, 0, 256])).toBeNull();
    expect(addressOfBytes([10, 0, 0, '7'])).toBeNull();
  });

  test('is found among others', () => {
    expect(addressesIn('10.0.0.7, 2001:db8:0::7; "-"')).toEqual(['10.0.0.7', '2001:db8::7']);
  });
});

describe('a host', () => {
  test.each([
    ['API.OpenAI.com.', { host: 'api.openai.com', port: null }],
    ['api.openai.com:443', { host: 'api.openai.com', port: 443 }],
    ['[2001:DB8:0::7]:443', { host: '2001:db8::7', port: 443 }],
    ['2001:db8::7', { host: '2001:db8::7', port: null }],
    ['-', null],
    ['two words', null],
    ['a:b:c', null],
    ['00:1b:44:11:3a:b7', null],
  ])('of %j is %j', (text, found) => {
    expect(hostPort(text)).toEqual(found);
  });

  test('is written by Windows with the lengths of its labels', () => {
    expect(labelled('(3)api(6)openai(3)com(0)')).toBe('api.openai.com');
    expect(labelled('api.openai.com')).toBeNull();
  });
});

describe('an address of the web', () => {
  test.each([
    ['https://api.openai.com/v1/responses', { host: 'api.openai.com', port: null, path: '/v1/responses' }],
    ['https://api.openai.com@evil.example/v1', { host: 'evil.example', port: null, path: '/v1' }],
    ['https://api.openai.com\\@evil.example/', { host: 'api.openai.com', port: null, path: '\\@evil.example/' }],
    ['api.openai.com:443', { host: 'api.openai.com', port: 443, path: null }],
    ['/v1/messages', { host: '', port: null, path: '/v1/messages' }],
    ['words', null],
    [`https://x/${'a'.repeat(9000)}`, null],
  ])('%j', (text, found) => {
    expect(urlOf(text)).toEqual(found);
  });
});
