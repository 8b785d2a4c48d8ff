import { describe, expect, test } from 'vitest';
import { checksum, checksumLength, checksums, marvin32 } from '../../src/text/checksum.ts';

describe('marvin32', () => {
  // Source: the vectors that the hash was published with.
  test.each([
    ['', '30ed35c100cd3c7d'],
    ['AF', '48e73fc77d75ddc1'],
    ['E70F', 'b5f6e1fc485dbff8'],
    ['37F495', 'f0b07c789b8cf7e8'],
    ['8642DC59', '7008f2e87e9cf556'],
  ])('of %j', (bytes, expected) => {
    const { high, low } = marvin32(Buffer.from(bytes, 'hex'), 0x004fb61a001bdbccn);
    expect(high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')).toBe(expected);
  });
});

describe('checksum', () => {
  // CRC-32 of "123456789" is cbf43926 by its definition.
  test('crc32-hex is that of the definition', () => expect(checksum('crc32-hex', '123456789')).toEqual(['cbf43926']));

  test('crc32-base62 is the same number, most significant digit first', () => {
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const [text = ''] = checksum('crc32-base62', '123456789');
    expect([...text].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)).toBe(0xcbf43926);
  });

  test('crc32-base64url holds its bytes, least significant first, and two zero bytes', () => {
    const [text = ''] = checksum('crc32-base64url', '123456789');
    expect(text).toMatch(/^-.{8}$/);
    expect(Buffer.from(text.slice(1), 'base64url').toString('hex')).toBe('2639f4cb0000');
  });

  test.each(checksums)('%s is as long as it is said to be, for any text', (kind) => {
    for (const text of ['', 'a', 'sk-ant', 'x'.repeat(500)])
      for (const one of checksum(kind, text)) expect(one).toHaveLength(checksumLength[kind]);
  });
});
