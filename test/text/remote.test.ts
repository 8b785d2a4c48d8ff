import { expect, test } from 'vitest';
import { repositoryKey, repositoryOf } from '../../src/text/remote.ts';

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

test.each([
  ['github.com/Acme/Shop', 'github.com/acme/shop', true],
  ['GitLab.com/Acme/Team/Shop', 'gitlab.com/acme/team/shop', true],
  ['bitbucket.org/acme/SHOP', 'bitbucket.org/acme/shop', true],
  ['git.acme.example/Acme/Shop', 'git.acme.example/acme/shop', false],
  ['github.com.acme.example/Shop', 'github.com.acme.example/shop', false],
  ['Shop', 'shop', false],
])('%s and %s are the same repository: %s', (one, other, same) => {
  expect(repositoryKey(one) === repositoryKey(other)).toBe(same);
});
