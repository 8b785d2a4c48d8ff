import { describe, expect, test } from 'vitest';
import { Fields } from '../../../src/registry/exchange/fields.ts';
import { hostAt, living, sourceOf } from '../../../src/registry/exchange/place.ts';

/** The host at an address, and what is told of the rest. */
function host(url: unknown): unknown {
  const fields = Fields.of({ url });
  return fields && [...hostAt(fields, 'url'), ...fields.left()];
}

describe('the host of an address', () => {
  test.each([
    ...['http://a.example', 'https://a.example', 'HTTPS://A.Example', 'ws://a.example', 'wss://a.example:8443'],
    ...['grpc://a.example', 'grpcs://a.example:443', 'GRPCS://A.EXAMPLE', 'grpc://a.example/', 'https://u@a.example/'],
    ...[' https://a.example/ ', 'https://a.example/#top'],
  ])('%s', (url) => {
    expect(host(url)).toEqual(['a.example']);
  });

  test.each([
    ...['a', '7.example', 'a-b.c_d.example', '10.0.0.0', '127.acme.example', '1.2.3.4'],
    ...[
      'localhost.acme.example',
      'mylocalhost',
      'a.localhost.example',
      '0.0.0.0.example',
      '127.0.0.1.example',
      'grpc.example',
    ],
  ])('%s is a host', (name) => {
    expect(host(`https://${name}`)).toEqual([name]);
  });

  test.each([
    ['https://a.example/a2a'],
    ['https://a.example/?tenant=acme'],
    ['https://a.example?x'],
    ['grpc://a.example/a'],
    ['grpc://a.example?a'],
  ])('%s says more, which is told', (url) => {
    expect(host(url)).toEqual(['a.example', 'url (its host is kept)']);
  });

  test.each([
    ...['a.example', '//a.example', 'ftp://a.example', 'xhttps://a.example', 'httpsx://a.example', 'https:a.example'],
    ...['https://', 'https://a b.example', 'not an address'],
    ...['https://localhost', 'http://localhost:9999/a', 'https://LOCALHOST', 'https://agent.localhost'],
    ...['http://127.0.0.1', 'http://127.1.2.3:80', 'http://127.1', 'http://0.0.0.0:80', 'http://0'],
    ...[
      'https://{tenant}.acme.example',
      'https://-a.example',
      'https://a.example-',
      'https://a.example.',
      'https://_a.example',
    ],
    ...['http://[::1]', 'https://*.acme.example', 'grpc://{a}.example'],
  ])('there is none in %s, which is told as it stands', (url) => {
    expect(host(url)).toEqual(['url']);
  });

  test.each([[''], [null], [[]]])('there is none in %j, of which nothing is told', (url) => {
    expect(host(url)).toEqual([]);
  });
});

describe('the source at an address', () => {
  test.each([
    ['https://github.com/acme/shop', []],
    ['https://github.com/acme/shop.git', []],
    ['https://github.com/acme/shop/', []],
    ['git@github.com:acme/shop.git', []],
    ['https://github.com/acme/shop?tab=readme#top', []],
    ['https://github.com/acme/shop#tree', []],
    ['https://github.com/acme/shop?from=/tree/main/a', []],
    ['https://github.com/acme/shop/tree/main', []],
    ['https://github.com/acme/shop/tree/main/', []],
    ['https://github.com/acme/shop/tree/main/a/b', ['a/b']],
    ['https://github.com/acme/shop/tree/main//a//b/', ['a/b']],
    ['https://github.com/acme/shop/blob/main/a/b.ts', ['a/b.ts']],
    ['https://github.com/acme/shop/blob/main/a/b.ts#L7', ['a/b.ts']],
    ['https://github.com/acme/shop/tree/main/a?x=1', ['a']],
    ['https://github.com/acme/shop/tree/main/src/tree/branch/a', ['src/tree/branch/a']],
  ])('%s', (address, paths) => {
    expect(sourceOf(address)).toEqual({ repo: 'github.com/acme/shop', paths });
  });

  test.each([
    ['https://gitlab.com/acme/deep/shop/-/tree/main/a', 'gitlab.com/acme/deep/shop', 'a'],
    ['https://bitbucket.org/acme/shop/src/main/a', 'bitbucket.org/acme/shop', 'a'],
    ['https://git.acme.example/acme/shop/src/branch/main/a/b', 'git.acme.example/acme/shop', 'a/b'],
  ])('as another forge writes it: %s', (address, repo, path) => {
    expect(sourceOf(address)).toEqual({ repo, paths: [path] });
  });

  test.each([
    ...['https://github.com/acme', 'https://github.com', 'https://github.com/tree/main/a', 'https://acme/shop'],
    ...['./shop', 'acme/shop', 'ftp://github.com/acme/shop', ''],
  ])('%j names none', (address) => {
    expect(sourceOf(address)).toBeNull();
  });
});

test('what lives in one kind of place lives in no other', () => {
  expect(living({})).toEqual({ repos: [], images: [], workloads: [], hosts: [] });
  expect(living({ images: ['i'] })).toEqual({ repos: [], images: ['i'], workloads: [], hosts: [] });
});
