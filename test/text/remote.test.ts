import { expect, test } from 'vitest';
import { repositoryOf } from '../../src/text/remote.ts';

test.each([
  ['https://github.com/acme/shop.git', 'github.com/acme/shop'],
  ['https://GitHub.com/acme/Shop', 'github.com/acme/Shop'],
  ['https://user:word@github.com/acme/shop/', 'github.com/acme/shop'],
  ['https://git.example.com:8443/acme/shop', 'git.example.com:8443/acme/shop'],
  ['git@github.com:acme/shop.git', 'github.com/acme/shop'],
  ['github.com:acme/shop', 'github.com/acme/shop'],
  ['ssh://git@github.com:22/acme/shop.git', 'github.com/acme/shop'],
  ['git://example.com/~me/shop.git', 'example.com/~me/shop'],
  ['https://gitlab.com/group/sub/group/shop.git', 'gitlab.com/group/sub/group/shop'],
  ['https://github.com/acme/shop?token=word', 'github.com/acme/shop'],
])('%s is %s', (remote, id) => {
  expect(repositoryOf(remote)).toBe(id);
});

test.each([
  '/srv/git/shop.git',
  '../shop',
  'file:///srv/git/shop.git',
  'ext::sh -c touch',
  'C:\\repos\\shop',
  'C:/repos/shop',
  'https://github.com/',
  'git@github.com:a b',
  '-uevil:x',
  '',
])('%j names no repository', (remote) => {
  expect(repositoryOf(remote)).toBeNull();
});
