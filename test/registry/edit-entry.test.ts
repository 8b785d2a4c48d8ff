import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { type Edits, edit, type Fields, layOut } from '../../src/registry/edit.ts';
import { entryFor } from './world.ts';

const head = 'apiVersion: rollcall/v1\n';

const full: Fields = {
  id: 'a',
  name: 'A',
  purpose: 'sorts bills',
  status: 'approved',
  note: 'checked',
  owner: { team: '@acme/shop' },
  match: { hosts: ['a.example'] },
  identities: ['spiffe://acme.example/a'],
  scope: { models: ['x'] },
  credentials: [{ env: 'A_KEY' }],
  approval: { by: ['alice'], at: '2026-05-01' },
  exceptions: [{ check: 'RC203', until: '2026-07-01', reason: 'moving' }],
};

/** A registry in YAML that has one entry. */
function registryOf(entry: Fields): string {
  const lines = Object.entries(entry).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}\n`);
  return `${head}agents:\n  -${lines.join('').slice(3)}`;
}

function edited(text: string, id: string, fields: Fields): string {
  return edit({ file: 'r.yaml', text }, { changed: new Map([[id, fields]]) });
}

function refusal(text: string, edits: Edits): readonly unknown[] {
  try {
    return [edit({ file: 'r.yaml', text }, edits)];
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'registry') return [error.message, error.hint];
    throw error;
  }
}

describe('a field that an entry did not have', () => {
  const optional = Object.keys(full).filter((key) => !['id', 'name', 'status'].includes(key));

  test.each(optional)('stands where a person looks for it: %s', (key) => {
    const { [key]: value, ...rest } = full;
    const keys = [...edited(registryOf(rest), 'a', { [key]: value }).matchAll(/^ {2}[- ] (\w+):/gm)];
    expect(keys.map(([, name]) => name)).toEqual(Object.keys(full));
  });

  test('stands behind what is read before it, in whatever order the file has that', () => {
    const { purpose: _, note: __, ...rest } = full;
    const { status, ...others } = rest;
    const text = registryOf({ ...others, status });
    expect(edited(text, 'a', { note: 'new', purpose: 'p' })).toBe(
      `${text.replace('"A"\n', '"A"\n    purpose: p\n')}    note: new\n`,
    );
  });
});

describe('an entry', () => {
  const text = registryOf(full);

  test('that is to be as it is leaves the text as it is', () => {
    expect(edited(text, 'a', full)).toBe(text);
    expect(edit({ file: 'r.yaml', text }, {})).toBe(text);
  });

  test('may lose all that is optional', () => {
    const gone = Object.fromEntries(
      Object.keys(full)
        .slice(8)
        .map((key) => [key, undefined]),
    );
    const { id, name, purpose, status: _, note, owner, match, identities } = full;
    expect(edited(text, 'a', { ...gone, status: 'draft' })).toBe(
      registryOf({ id, name, purpose, status: 'draft', note, owner, match, identities }),
    );
  });

  test('alone is changed, and those around it are not', () => {
    const other = (id: string) => `  - { id: ${id}, name: A, status: draft, identities: [${id}] }\n`;
    const three = `${head}agents:\n${other('a')}${other('b')}${other('c')}`;
    expect(edited(three, 'b', { name: 'B' })).toBe(three.replace('id: b, name: A', 'id: b, name: B'));
  });

  test('shares a value no longer where another that it was written for changes', () => {
    const shared = `${head}agents:
  - id: a
    name: &name A
    status: draft
    identities: [a, c]
  - id: b
    name: *name
    status: draft
    identities: [b]
