import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { noRegistry } from '../../src/model/registry.ts';
import { parseRegistry } from '../../src/registry/parse.ts';

/** The message of the refusal. */
function refusal(...texts: readonly string[]): string {
  const files = texts.map((text, i) => ({ file: `${'abc'[i]}.yaml`, text }));
  try {
    parseRegistry(files, 'test');
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'registry') return error.message;
    throw error;
  }
  throw new Error('the registry was accepted');
}

function parse(text: string) {
  return parseRegistry([{ file: 'a.yaml', text }], 'test');
}

/** A registry with one entry, and a line added to it. */
function withLine(line: string): string {
  return `apiVersion: rollcall/v1
agents:
  - id: triage
    name: Triage
    status: pending
    match: { repos: [{ repo: github.com/acme/shop, paths: [services/triage] }] }
    ${line}
`;
}

const full = `apiVersion: rollcall/v1
agents:
  - id: triage
    name: Billing triage
    purpose: Sorts mail
    status: approved
    owner: { team: acme/billing, sponsor: bob@acme.com }
    match:
      repos: [{ repo: github.com/acme/shop, paths: [services/triage] }]
      hosts: [triage-1.prod.acme.internal]
    identities: [spiffe://acme.com/ns/billing/sa/triage]
    scope:
      providers: [openai]
      models: [gpt-4.1*]
      tools: [{ name: issue_refund, access: write, approval: human }]
    credentials: [{ env: OPENAI_API_KEY, ref: vault:kv/openai, unique: true }]
    approval: { by: [alice], at: 2026-09-01, expires: 2027-03-01 }
    exceptions: [{ check: RC301, until: 2026-12-31, reason: migration }]
`;

