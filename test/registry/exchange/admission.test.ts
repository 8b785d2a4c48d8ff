import { describe, expect, test } from 'vitest';
import { importFormats } from '../../../src/model/exchange.ts';
import { noRegistry } from '../../../src/model/registry.ts';
import { type ImportOptions, importAgents, namedPlace, registryText } from '../../../src/registry/exchange/import.ts';
import { byCertainty } from '../../../src/registry/exchange/imports/index.ts';
import { loadExchange } from '../../../src/registry/exchange/load.ts';
import { full, imported, registryOf } from './world.ts';

const read = async (text: string, options: Partial<ImportOptions> = {}) =>
  await importAgents([{ file: 'file', text }], { from: null, place: null, registry: noRegistry, ...options });
const card = (fields: object) => JSON.stringify({ name: 'X', url: 'https://x.example', skills: [], ...fields });
const entity = { apiVersion: 'backstage.io/v1', kind: 'API', metadata: { name: 'x' }, spec: { type: 'agent' } };

describe('what a file is', () => {
  const words = {
    backstage: { ...entity, metadata: { name: 'backstage', annotations: { 'github.com/project-slug': 'a/b' } } },
    aws: { agentRuntimeArn: 'arn:aws:x', agentRuntimeName: 'aws' },
    entra: { agentIdentityId: 'abcdefgh', displayName: 'entra' },
    mcp: { title: 'mcp', remotes: [{ url: 'https://x.example' }] },
    a2a: { name: 'a2a', url: 'https://x.example', skills: [] },
  };
  const formats = Object.keys(words) as (keyof typeof words)[];

  test.each(formats)('is seen in what is said most plainly: %s', async (format) => {
    const said = formats.slice(formats.indexOf(format)).map((each) => words[each]);
    const { stubs } = await read(JSON.stringify(Object.assign({}, ...said)));
    expect(stubs.map(({ name }) => name)).toEqual([format]);
  });

  test.each(formats)('is what a person says: %s', async (from) => {
    const { stubs } = await read(JSON.stringify(Object.assign({}, ...Object.values(words))), { from });
    expect(stubs.map(({ name }) => name)).toEqual([from]);
  });

  test('is a table where it can be no tree', async () => {
    const { stubs } = await read('name,team,images\n"X: y",@a,i\n');
    expect(stubs.map(({ name }) => name)).toEqual(['X: y']);
  });

  test('is a table of any size', async () => {
    const text = `name,images,colour\nX,i,${'x'.repeat(2 * 1024 * 1024)}\n`;
    expect((await read(text)).stubs).toHaveLength(1);
  });

  test.each(importFormats)('%s is a kind that can be asked for', async (from) => {
    const reading = read(from === 'csv' ? 'name\n' : '{}', { from });
    await expect(reading).resolves.toMatchObject({ stubs: [] });
  });

  test.each(['', '{ "hello": "world" }', '- a\n- b\n'])('is asked for where it cannot be seen: %j', async (text) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'registry',
      message: 'file: what kind of catalogue this is cannot be seen in it',
      hint: 'Say what it is: --from a2a|aws|backstage|csv|entra|mcp',
    });
  });

  test('is looked for in every kind, once', () => {
    expect(byCertainty.toSorted()).toEqual(importFormats.toSorted());
  });
});

describe('mistakes', () => {
  test('are told of all files, each with its place, and nothing is imported', async () => {
    const files = [
      { file: 'a.json', text: '{\n "name": "x", "name": "y",\n "name": "z" }' },
      { file: 'good.json', text: card({}) },
      { file: 'b.csv', text: 'name,images\nx,y\nz\n' },
    ];
    await expect(importAgents(files, { from: null, place: null, registry: noRegistry })).rejects.toMatchObject({
      code: 'registry',
      message: [
        'a.json:2:15: the key "name" stands here twice; keep one',
        'a.json:3:2: the key "name" stands here twice; keep one',
        'b.csv:3:1: 1 cells where the header has 2; quote a cell that holds a separator',
      ].join('\n'),
      hint: 'Nothing was imported. Mend the file, or export it anew.',
    });
  });
});

describe('an entry', () => {
  test('says what its record says, and all else is open', async () => {
    const text = card({ name: ' X ', description: '\r\n Sorts\r\nmail\rand more \n' });
    expect(await read(text)).toEqual({
      stubs: [
        {
          id: 'x',
          name: 'X',
          purpose: 'Sorts\nmail\nand more',
          status: 'pending',
          owner: { team: null, technical: null, sponsor: null },
          match: { repos: [], images: [], workloads: [], hosts: ['x.example'] },
          identities: [],
          scope: { tools: undefined },
          credentials: [],
          approval: null,
          exceptions: [],
        },
      ],
      left: [],
      passed: [],
      refused: [],
    });
  });

  test('has each identity once, and no purpose where it is blank', async () => {
    const { stubs } = await read('name,purpose,identities\nX,"\n ",a;b;a\n');
    expect(stubs).toMatchObject([{ purpose: null, identities: ['a', 'b'] }]);
  });

  test.each([
    ['a repository', { repo: 'github.com/a/b', path: null }, [{ repo: 'github.com/a/b', paths: [] }]],
    ['a folder', { repo: 'github.com/a/b', path: 'c' }, [{ repo: 'github.com/a/b', paths: ['c'] }]],
  ])('lives in %s that a person names, beside its hosts', async (_, place, repos) => {
    const { stubs } = await read(card({}), { place });
    expect(stubs[0]?.match).toEqual({ repos, images: [], workloads: [], hosts: ['x.example'] });
  });

  test('lives where its record says, whatever a person names', async () => {
    const { stubs } = await read('name,repos\nX,github.com/c/d\n', { place: { repo: 'github.com/a/b', path: 'c' } });
    expect(stubs[0]?.match.repos).toEqual([{ repo: 'github.com/c/d', paths: [] }]);
  });
});

