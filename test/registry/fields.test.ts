import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { parseRegistry } from '../../src/registry/parse.ts';

const triage = { id: 'triage', name: 'Triage', status: 'pending', identities: ['spiffe://acme.com/triage'] };

/** The entry as it is read, or what is said of it without its places. */
function read(fields: object, file: object = {}) {
  const text = JSON.stringify({ apiVersion: 'rollcall/v1', agents: [{ ...triage, ...fields }], ...file });
  try {
    return { entry: parseRegistry([{ file: 'r', text }], null).entries[0], said: null };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return {
      entry: null,
      said: error.message.replace(/^r:\d+:\d+: /gm, '').replace(/^agents\[0\](?:\.| (?=can))?/gm, ''),
    };
  }
}

function said(fields: object, file?: object): string | null {
  return read(fields, file).said;
}

test('an entry that says no more than it has to has all else empty', () => {
  const { id, name, status, identities } = triage;
  expect(read({}).entry).toEqual({
    id,
    name,
    status,
    identities,
    purpose: null,
    owner: { team: null, technical: null, sponsor: null },
    match: { repos: [], images: [], workloads: [], hosts: [] },
    scope: {},
    credentials: [],
    approval: null,
    exceptions: [],
    at: { file: 'r', line: 1, column: 39 },
  });
});

test('an entry keeps all that it says', () => {
  const all = {
    purpose: 'Sorts mail\n\tand more',
    owner: { team: 'a', technical: 'b', sponsor: 'c' },
    match: {
      repos: [
        { repo: 'github.com/acme/shop', paths: ['a'] },
        { repo: 'github.com/acme/crm', paths: [] },
      ],
      images: ['ghcr.io/acme/a'],
      workloads: ['k8s:a'],
      hosts: ['a.example:8080'],
    },
    scope: {
      providers: ['openai'],
      models: ['gpt-*'],
      hosts: ['api.openai.com'],
      frameworks: ['x'],
      tools: [
        { name: 'a', access: 'read', approval: 'human' },
        { name: 'b', access: 'write', approval: 'none' },
        { name: 'c', access: 'execute' },
        { name: 'd*', access: 'unknown' },
      ],
      mcpServers: ['m'],
      dataSinks: ['d'],
      dynamic: ['providers', 'models', 'hosts', 'tools'],
    },
    credentials: [
      { env: 'A', ref: 'vault:a', unique: true },
      { env: 'B', ref: null, unique: false },
      { env: null, ref: 'vault:c', unique: false },
    ],
    approval: {
      by: ['a'],
      at: '2026-01-01',
      expires: '2026-01-02',
      evidence: ['e'],
      digest: `sha256:${'0a'.repeat(32)}`,
    },
    exceptions: [{ check: 'RC203', until: '2026-01-01', reason: 'r', ticket: 't' }],
  };
  const credentials = [{ env: 'A', ref: 'vault:a', unique: true }, { env: 'B' }, { ref: 'vault:c' }];
  expect(read({ ...all, credentials }).entry).toMatchObject(all);
  const { expires, digest, evidence, ...bare } = all.approval;
  expect(read({ approval: bare }).entry?.approval).toEqual({ ...bare, expires: null, digest: null, evidence: [] });
});

test.each(['draft', 'pending', 'approved', 'rejected', 'deprecated'])('an entry may be %s', (status) => {
  expect(read({ status }).entry?.status).toBe(status);
});

test.each(['images', 'workloads', 'hosts'])('an entry may be matched by its %s alone', (place) => {
  expect(read({ identities: [], match: { [place]: ['a'] } }).entry?.match).toMatchObject({ [place]: ['a'] });
});