describe('a sound registry', () => {
  test('is read whole, and absent values are null', () => {
    expect(parse(full).entries).toEqual([
      {
        id: 'triage',
        name: 'Billing triage',
        purpose: 'Sorts mail',
        status: 'approved',
        owner: { team: 'acme/billing', technical: null, sponsor: 'bob@acme.com' },
        match: {
          repos: [{ repo: 'github.com/acme/shop', paths: ['services/triage'] }],
          images: [],
          workloads: [],
          hosts: ['triage-1.prod.acme.internal'],
        },
        identities: ['spiffe://acme.com/ns/billing/sa/triage'],
        scope: {
          providers: ['openai'],
          models: ['gpt-4.1*'],
          tools: [{ name: 'issue_refund', access: 'write', approval: 'human' }],
        },
        credentials: [{ env: 'OPENAI_API_KEY', ref: 'vault:kv/openai', unique: true }],
        approval: { by: ['alice'], at: '2026-09-01', expires: '2027-03-01', evidence: [], digest: null },
        exceptions: [{ check: 'RC301', until: '2026-12-31', reason: 'migration', ticket: null }],
        at: { file: 'a.yaml', line: 3, column: 5 },
      },
    ]);
  });

  test('may be JSON', () => {
    const agents = [{ id: 'a', name: 'A', status: 'draft', identities: ['spiffe://acme.com/a'] }];
    const text = JSON.stringify({ $schema: 'x', apiVersion: 'rollcall/v1', agents }, null, '\t');
    expect(parse(text).entries[0]).toMatchObject({ id: 'a', at: { line: 5, column: 3 } });
  });

  test('may use anchors, within limits', () => {
    const text = withLine('owner: &o { team: acme/billing }').concat(
      '  - { id: b, name: B, status: draft, identities: [x], owner: *o }\n',
    );
    expect(parse(text).entries.map(({ owner }) => owner.team)).toEqual(['acme/billing', 'acme/billing']);
  });

  test('may start with a byte order mark and end its lines in any way', () => {
    expect(parse(`\ufeff${full.replaceAll('\n', '\r\n')}`).entries[0]?.at).toMatchObject({ line: 3, column: 5 });
  });

  test('of several files is sorted by id, and its digest does not depend on the order of the files', () => {
    const files = ['b', 'a'].map((id) => ({
      file: `${id}.yaml`,
      text: `apiVersion: rollcall/v1\nagents: [{ id: ${id}, name: N, status: draft, identities: [${id}] }]\n`,
    }));
    const one = parseRegistry(files, 'x');
    expect(one.entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(parseRegistry(files.toReversed(), 'x')).toEqual(one);
  });

  test('of no files is empty', () => {
    expect(parseRegistry([], null)).toEqual(noRegistry);
  });

  test('is digested as sha256sum does it', () => {
    expect(parse('apiVersion: rollcall/v1\nagents: []\n').digest).toBe(
      'sha256:0b3be654dd22aa104bd90ea2c7f37f7aa72e0dd1b5e2beab5672f9a1f5f2f3cb',
    );
  });
});

test.each([
  ['an unknown key', withLine('aproval: true'), '7:5', 'unknown key "aproval"; did you mean "approval"?'],
  ['a misspelt key deep down', withLine('scope: { modles: [x] }'), '7:14', 'did you mean "models"?'],
  ['an unknown key without a neighbour', withLine('scope: { zzz: 1 }'), '7:14', 'known here: providers, models'],
  ['a status in other words', withLine('').replace('pending', "'APPROVED '"), '5:13', 'did you mean "approved"?'],
  ['a status that is no text', withLine('').replace('pending', 'true'), '5:13', 'is the boolean true'],
  ['a status in a list', withLine('').replace('pending', '[approved]'), '5:13', 'is a list'],
  ['a missing status', withLine('').replace('    status: pending\n', ''), '3:5', 'agents[0].status is missing'],
  [
    'a day that is not in the calendar',
    withLine('approval: { by: [a], at: 2026-02-30 }'),
    '7:30',
    '"2026-02-30" is not a day',
  ],
  ['a day in words', withLine('approval: { by: [a], at: yesterday }'), '7:30', 'is not a day'],
  ['a day far out', withLine("approval: { by: [a], at: '+275760-09-13' }"), '7:30', 'is not a day'],
  ['a day that is a number', withLine('approval: { by: [a], at: 0 }'), '7:30', 'is the number 0; expected text'],
  ['an expiry without a value', withLine('approval: { by: [a], at: 2026-01-01, expires: }'), '7:', 'without a value'],
  [
    'an expiry before the approval',
    withLine('approval: { by: [a], at: 2026-01-01, expires: 2026-01-01 }'),
    '7:51',
    'not after',
  ],
  ['an approval by nobody', withLine('approval: { by: [], at: 2026-01-01 }'), '7:21', 'is empty'],
  ['a digest that is none', withLine('approval: { by: [a], at: 2026-01-01, digest: abc }'), '7:50', 'is not "sha256:"'],
  ['an exception without an end', withLine('exceptions: [{ check: RC301, reason: x }]'), '7:18', 'until is missing'],
  [
    'an exception for no check',
    withLine('exceptions: [{ check: all, until: 2026-01-01, reason: x }]'),
    '7:27',
    'id of a check',
  ],
  ['a credential without a name', withLine('credentials: [{ unique: true }]'), '7:19', 'names no credential'],
  ['a wildcard within a scope', withLine('scope: { models: ["gpt*mini"] }'), '7:23', 'before its end'],
  ['a wildcard in a host', withLine('scope: { hosts: ["api.openai*"] }'), '7:22', 'wildcard'],
  ['a host with a scheme', withLine('scope: { hosts: ["https://api.openai.com"] }'), '7:22', 'not a host name'],
  ['a wildcard in an identity', withLine('identities: ["arn:aws:iam::1:role/*"]'), '7:18', 'wildcard'],
  ['a control character', withLine('purpose: "a\\u001b[2J"'), '7:14', 'control character'],
  ['a reversed text', withLine('owner: { team: "a\\u202eb" }'), '7:20', 'control character'],
  [
    'a name of two lines',
    withLine('').replace('Triage', '"a\\n::error::x"'),
    '4:11',
    '"a\\u{a}::error::x" holds a control',
  ],
  ['a reserved id', withLine('').replace('triage', 'constructor'), '3:9', 'programs reserve'],
  ['an id in capitals', withLine('').replace('triage', 'Triage'), '3:9', 'lower-case'],
  ['an id that is a number', withLine('').replace('triage', '0x10'), '3:9', 'is the number 16'],
  ['an empty name', withLine('').replace('Triage', '""'), '4:11', 'is empty'],
  ['a very long name', withLine('').replace('Triage', 'n'.repeat(5000)), '4:11', 'longer than 300'],
  ['a prototype key', withLine('__proto__: { status: approved }'), '7:5', 'unknown key "__proto__"'],
  ['a merge key', withLine('<<: { status: approved }'), '7:5', 'unknown key "<<"'],
  ['a duplicate key', withLine('status: approved'), '7:5', 'the key "status" stands here twice'],
  ['a key that is a mapping', withLine('? { a: b }\n    : c'), '7:7', 'a key that is not text'],
  ['a key that is a number', withLine('1: x'), '7:5', 'a key that is not text'],
  ['an alias of nothing', withLine('owner: *none'), '7:12', 'no anchor'],
  ['an alias that holds itself', withLine('owner: &o { team: *o }'), '7:23', 'holds itself'],
  ['a foreign tag', withLine('owner: !!js/function "x"'), '7:12', 'Unresolved tag'],
  ['a tab', withLine('\towner: x'), '7:5', 'Tabs'],
  [
    'an agent that nothing can match',
    'apiVersion: rollcall/v1\nagents: [{ id: a, name: A, status: draft }]\n',
    '2:10',
    'can match no agent',
  ],
  ['agents that are none', 'apiVersion: rollcall/v1\nagents: [null, 1, x, []]\n', '2:16', 'agents[1] is the number 1'],
  ['agents in a mapping', 'apiVersion: rollcall/v1\nagents: { length: 1 }\n', '2:9', 'is a mapping; expected a list'],
  ['no version', 'agents: []\n', '1:1', 'apiVersion is missing'],
  ['another version', 'apiVersion: rollcall/v2\nagents: []\n', '1:13', 'did you mean "rollcall/v1"?'],
  ['a version of another type', 'apiVersion: 1\nagents: []\n', '1:13', 'the number 1'],
  ['two documents', 'apiVersion: rollcall/v1\nagents: []\n---\nagents: []\n', '3:1', 'second document'],
  ['a directive', '%YAML 1.1\n---\napiVersion: rollcall/v1\nagents: []\n', '1:1', 'remove the directive'],
  ['an empty file', '', '1:1', 'the file is empty'],
  ['a file of comments', '# nothing\n', '1:1', 'the file is empty'],
  ['a null', 'null', '1:1', 'the file is empty'],
  ['a text', '"approved"', '1:1', 'expected a mapping'],
  ['a list', '[]', '1:1', 'expected a mapping'],
  ['NUL characters', 'apiVersion: rollcall/v1\n\0', '2:1', 'control character'],
  ['a cut-off JSON', '{"apiVersion":"rollcall/v1",\n"agents":[{"id":"a"', '2:', 'cannot be read as YAML'],
  ['no YAML at all', '@%`|>*&!\n', '1:1', 'cannot be read as YAML'],
])('%s is refused where it stands', (_what, text, position, words) => {
  const complaint = refusal(text)
    .split('\n')
    .find((line) => line.startsWith(`a.yaml:${position}`));
  expect(complaint).toContain(words);
});

test.each([
  ['**', 'wildcard'],
  ['/**', 'absolute'],
  ['../x', 'climbs out'],
  ['a/../../x', 'climbs out'],
  ['+(+(+(a)))', 'wildcard'],
  ['{1..9999999}', 'wildcard'],
  ['', 'is empty'],
  ['/etc', 'absolute'],
  ['C:/x', 'absolute'],
  ['a\\b', 'backslash'],
  ['./a', 'plain form'],
  ['a/', 'plain form'],
  ['a//b', 'plain form'],
])('the path "%s" is refused', (path, words) => {
  expect(refusal(withLine('').replace('services/triage', JSON.stringify(path)))).toContain(words);
});

test.each(['.', 'app/(chat)/[slug]', 'a b', '.github/workflows/triage.yml', '@acme/agent'])(
  'the path "%s" is accepted',
  (path) => {
    const { entries } = parse(withLine('').replace('services/triage', JSON.stringify(path)));
    expect(entries[0]?.match.repos[0]?.paths).toEqual([path]);
  },
);

test.each(['github.com/acme/*', 'https://github.com/acme/shop', 'github.com/acme/shop.git', '../shop', 'acme/', ' x'])(
  'the repository "%s" is refused',
  (repo) => {
    expect(refusal(withLine('').replace('github.com/acme/shop', JSON.stringify(repo)))).toMatch(
      /^a\.yaml:6:30: .*repo /,
    );
  },
);

describe('bounds', () => {
  test('a text nested a hundred thousand levels deep is refused', () => {
    expect(refusal(`agents: ${'['.repeat(100_000)}`)).toContain('nested more than 200 levels');
    expect(refusal('- '.repeat(100_000))).toContain('nested more than 200 levels');
  });

  test('aliases of aliases are refused before they grow', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`);
    expect(refusal(['a0: &a0 x', ...lines].join('\n'))).toContain('more than 100 aliases');
  });

  test('a file of more than 2 MiB is refused', () => {
    expect(refusal('#'.repeat(2 * 1024 * 1024 + 1))).toContain('larger than 2 MiB');
  });

  test('a thousand errors are counted, and fifty shown', () => {
    const lines = refusal(`apiVersion: rollcall/v1\nagents: [${'1, '.repeat(1000)}]`).split('\n');
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('… and 950 more');
  });
});

describe('what is claimed twice', () => {
  const entry = (id: string, match: string) =>
    `  - { id: ${id}, name: N, status: draft, match: { repos: [${match}] } }\n`;
  const head = 'apiVersion: rollcall/v1\nagents:\n';

  test('an id in two files', () => {
    const text = (path: string) => head + entry('a', `{ repo: r, paths: [${path}] }`);
    expect(refusal(text('x'), text('y'))).toBe(
      'b.yaml:3:11: the id "a" is already claimed at a.yaml:3:11; give each agent its own',
    );
  });

  test('a path of a repository', () => {
    const text = head + entry('a', '{ repo: r, paths: [x] }') + entry('b', '{ repo: r, paths: [y, x] }');
    expect(refusal(text)).toMatch(/^a\.yaml:4:\d+: the path "x" in "r" is already claimed at a\.yaml:3:\d+;/);
  });

  test('a whole repository', () => {
    expect(refusal(head + entry('a', '{ repo: r }') + entry('b', '{ repo: r }'))).toContain('the repository "r"');
  });

  test.each(['{ repo: github.com/Acme/R }', '{ repo: github.com/Acme/R, paths: [x] }'])(
    '%s in other capitals',
    (place) => {
      const text = head + entry('a', place) + entry('b', place.replace('Acme/R', 'acme/r'));
      expect(refusal(text)).toContain('is already claimed at a.yaml:3:');
      expect(parse(text.replaceAll('github.com', 'git.example')).entries).toHaveLength(2);
    },
  );

  test('but a folder within another is no clash, nor is the same path elsewhere', () => {
    const text =
      head + entry('a', '{ repo: r }') + entry('b', '{ repo: r, paths: [x] }') + entry('c', '{ repo: s, paths: [x] }');
    expect(parse(text).entries).toHaveLength(3);
  });
});

test('all errors of all files are reported at once, in order', () => {
  const lines = refusal(withLine('aproved: true').replace('Triage', '""'), 'agents: []\n').split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['a.yaml:4:11:', 'a.yaml:7:5:', 'b.yaml:1:1:']);
});

test('no error shows a character that a terminal acts on', () => {
  expect(refusal(withLine('"\\u001b[2J": 1'))).toContain('unknown key "\\u{1b}[2J"');
});