describe('what is told of a record', () => {
  const place = { file: 'file', line: 2, column: 1 };

  test('is what it has no name for', async () => {
    const { refused } = await read(`[\n${JSON.stringify({ url: 'https://x.example' })}]`, { from: 'a2a' });
    expect(refused).toEqual([{ ...place, id: 'agent', message: 'has no name; give it one' }]);
  });

  test('is that it names no place', async () => {
    const message =
      'names no place where the agent could be found (no repository, image, host or identity); say where it lives: --repo github.com/acme/shop --path services/triage';
    expect((await read('name,team\nX,acme\n')).refused).toEqual([{ ...place, id: 'x', message }]);
  });

  test('is that another lives there', async () => {
    const message =
      'would live in github.com/acme/billing//jobs/triage, which is the place of billing-triage; import it by itself, with a --path of its own';
    const { refused } = await imported(
      'name,repos\nX,github.com/Acme/Billing//jobs/triage\n',
      'file',
      registryOf(full),
    );
    expect(refused).toEqual([{ ...place, id: 'x', message }]);
  });

  test('is that it is there already', async () => {
    const { stubs, passed } = await read('name,images\nX,i\nX,i\nX,j\n');
    expect(stubs.map(({ id }) => id)).toEqual(['x', 'x-2']);
    expect(passed).toEqual([{ ...place, line: 3, id: 'x', message: 'is there already, and lives in the same places' }]);
  });

  test('is that it is of no agent, which gives it no id', async () => {
    const { passed } = await read(`apiVersion: backstage.io/v1\n---\n${JSON.stringify(entity)}`);
    const message = 'passed over: what has no kind of type unknown is no agent';
    expect(passed).toEqual([{ ...place, line: 1, id: null, message }]);
  });

  test('is what was left of it', async () => {
    expect((await read('name,images,colour\nX,i,red\nY,j,\n')).left).toEqual([
      { ...place, id: 'x', fields: ['colour'] },
    ]);
  });

  test.each([
    [
      'X',
      'https://nowhere',
      'match.repos[0].repo "https://nowhere" is not a repository; write it as host/owner/name, such as github.com/acme/shop',
    ],
    ['X', 'a/b/c//../d', 'match.repos[0].paths[0] "../d" climbs out of the repository; name a folder inside it'],
    ['x'.repeat(301), 'a/b/c', 'name is longer than 300; shorten it'],
    [
      'a\u202eb',
      'a/b/*',
      'name "a\\u{202e}b" holds a control character; write it in plain text, on one line; match.repos[0].repo "a/b/*" holds a wildcard; name each repository',
    ],
  ])('is what of it cannot stand in a registry: %s in %s', async (name, repos, message) => {
    const { stubs, refused } = await read(`name,repos\n${name},${repos}\n`);
    expect(stubs).toEqual([]);
    expect(refused.map((remark) => [remark.line, remark.message])).toEqual([[2, message]]);
  });

  test('a record that is refused takes no id and no place', async () => {
    const { stubs } = await read('name,repos,dynamic\nX,a/b/c,everything\nX,a/b/c,models\n');
    expect(stubs.map(({ id }) => id)).toEqual(['x']);
  });

  test('is told file by file', async () => {
    const table = (name: string) => `name,images,colour\n${name},i,red\n${name},i,red\n${name}${name},,\n`;
    const files = ['A', 'B'].map((name) => ({ file: name, text: table(name) }));
    const result = await importAgents(files, { from: null, place: null, registry: noRegistry });
    expect(result.stubs.map(({ id }) => id)).toEqual(['a', 'b']);
    for (const told of [result.left, result.passed, result.refused])
      expect(told.map(({ file }) => file)).toEqual(['A', 'B']);
  });
});

describe('a place that a person names', () => {
  test.each([
    ['github.com/a/b', null, { repo: 'github.com/a/b', path: null }],
    ['github.com/a/b', 'c', { repo: 'github.com/a/b', path: 'c' }],
    ['https://github.com/a/b.git', null, { repo: 'github.com/a/b', path: null }],
    ['https://github.com/a/b/tree/main/c', null, { repo: 'github.com/a/b', path: 'c' }],
    ['https://github.com/a/b/tree/main/c', 'd', { repo: 'github.com/a/b', path: 'd' }],
    ['https://nowhere', 'd', { repo: 'https://nowhere', path: 'd' }],
    ['git@github.com:a/b', null, { repo: 'git@github.com:a/b', path: null }],
  ])('%s, %s', (repo, path, expected) => {
    expect(namedPlace(repo, path)).toEqual(expected);
  });
});

test('entries are printed as a file of their own, in lines that a person can read', async () => {
  const purpose = `${'word '.repeat(30)}end`;
  const { stubs } = await read(`name,purpose,images,models\nX,${purpose},i,m*\n`);
  expect(registryText(stubs)).toBe(`apiVersion: rollcall/v1
agents:
  - id: x
    name: X
    purpose: ${'word '.repeat(22).trim()}
      ${'word '.repeat(8)}end
    status: pending
    match:
      images:
        - i
    scope:
      models:
        - m*
`);
});

test('import and export are there when they are asked for', async () => {
  const { loadExporter, importAgents: load } = await loadExchange();
  expect(load).toBe(importAgents);
  expect((await loadExporter('csv')).render(registryOf(), { version: '1', spec: '1.6', timestamp: null })).toMatch(
    /^id,name,/,
  );
});