describe('a name', () => {
  test.each(['a', 'a b', 'é ü', '日本', 'n'.repeat(300)])('may be "%s"', (name) => {
    expect(read({ name }).entry?.name).toBe(name);
  });

  test.each([' a', 'a ', ' ', '\u00a0a'])('does not start or end with white space: "%s"', (name) => {
    expect(said({ name })).toContain('starts or ends with white space; remove it');
  });

  test.each(['a\u0007b', 'a\u0085b', 'a\u2028b', 'a\u2029b', 'a\u202eb', 'a\u2066b'])(
    'holds no character that fools',
    (name) => {
      expect(said({ name })).toContain('holds a control character; write it in plain text, on one line');
    },
  );

  test('has a length', () => {
    expect(said({ name: 'n'.repeat(301) })).toBe('name is longer than 300; shorten it');
    expect(said({ name: '' })).toBe('name is empty; give it a value');
  });
});

describe('a purpose', () => {
  test('may have lines and tabs, and nothing that fools', () => {
    expect(read({ purpose: 'a\n\tb' }).entry?.purpose).toBe('a\n\tb');
    for (const purpose of ['a\u001bb', 'a\rb', 'a\u202eb'])
      expect(said({ purpose })).toContain('holds a control character; write it in plain text');
  });

  test('has a length', () => {
    expect(read({ purpose: 'p'.repeat(4000) }).said).toBeNull();
    expect(said({ purpose: 'p'.repeat(4001) })).toBe('purpose is longer than 4000; shorten it');
    expect(said({ purpose: '' })).toBe('purpose is empty; give it a value');
  });
});

describe('an id', () => {
  test.each(['a', '1', 'a.b', 'a_b-c', '0x', 'a'.repeat(100)])('may be "%s"', (id) => {
    expect(read({ id }).entry?.id).toBe(id);
  });

  test.each(['', '-a', 'a-', '.a', 'a.', 'A', 'aB', 'a b', 'a/b', 'é'])('is not "%s"', (id) => {
    expect(said({ id })).toContain('must be lower-case letters, digits, ".", "_" and "-" inside');
  });

  test('is no word of programs, and not long', () => {
    expect(said({ id: 'constructor' })).toBe('id "constructor" is a word that programs reserve; choose another id');
    expect(said({ id: 'a'.repeat(101) })).toBe('id is longer than 100; shorten it');
  });
});

describe('a value of a scope', () => {
  const of = (model: string) => said({ scope: { models: [model] } });

  test.each(['*', 'a', 'a*', 'abc*', 'abc'])('may be "%s"', (model) => expect(of(model)).toBeNull());

  test.each(['*a', 'a*b', 'a**', '**'])('has a wildcard at its end alone: "%s"', (model) => {
    expect(of(model)).toContain('holds a wildcard before its end; only the last character may be "*"');
  });

  test('that is compared as it stands has none', () => {
    expect(said({ identities: ['a*'] })).toBe('identities[0] "a*" holds a wildcard; write out each value');
  });
});

describe('a host', () => {
  const of = (host: string) => said({ scope: { hosts: [host] } });

  test.each(['a', 'api.openai.com', 'a-b_c.d', 'a:1', 'localhost:65535', '10.0.0.1:80'])('may be "%s"', (host) =>
    expect(of(host)).toBeNull(),
  );

  test.each([
    '-a',
    'a-',
    '.a',
    'a.',
    'A.com',
    'a b',
    'https://a',
    'a/b',
    'a:',
    'a:123456',
    'a:b',
    'a:1:2',
    ':1',
    'a:1x',
  ])('is not "%s"', (host) =>
    expect(of(host)).toContain(
      'is not a host name; write it in lower case, without scheme and path, such as api.openai.com',
    ),
  );
});

