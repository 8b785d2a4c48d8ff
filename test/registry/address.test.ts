import { expect, test } from 'vitest';
import { registryAddress } from '../../src/registry/address.ts';

const git = (repository: string | null, ref: string, path: string | null = null) => ({
  kind: 'git',
  repository,
  ref,
  path,
});

test.each([
  ['agents.yaml', { kind: 'path', path: 'agents.yaml' }],
  ['./git:main', { kind: 'path', path: './git:main' }],
  ['/etc/agents@main:x', { kind: 'path', path: '/etc/agents@main:x' }],
  ['git:origin/main', git(null, 'origin/main')],
  ['git:--upload-pack=x', git(null, '--upload-pack=x')],
  ['git:main:./a//b.yaml', git(null, 'main', 'a/b.yaml')],
  ['git:/srv/policy@main', git('/srv/policy', 'main')],
  ['git:../p@q/policy@v1:a@b:c.yaml', git('../p@q/policy', 'v1', 'a@b:c.yaml')],
])('%s is a registry on this machine', (text, address) => {
  expect(registryAddress(text)).toEqual(address);
});

const pin = 'ab'.repeat(32);

test.each([
  ['https://acme.example/a.yaml', 'https://acme.example/a.yaml', 'https://acme.example/a.yaml', null],
  ['HTTPS://acme.example', 'https://acme.example/', 'https://acme.example/', null],
  [
    `https://acme.example/?a=b#sha256=${pin.toUpperCase()}`,
    'https://acme.example/?a=b',
    'https://acme.example/?…',
    pin,
  ],
  [
    'github:acme/ai.policy',
    'https://api.github.com/repos/acme/ai.policy/contents/.rollcall/registry.yaml',
    'github:acme/ai.policy:.rollcall/registry.yaml',
    null,
  ],
  [
    `github:acme/p@a/b:c/d?e.yaml#sha256=${pin}`,
    'https://api.github.com/repos/acme/p/contents/c/d%3Fe.yaml?ref=a%2Fb',
    'github:acme/p@a/b:c/d?e.yaml',
    pin,
  ],
])('%s is a registry on a server', (text, url, name, pin) => {
  expect(registryAddress(text)).toMatchObject({ url, name, pin });
});

test.each([
  'git:',
  'git::a.yaml',
  'git:/srv/policy',
  'git:/srv/policy@',
  'git:main:../a.yaml',
  'git:main:/etc/passwd',
  'git:main:.',
  'git:./x@main:a/../../b',
  'github:acme',
  'github:acme/..',
  'github:-acme/x',
  'github:acme/x/y',
  'github:acme/x:../../y',
  'github:acme/x#sha256=ab',
  'https://',
  'https://acme.example/#main',
  `https://acme.example/#sha256=${pin}0`,
  'http://acme.example/a.yaml',
  'ssh://git@acme.example/a',
  'git://acme.example/a',
])('%s is refused', (text) => {
  expect(() => registryAddress(text)).toThrow(expect.objectContaining({ code: 'usage', hint: expect.any(String) }));
});

test.each([
  'https://al:pass@acme.example/',
  'https://pass@acme.example/',
  'http://al:pass@acme.example/',
  'https://al:pass@',
])('what may be a password is refused and not repeated: %s', (text) => {
  expect(() => registryAddress(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(() => registryAddress(text)).not.toThrow(/pass@/);
});
