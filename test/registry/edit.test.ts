import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { edit, type Fields } from '../../src/registry/edit.ts';
import { type Stub, stubOf } from '../../src/registry/stub.ts';
import { agentAt } from './world.ts';

const head = 'apiVersion: rollcall/v1\n';
const approval = { by: ['alice', 'bob'], at: '2026-06-01' };

function stub(id: string, models: readonly string[] = ['gpt-4.1']): Stub {
  return stubOf(agentAt(`services/${id}`, { name: id, models, owner: '@acme/shop' }), id);
}

function added(text: string, ...entries: readonly Stub[]): string {
  return edit({ file: 'registry.yaml', text }, { added: entries });
}

function changed(text: string, id: string, fields: Fields): string {
  return edit({ file: 'registry.yaml', text }, { changed: new Map([[id, fields]]) });
}

function refusal(action: () => string): RollcallError {
  try {
    action();
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const desk = `id: desk
    name: desk
    status: pending
    owner: { team: '@acme/shop' }
    match:
      repos: [{ repo: github.com/acme/shop, paths: [services/desk] }]
    scope:
      models: [gpt-4.1]
`;

describe('a new entry', () => {
  test('turns an empty list into a block, above the comments below it', () => {
    expect(added(`${head}agents: [] # none yet\n# the end\n`, stub('desk'))).toBe(
      `${head}agents: # none yet\n  - ${desk}# the end\n`,
    );
  });

  test('ends a last line that does not end, as the file ends its lines', () => {
    expect(added(`${head}agents: []`.replaceAll('\n', '\r\n'), stub('desk'))).toBe(
      `${head}agents:\n  - ${desk}`.replaceAll('\n', '\r\n'),
    );
  });

  test('is set in and set apart as those before it', () => {
    const entry = (id: string) =>
      `    -   id: ${id}\n        name: A\n        status: draft\n        identities: [${id}]\n`;
    const text = `${head}agents:\n${entry('a')}\n    # the second\n${entry('b')}`;
    expect(added(text, stub('desk')).slice(text.length)).toMatch(/^\n {4}- {3}id: desk\n {8}name: desk\n/);
  });

  test('has long lists one item a line', () => {
    const models = Array.from({ length: 9 }, (_, index) => `a-model-with-a-long-name-${index}`);
    const lines = added(`${head}agents: []\n`, stub('desk', models)).split('\n');
    expect(lines).toContain('      models:');
    expect(lines).toContain('        - a-model-with-a-long-name-8');
  });

  test('joins a list in flow style, and leaves each comment where it is', () => {
    const a = '{ id: a, name: A, status: draft, identities: [a] }';
    expect(added(`${head}agents: [\n  ${a} # one\n]\n`, stub('desk'))).toMatch(
      /^.*\nagents: \[\n {2}\{ id: a, .*\}, # one\n {2}\{ id: desk, .*\}\n\]\n$/,
    );
  });

  test('is quoted only where YAML asks for it', () => {
    const entry = { ...stub('desk'), name: 'Desk, the first', identities: ['a: b', 'c, d', '@e', 'f#g', 'yes'] };
    const text = added(`${head}agents: []\n`, entry);
    expect(text).toContain('name: Desk, the first\n');
    expect(text).toContain("identities: ['a: b', 'c, d', '@e', f#g, 'yes']\n");
  });

  test('that no registry may hold is refused with the reason', () => {
    const { message, hint } = refusal(() => added(`${head}agents: []\n`, { ...stub('desk'), name: 'a\u0007' }));
    expect(message).toBe('registry.yaml would be no registry any more, and is not written');
    expect(hint).toContain('agents[0].name "a\\u{7}" holds a control character');
  });
});

describe('a changed entry', () => {
  const text = `${head}agents:
  - id: a   # the first
    name: A
    status: 'pending'  # since May
    # what it may do
    scope:
      models: [x, y] # two
      hosts:
      - a.example
      # the old one
      - b.example # gone soon
  # the second
  - { id: b, name: B, status: draft, identities: [b] } # small
`.replace('    # what', '    identities: [a]\n    # what');

  test('keeps quotes, comments and order', () => {
    expect(changed(text, 'a', { status: 'approved', approval })).toBe(
      text
        .replace("'pending'", "'approved'")
        .replace('  # the second', '    approval:\n      by: [alice, bob]\n      at: 2026-06-01\n  # the second'),
    );
  });

  test('in flow style stays so', () => {
    expect(changed(text, 'b', { status: 'approved', approval, note: 'small, and good' })).toContain(
      "  - { id: b, name: B, status: approved, note: 'small, and good', identities: [b], approval: { by: [alice, bob], at: 2026-06-01 } } # small\n",
    );
  });

  test('loses items of its lists with the comments behind them', () => {
    expect(changed(text, 'a', { scope: { models: ['y'], hosts: ['a.example', 'c.example'] } })).toBe(
      text.replace('[x, y]', '[y]').replace('      - b.example # gone soon\n', '      - c.example\n'),
    );
  });

  test('loses a field with its lines', () => {
    const approved = changed(text, 'a', { status: 'approved', approval });
    expect(changed(approved, 'a', { status: 'pending', approval: undefined })).toBe(text);
  });

  test('behind a text of several lines stands where it is meant', () => {
    const folded = `${head}agents:\n  - id: a\n    name: A\n    status: draft\n    identities: [a]\n    purpose: |\n      one\n\n      two\n`;
    expect(changed(folded, 'a', { approval })).toBe(
      `${folded}    approval:\n      by: [alice, bob]\n      at: 2026-06-01\n`,
    );
  });

  test.each([
    ['an alias that it shares', 'scope: *shared', { scope: { models: ['z'] } }],
    [
      'an anchor that others share',
      'scope: &own { models: [x] }, owner: &o { team: t } }\n  - { id: c, name: C, status: draft, identities: [c], scope: *own',
      { scope: { models: ['z'] } },
    ],
  ])('is refused for %s, with what to write by hand', (_what, scope, fields) => {
    const shared = `${head}agents:\n  - { id: a, name: A, status: draft, identities: [a], scope: &shared { models: [x] } }\n  - { id: b, name: B, status: draft, identities: [b], ${scope} }\n`;
    const { message, hint } = refusal(() => changed(shared, 'b', fields));
    expect(message).toBe('registry.yaml is written in a way that cannot be edited safely; nothing was changed');
    expect(hint).toBe('Write into it by hand:\n  - id: b\n    scope:\n      models: [z]');
  });

  test('that is not there any more is refused', () => {
    expect(refusal(() => changed(text, 'c', { status: 'approved' })).message).toBe(
      'registry.yaml holds no entry "c" any more; nothing was changed',
    );
  });

  test('of a file that is no registry is never written', () => {
    expect(refusal(() => changed(text.replace('name: A', 'nam: A'), 'a', { status: 'approved' })).message).toContain(
      'unknown key "nam"',
    );
  });
});

describe('a registry in JSON', () => {
  const text = JSON.stringify(
    { apiVersion: 'rollcall/v1', agents: [{ id: 'a', name: 'A', status: 'draft', identities: ['a', 'b'] }] },
    null,
    '\t',
  ).replaceAll('\n', '\r\n');

  test('stays JSON, with its indentation and its ends of lines', () => {
    const result = edit(
      { file: 'r.json', text },
      { changed: new Map([['a', { status: 'approved', approval }]]), added: [stub('desk')] },
    );
    expect(JSON.parse(result).agents[0]).toMatchObject({ id: 'a', status: 'approved', approval });
    expect(JSON.parse(result).agents[1].id).toBe('desk');
    expect(result).toContain('\r\n\t\t\t"approval": {\r\n\t\t\t\t"by": [');
    expect(result).not.toMatch(/[^\r]\n/);
  });

  test('keeps what is not concerned as it is laid out', () => {
    const entry = '{ "id": "a",  "name": "A", "status": "draft", "identities": ["a","b"] }';
    const json = `{"apiVersion": "rollcall/v1",\n  "agents": [\n    ${entry}\n  ]\n}\n`;
    expect(changed(json, 'a', { status: 'pending', identities: ['b', 'c'] })).toBe(
      json.replace('draft', 'pending').replace('["a","b"]', '["b", "c"]'),
    );
  });

  test('loses a last item whole', () => {
    const minified = JSON.stringify(JSON.parse(text));
    expect(changed(minified, 'a', { identities: ['a'] })).toBe(minified.replace(',"b"', ''));
  });
});