describe('a path', () => {
  const of = (path: string) => said({ match: { repos: [{ repo: 'r', paths: [path] }] } });
  const at = (path: string) => `match.repos[0].paths[0] "${path}" `;

  test.each(['.', 'a', 'a/b.c', '.a', 'a/...', 'a!', 'a(b)', 'ab:c', '[a]', 'a@b'])('may be "%s"', (path) =>
    expect(of(path)).toBeNull(),
  );

  test.each([
    ['/a', 'is absolute; write it relative to the root of the repository'],
    ['c:a', 'is absolute; write it relative to the root of the repository'],
    ['Z:/a', 'is absolute; write it relative to the root of the repository'],
    ['a*', 'holds a wildcard; name each folder, all that is below it is included'],
    ['a?', 'holds a wildcard; name each folder, all that is below it is included'],
    ['{a', 'holds a wildcard; name each folder, all that is below it is included'],
    ['a}', 'holds a wildcard; name each folder, all that is below it is included'],
    ['!(a)', 'holds a wildcard; name each folder, all that is below it is included'],
    ['a/@(b)', 'holds a wildcard; name each folder, all that is below it is included'],
    ['+(b)', 'holds a wildcard; name each folder, all that is below it is included'],
    ['..', 'climbs out of the repository; name a folder inside it'],
    ['a/..', 'climbs out of the repository; name a folder inside it'],
    ['./a', 'is not in its plain form; write it without "./", "//" and a slash at its end'],
    ['a/.', 'is not in its plain form; write it without "./", "//" and a slash at its end'],
    ['a//b', 'is not in its plain form; write it without "./", "//" and a slash at its end'],
    ['a/', 'is not in its plain form; write it without "./", "//" and a slash at its end'],
  ])('"%s" %s', (path, words) => expect(of(path)).toBe(at(path) + words));

  test('is separated by "/", and not empty', () => {
    expect(of('a\\b')).toContain('separates folders by a backslash; write "/"');
    expect(of('')).toBe('match.repos[0].paths[0] is empty; give it a value');
  });

  test('is one of a thousand at most', () => {
    const many = (count: number) =>
      said({ match: { repos: [{ repo: 'r', paths: Array.from({ length: count }, (_, i) => `${i}`) }] } });
    expect(many(1000)).toBeNull();
    expect(many(1001)).toBe('match.repos[0].paths is longer than 1000; shorten it');
  });
});

describe('a repository', () => {
  const of = (repo: string) => said({ match: { repos: [{ repo }] } });

  test.each(['github.com/acme/shop', 'a', 'a.git/b', 'a.gitx', 'a:b/c', 'a(b)', 'a..b'])('may be "%s"', (repo) =>
    expect(of(repo)).toBeNull(),
  );

  test.each(['a*', 'a?', '{a}', 'a}', 'a/!(b)', '+(a)', '@(a)'])('has no wildcard: "%s"', (repo) => {
    expect(of(repo)).toBe(`match.repos[0].repo "${repo}" holds a wildcard; name each repository`);
  });

  test.each(['https://a/b', '/a', 'a/', 'a//b', 'a.git', '..', 'a/..', '../a'])('is not "%s"', (repo) => {
    expect(of(repo)).toBe(
      `match.repos[0].repo "${repo}" is not a repository; write it as host/owner/name, such as github.com/acme/shop`,
    );
  });

  test('has no backslash', () => expect(of('a\\b')).toContain('is not a repository'));
});

describe('an approval', () => {
  const of = (changes: object) => said({ approval: { by: ['a'], at: '2026-01-02', ...changes } });

  test('ends after the day on which it was given', () => {
    const late = 'approval.expires "2026-01-02" is not after the day of the approval; choose a later day';
    expect(of({ expires: '2026-01-02' })).toBe(late);
    expect(of({ expires: '2026-01-01' })).toContain('is not after the day');
    expect(of({ expires: '2026-01-03' })).toBeNull();
  });

  test.each(['0', 'a', 'f9'])('has a digest of 64 digits: %s', (digits) => {
    expect(of({ digest: `sha256:${digits.repeat(64).slice(0, 64)}` })).toBeNull();
  });

  test.each(['', 'x', 'F', '00'])('has no digest of others: %s', (more) => {
    expect(of({ digest: `sha256:${'0'.repeat(63)}${more}` })).toBe(
      'approval.digest "sha256:…" is not "sha256:" and 64 hexadecimal digits; "rollcall registry validate" prints the one that fits',
    );
  });

  test('has a digest and nothing around it', () => {
    for (const digest of [`x sha256:${'0'.repeat(64)}`, `sha256:${'0'.repeat(65)}`, '0'.repeat(64)])
      expect(of({ digest })).toContain('is not "sha256:"');
  });

  test('is of a day, by somebody', () => {
    expect(of({ at: '2026-02-30' })).toBe(
      'approval.at "2026-02-30" is not a day of the calendar; write it as YYYY-MM-DD',
    );
    expect(of({ by: [] })).toBe('approval.by is empty; give it a value');
  });
});

