import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNames } from '../../src/cli/file-names.ts';

test('a file is named after its place', () => {
  expect(fileNames(['github.com/acme/shop', 'Support_Desk', '<stdin>', '../../é'])).toEqual([
    'github.com-acme-shop',
    'Support_Desk',
    '-stdin-',
    '..-..--',
  ]);
});

test('names that would be the same, in whatever case, end in a digest of their place, and no others do', () => {
  const names = fileNames(['acme/Shop', 'acme/shop', 'acme-shop', 'acme/crm']);
  expect(names.slice(0, 3)).toEqual([
    expect.stringMatching(/^acme-Shop-[0-9a-f]{12}$/),
    expect.stringMatching(/^acme-shop-[0-9a-f]{12}$/),
    expect.stringMatching(/^acme-shop-[0-9a-f]{12}$/),
  ]);
  expect(names[3]).toBe('acme-crm');
});

test('a name does not depend on the order of the places', () => {
  const [one, other] = fileNames(['acme/shop', 'acme-shop']);
  expect(fileNames(['acme-shop', 'acme/shop'])).toEqual([other, one]);
});

test('nobody takes the name of another by the digest of it', () => {
  const [taken = ''] = fileNames(['acme/shop', 'acme-shop']);
  const names = fileNames(['acme/shop', 'acme-shop', taken, taken.toUpperCase()]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(4);
});

test('a long name is cut', () => {
  const names = fileNames([`${'n'.repeat(500)}a`, `${'n'.repeat(500)}b`]);
  expect(names.map((name) => name.length)).toEqual([113, 113]);
  expect(new Set(names).size).toBe(2);
});

test('no two places have one name, and no name leads elsewhere', () => {
  const place = fc.string({ unit: fc.constantFrom('a', 'A', '/', '-', '.', '\u{1f600}', '\ud800'), maxLength: 4 });
  fc.assert(
    fc.property(fc.uniqueArray(place), (places) => {
      const names = fileNames(places);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(places.length);
      expect(names.filter((name) => !/^[\w.-]*$/.test(name))).toEqual([]);
    }),
  );
});
