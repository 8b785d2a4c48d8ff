import { describe, expect, test } from 'vitest';
import { csv } from '../../../../src/registry/exchange/imports/csv.ts';
import { filled } from './said.ts';

const given = (text: string) => ({ text, documents: [], faults: [] });
const read = (text: string) => csv.read(given(text));
const said = (text: string) => read(text).drafts.map(({ offset, ...facts }) => filled(facts));

describe('a table is recognised', () => {
  test.each([
    ['by a name and one more column', 'name,repos\n'],
    ['by titles as people write them', ' Name ,Data  Sinks,other\r\nx,y,z\n'],
    ['by titles in quotes', '"Name";"data-sinks"\n'],
    ['behind a byte order mark', '\uFEFFname\timages\n'],
    ['by a column that is written, never read', 'name,approved_by\n'],
    ['at the end of a line of old', 'name,repos\rx,y\r'],
  ])('%s', (_, text) => {
    expect(csv.recognises(given(text))).toBe(true);
  });

  test.each([
    ['without a name', 'id,repos\n'],
    ['by a name alone', 'name,colour\n'],
    ['by its second line', 'hello\nname,repos\n'],
    ['by titles that hold quotes', 'na"me,repos\n'],
    ['by titles that are longer', 'name x,repos\n'],
    ['where it is empty', ''],
  ])('but not %s', (_, text) => {
    expect(csv.recognises(given(text))).toBe(false);
  });
});

describe('of a table', () => {
  test.each([
    ['id', 'Triage 1', { id: 'Triage 1' }],
    ['purpose', '"Sorts\nmail"', { purpose: 'Sorts\nmail' }],
    ['team', ' acme/billing ', { owner: { team: 'acme/billing' } }],
    ['technical', "'@alice", { owner: { technical: '@alice' } }],
    ['sponsor', 'Bob', { owner: { sponsor: 'Bob' } }],
    ['repos', 'github.com/a/b//c', { match: { repos: [{ repo: 'github.com/a/b', paths: ['c'] }] } }],
    ['images', 'a;b', { match: { images: ['a', 'b'] } }],
    ['workloads', 'k8s:a/b', { match: { workloads: ['k8s:a/b'] } }],
    ['match_hosts', 'a.example', { match: { hosts: ['a.example'] } }],
    ['identities', 'x', { identities: ['x'] }],
    ['providers', 'openai;openai', { scope: { providers: ['openai'] } }],
    ['models', 'gpt-4.1*', { scope: { models: ['gpt-4.1*'] } }],
    ['scope_hosts', 'a.example', { scope: { hosts: ['a.example'] } }],
    ['frameworks', 'langgraph', { scope: { frameworks: ['langgraph'] } }],
    ['tools', 'refund | write', { scope: { tools: [{ name: 'refund', access: 'write' }] } }],
    ['mcp_servers', 'a/b', { scope: { mcpServers: ['a/b'] } }],
    ['data_sinks', 'pinecone', { scope: { dataSinks: ['pinecone'] } }],
    ['dynamic', 'models;anything', { scope: { dynamic: ['models', 'anything'] } }],
    ['credentials', '- | vault:k', { credentials: [{ ref: 'vault:k', unique: false }] }],
    ['status', 'approved', { left: ['status'] }],
    ['approved_by', 'carol', { left: ['approved_by'] }],
    ['approved_at', '2026-01-02', { left: ['approved_at'] }],
    ['expires', '2027-01-02', { left: ['expires'] }],
    ['evidence', 'x', { left: ['evidence'] }],
    ['digest', 'x', { left: ['digest'] }],
    ['exceptions', 'x', { left: ['exceptions'] }],
    ['colour', 'red', { left: ['colour'] }],
    ['identites', 'x', { left: ['identites (did you mean identities?)'] }],
  ])('the column %s goes where it belongs', (column, cell, facts) => {
    expect(said(`name,${column}\nX,${cell}\n`)).toEqual([{ name: 'X', ...facts }]);
  });

  test('an empty cell says nothing: it is no empty scope, and nothing is left of it', () => {
    const text = 'name,id,purpose,tools,dynamic,models,colour,status\n  ,,,,,,,\nX,, ,,;,,  ,\n';
    expect(read(text).drafts).toEqual([
      {
        id: null,
        name: 'X',
        purpose: null,
        owner: { team: null, technical: null, sponsor: null },
        match: { repos: [], images: [], workloads: [], hosts: [] },
        identities: [],
        scope: {},
        credentials: [],
        offset: text.indexOf('X'),
        left: [],
      },
    ]);
  });

  test('a column without a title is named by its number', () => {
    expect(said(',name,\n1,X,2\n')).toEqual([{ name: 'X', left: ['column 1 (no title)', 'column 3 (no title)'] }]);
  });

  test('titles are taken as people write them, with spaces, capitals and a quote too many', () => {
    expect(said('"""name""", Data  Sinks ,SCOPE-HOSTS\nX,a,b\n')).toEqual([
      { name: 'X', scope: { dataSinks: ['a'], hosts: ['b'] } },
    ]);
  });

  test.each([
    ['commas', 'name,team,purpose\nX,a;b\tc,y\n'],
    ['semicolons', 'name;team;pur,pose\nX;"a;b\tc";y\n'],
    ['tabs', 'name\tteam\tpurpose,;\nX\t"a;b\tc"\ty\n'],
  ])('cells between %s hold the other marks', (_, text) => {
    expect(said(text)).toMatchObject([{ name: 'X', owner: { team: 'a;b\tc' } }]);
  });

  test('where it is a question, a comma is what stands between cells', () => {
    expect(said('name,team;images\nX,a\n')).toMatchObject([{ name: 'X', left: ['team;images'] }]);
  });

  test.each([
    ['\n', '\n\nname,purpose\n\nA,"x\ny"\n\nB,z\n'],
    ['\r\n', 'name,purpose\r\nA,"x ""\r\n"" y"\r\nB,z\r\n'],
    ['\r\n and hold \n', 'name,purpose\r\nA,x\ny\r\nB,z\r\n'],
    ['\r', 'name,purpose\rA,"x\ry"\rB,z'],
    ['\n behind a mark', '\uFEFFname,purpose\nA,"x\ny"\nB,z\n'],
  ])('with lines that end with %j, each row starts where it stands', (_, text) => {
    expect(read(text).drafts.map(({ offset }) => offset)).toEqual([text.indexOf('A,'), text.indexOf('B,')]);
  });

  test('no rows are no agents', () => {
    expect(read('name,repos\n')).toEqual({ drafts: [], passed: [], faults: [] });
  });
});