describe('an exception', () => {
  const of = (check: string) => said({ exceptions: [{ check, until: '2026-01-01', reason: 'r' }] });

  test.each(['RC20', 'RC2031', 'xRC203', 'rc203', 'RCabc', ''])('is of a check, and none is "%s"', (check) => {
    expect(of(check)).toBe(`exceptions[0].check "${check}" is not the id of a check, such as RC203`);
  });

  test('may have no ticket', () => {
    const exceptions = [{ check: 'RC203', until: '2026-01-01', reason: 'r' }];
    expect(read({ exceptions }).entry?.exceptions).toEqual([{ ...exceptions[0], ticket: null }]);
  });
});

test('a credential has a name', () => {
  expect(said({ credentials: [{ unique: true }] })).toBe('credentials[0] names no credential; give it "env" or "ref"');
});

test('an entry can match something', () => {
  expect(said({ identities: [], match: { repos: [] } })).toBe(
    'can match no agent; say under "match" where it lives, or give it "identities"',
  );
});

describe('what is wrong', () => {
  test.each([
    [{ name: 1 }, 'name is the number 1; expected text'],
    [{ name: null }, 'name is without a value; expected text'],
    [{ owner: [] }, 'owner is a list; expected a mapping'],
    [{ owner: 'a' }, 'owner is "a"; expected a mapping'],
    [{ identities: {} }, 'identities is a mapping; expected a list'],
    [{ credentials: [{ env: 'A', unique: 'yes' }] }, 'credentials[0].unique is "yes"; expected true or false'],
    [{ name: undefined }, 'name is missing; add it'],
    [{ status: undefined }, 'status is missing; expected "draft", "pending", "approved", "rejected", "deprecated"'],
    [{ status: 'zzz' }, 'status is "zzz"; expected "draft", "pending", "approved", "rejected", "deprecated"'],
    [{ status: 'aproved' }, 'status is "aproved"; did you mean "approved"?'],
    [{ owner: { zzz: 1 } }, 'owner: unknown key "zzz"; known here: team, technical, sponsor'],
    [{ owner: { taem: 1 } }, 'owner: unknown key "taem"; did you mean "team"?'],
    [{ match: { repos: [{ repo: 'r', zz: 1 }] } }, 'match.repos[0]: unknown key "zz"; known here: repo, paths'],
    [{ match: { repos: [[]] } }, 'match.repos[0] is a list; expected a mapping'],
    [{ identities: ['a', 1] }, 'identities[1] is the number 1; expected text'],
  ])('%j: %s', (fields, words) => expect(said(fields)).toBe(words));

  test('of the file is said of the file, and no editor is asked for its schema', () => {
    expect(said({}, { zzz: 1 })).toBe('the file: unknown key "zzz"; known here: apiVersion, agents');
    expect(said({}, { agents: 'a' })).toBe('agents is "a"; expected a list');
    expect(said({}, { $schema: 1 })).toBe('$schema is the number 1; expected text');
    expect(said({}, { apiVersion: 'rollcall/v9' })).toBe('apiVersion is "rollcall/v9"; did you mean "rollcall/v1"?');
    expect(said({}, { apiVersion: undefined })).toBe('apiVersion is missing; expected "rollcall/v1"');
  });
});
