import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { registryAddress, repositoryPath } from '../../src/registry/address.ts';

/** Message and hint of a refusal. */
function refusal(text: string): readonly [message: string, hint: string | undefined] {
  try {
    registryAddress(text);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'usage') return [error.message, error.hint];
    throw error;
  }
  throw new Error('the address was accepted');
}

const digest = '0123456789abcdef'.repeat(4);

describe('a path', () => {
  test.each([
    'registry.yaml',
    '/etc/registry.yaml',
    './git',
    'a:b',
    'gitlab:a/b',
    'C:\\registry',
    'x/https://y',
    'http',
  ])('is what names nothing else: %s', (path) => expect(registryAddress(path)).toEqual({ kind: 'path', path }));

  test('is none with the scheme of another network', () => {
    const hint = 'Name an https:// address.';
    expect(refusal('http://acme.com/r.yaml')).toEqual(['a registry is not read over http', hint]);
    expect(refusal('FTP://acme.com/r')).toEqual(['a registry is not read over FTP', hint]);
    expect(refusal('git+ssh://git@acme.com/r')).toEqual(['a registry is not read over git+ssh', hint]);
    expect(refusal('s3://bucket/r')).toEqual(['a registry is not read over s3', hint]);
  });
});

describe('a registry in a commit', () => {
  test.each([
    ['git:main', null, 'main', null],
    ['git:origin/main:policy/agents.yaml', null, 'origin/main', 'policy/agents.yaml'],
    ['git:v1:./a//b/', null, 'v1', 'a/b'],
    ['git:main:a:b', null, 'main', 'a:b'],
    ['git:.hidden', null, '.hidden', null],
    ['git:a/../b', null, 'a/../b', null],
    ['git:/srv/policy@main', '/srv/policy', 'main', null],
    ['git:./policy@main:agents', './policy', 'main', 'agents'],
    ['git:../policy@main:agents/a.yaml', '../policy', 'main', 'agents/a.yaml'],
    ['git:/srv/a@b@main', '/srv/a@b', 'main', null],
    ['git:./@main', './', 'main', null],
  ])('%s', (text, repository, ref, path) => {
    expect(registryAddress(text)).toEqual({ kind: 'git', repository, ref, path });
  });

  test.each(['git:', 'git::a'])('%s names no ref', (text) => {
    expect(refusal(text)).toEqual([`"${text}" names no ref`, 'Write git:REF or git:REF:PATH.']);
  });

  test.each(['git:/srv/policy', 'git:../policy:main', 'git:/srv/policy@', 'git:/srv/policy@:a'])(
    '%s names no ref in its repository',
    (text) => {
      expect(refusal(text)).toEqual([
        `"${text}" names a repository and no ref in it`,
        'Write git:/REPOSITORY@REF or git:/REPOSITORY@REF:PATH.',
      ]);
    },
  );

  test.each(['git:main:../a', 'git:main:/a', 'git:main:.', 'git:main:a/../../b', 'git:/srv/policy@main:..'])(
    '%s leads out of the repository',
    (text) => {
      expect(refusal(text)).toEqual([`"${text}" leads out of the repository`, 'Name a path inside it.']);
    },
  );
});

describe('a registry on GitHub', () => {
  const api = 'https://api.github.com/repos/acme/policy/contents';

  test.each([
    ['github:acme/policy', `${api}/.rollcall/registry.yaml`, 'github:acme/policy:.rollcall/registry.yaml'],
    ['github:acme/policy@v1', `${api}/.rollcall/registry.yaml?ref=v1`, 'github:acme/policy@v1:.rollcall/registry.yaml'],
    ['github:acme/policy:a b/c.yaml', `${api}/a%20b/c.yaml`, 'github:acme/policy:a b/c.yaml'],
    ['github:acme/policy@feat/x:./a', `${api}/a?ref=feat%2Fx`, 'github:acme/policy@feat/x:a'],
  ])('%s', (text, url, name) => {
    expect(registryAddress(text)).toEqual({ kind: 'github', url, name, pin: null });
    expect(registryAddress(`${text}#sha256=${digest}`)).toEqual({ kind: 'github', url, name, pin: digest });
  });

  test.each([
    'github:acme',
    'github:acme/',
    'github:/policy',
    'github:-acme/policy',
    'github:ac.me/policy',
    'github:acme/.',
    'github:acme/..',
    'github:acme/policy/more',
    'github:acme/policy@',
    'github:acme/policy:',
    'github:acme/policy@a b',
    `github:${'a'.repeat(40)}/policy`,
    `github:acme/${'a'.repeat(101)}`,
  ])('is not named by %s', (text) => {
    expect(refusal(text)).toEqual([
      `"${text}" names no repository`,
      'Write github:OWNER/REPO, github:OWNER/REPO@REF or github:OWNER/REPO@REF:PATH.',
    ]);
  });

  test('may have the longest names that there are, and names of dots and more', () => {
    expect(registryAddress(`github:${'a'.repeat(39)}/${'b'.repeat(100)}`)).toMatchObject({ kind: 'github' });
    expect(registryAddress('github:a-1/.github')).toMatchObject({ name: 'github:a-1/.github:.rollcall/registry.yaml' });
    expect(registryAddress('github:a/...')).toMatchObject({ kind: 'github' });
    expect(registryAddress('github:a/x..')).toMatchObject({ kind: 'github' });
  });

  test('is inside its repository', () => {
    expect(refusal('github:acme/policy:../x')[0]).toBe('"github:acme/policy:../x" leads out of the repository');
  });
});

describe('a registry on the web', () => {
  test('is fetched with its query, and named without it', () => {
    expect(registryAddress('https://acme.com/r.yaml')).toEqual({
      kind: 'https',
      url: 'https://acme.com/r.yaml',
      name: 'https://acme.com/r.yaml',
      pin: null,
    });
    expect(registryAddress(`HTTPS://acme.com:8443/r?token=x#sha256=${digest.toUpperCase()}`)).toEqual({
      kind: 'https',
      url: 'https://acme.com:8443/r?token=x',
      name: 'https://acme.com:8443/r?…',
      pin: digest,
    });
  });

  test.each(['https://', 'https:', 'https://a b/', 'https://:80/'])('is not at %s', (text) => {
    expect(refusal(text)).toEqual(['the address of the registry is none', 'Write https://HOST/PATH.']);
  });

  test.each(['alice@', 'alice:x@', ':x@'])('is not named with what is secret: %s', (user) => {
    expect(refusal(`https://${user}acme.com:8443/r`)).toEqual([
      'the address of the registry on acme.com:8443 holds a name or a password',
      'Leave it out: what the server asks for is read from ROLLCALL_REGISTRY_TOKEN.',
    ]);
  });
});

test.each([
  'part',
  `sha256=${digest}0`,
  `sha256=${digest.slice(1)}`,
  `x-sha256=${digest}`,
  `sha256=${digest.replace('0', 'g')}`,
  '',
])('"#%s" is no digest', (pin) => {
  for (const address of ['https://acme.com/r', 'github:acme/policy'])
    expect(refusal(`${address}#${pin}`)).toEqual([
      'what stands behind the # of the registry is no digest',
      'Write #sha256= and 64 hex digits.',
    ]);
});

test.each([
  ['a/b', 'a/b'],
  ['./a//b/.', 'a/b'],
  ['..a', '..a'],
  ['', null],
  ['.', null],
  ['./', null],
  ['/a', null],
  ['a/..', null],
])('in a repository the path "%s" is %j', (path, plain) => {
  expect(repositoryPath(path)).toBe(plain);
});