`;
    expect(edited(shared, 'a', { name: 'C', identities: ['c'] })).toBe(
      shared.replace('&name A', '&name C').replace('*name', 'A').replace('[a, c]', '[c]'),
    );
  });

  test('is laid out as a file has it', () => {
    expect(layOut({ ...entryFor('a', 'services/a'), note: 'new' })).toBe(
      [
        '  - id: a',
        '    name: a',
        '    status: pending',
        '    note: new',
        '    match:',
        '      repos: [{ repo: github.com/acme/shop, paths: [services/a] }]',
        '',
      ].join('\n'),
    );
  });
});

describe('a registry in braces', () => {
  const entry = '"id": "a", "name": "A", "status": "draft", "identities": ["a"]';

  test.each([
    ['that is JSON has quotes', `{ "apiVersion": "rollcall/v1", "agents": [{ ${entry} }] }`, '"note": "new"'],
    [
      'that is JSON below empty lines has quotes',
      `\n\n {"apiVersion":"rollcall/v1","agents":[{ ${entry} }]}`,
      '"note":"new"',
    ],
    [
      'that is JSON behind a byte order mark has quotes',
      `\ufeff{"apiVersion":"rollcall/v1","agents":[{ ${entry} }]}`,
      '"note":"new"',
    ],
    ['that is YAML by its words has none', `{ apiVersion: rollcall/v1, agents: [{ ${entry} }] }`, 'note: new'],
    [
      'that is YAML by its last comma has none',
      `{ "apiVersion": "rollcall/v1", "agents": [{ ${entry} }], }`,
      'note: new',
    ],
  ])('%s', (_what, text, note) => {
    const before = '"status": "draft",';
    expect(edited(text, 'a', { note: 'new' }).replaceAll(' ', '')).toBe(
      text.replace(before, `${before} ${note},`).replaceAll(' ', ''),
    );
  });

  test('that is in an entry of a block is YAML', () => {
    const text = `${head}agents:\n  - { ${entry} }\n`;
    expect(edited(text, 'a', { note: 'new' })).toBe(text.replace('"draft",', '"draft", note: new,'));
  });
});

describe('what cannot be written', () => {
  const anchored = `${head}agents:
  - { id: a, name: A, status: draft, identities: &i [a], scope: { models: [x] } }
  - { id: b, name: B, status: draft, identities: *i, match: { hosts: [h] } }
`;
  const unsafe = 'r.yaml is written in a way that cannot be edited safely; nothing was changed';

  test('is told with all that was meant', () => {
    const changed = new Map([
      ['b', { identities: ['b'], scope: { models: ['x'], tools: [{ name: 't' }] }, match: undefined }],
    ]);
    expect(refusal(anchored, { changed, added: [entryFor('c', 'services/c')] })).toEqual([
      unsafe,
      [
        'Write into it by hand:',
        '  - id: b',
        '    identities: [b]',
        '    scope:',
        '      models: [x]',
        '      tools: [{ name: t }]',
        '    # without match',
        '  - id: c',
        '    name: c',
        '    status: pending',
        '    match:',
        '      repos: [{ repo: github.com/acme/shop, paths: [services/c] }]',
      ].join('\n'),
    ]);
  });

  test('is so where an alias would be left without its anchor', () => {
    expect(
      refusal(anchored, { changed: new Map([['a', { identities: undefined, match: { hosts: ['a'] } }]]) }),
    ).toEqual([unsafe, 'Write into it by hand:\n  - id: a\n    # without identities\n    match:\n      hosts: [a]']);
  });

  test('is so where an entry is gone meanwhile', () => {
    expect(
      refusal(anchored, {
        changed: new Map([
          ['a', {}],
          ['c', {}],
        ]),
      }),
    ).toEqual([
      'r.yaml holds no entry "c" any more; nothing was changed',
      'Somebody else wrote it meanwhile. Try again.',
    ]);
  });

  test('is so where an entry comes that is there already', () => {
    const [message, hint] = refusal(registryOf(full), { added: [entryFor('a', 'services/a')] });
    expect(message).toBe('r.yaml would be no registry any more, and is not written');
    expect(hint).toContain('"a"');
  });
});