describe('a table is refused', () => {
  const columns =
    'id, name, purpose, team, technical, sponsor, repos, images, workloads, match_hosts, identities, providers, models, scope_hosts, frameworks, tools, mcp_servers, data_sinks, dynamic, credentials, status, approved_by, approved_at, expires, evidence, digest, exceptions';

  test.each([
    ['without a column for the name', '\nid,repos\nx,y\n', [[1, `no column "name"; the columns are: ${columns}`]]],
    ['where it is empty', '', [[0, `no column "name"; the columns are: ${columns}`]]],
    [
      'where columns stand twice, and rows do not fit',
      'name,team,Name,team\nA,b\nC,d,e,f\nG,h,i,j,k\n',
      [
        [0, 'the column "name" stands here twice; keep one'],
        [0, 'the column "team" stands here twice; keep one'],
        [20, '2 cells where the header has 4; quote a cell that holds a separator'],
        [32, '5 cells where the header has 4; quote a cell that holds a separator'],
      ],
    ],
    [
      'where a quote is not closed',
      'name,repos\nA,"b\n',
      [[11, 'cannot be read as CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2']],
    ],
    [
      'where a quote is not closed, behind lines within quotes',
      'name,purpose\r\nA,"b\r\nc"\r\nD,"e\r\nf',
      [[30, 'cannot be read as CSV: Quote Not Closed: the parsing is finished with an opening quote at line 5']],
    ],
  ])('%s', (_, text, faults) => {
    expect(read(text)).toEqual({
      drafts: [],
      passed: [],
      faults: faults.map(([offset, message]) => ({ offset, message })),
    });
  });

  test('but not for columns without a title', () => {
    expect(read('name,,\nX,,\n').faults).toEqual([]);
  });
});
