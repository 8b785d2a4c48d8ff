import { describe, expect, test } from 'vitest';
import { backstage } from '../../../../src/registry/exchange/imports/backstage.ts';
import { given, read, said, saidOfOne } from './said.ts';

const apiVersion = 'backstage.io/v1alpha1';
const component = (metadata: object = {}, spec: object = {}) => ({
  apiVersion,
  kind: 'Component',
  metadata,
  spec: { type: 'ai-agent', ...spec },
});

describe('a catalogue of Backstage is recognised', () => {
  test.each([
    ['by the version of an entity', { apiVersion }],
    ['in a list', [{ hello: 'world' }, { apiVersion }]],
    ['in a page', { items: [{ hello: 'world' }, { apiVersion }] }],
    ['in a second document', `hello: world\n---\napiVersion: ${apiVersion}\n`],
  ])('%s', (_, content) => {
    expect(backstage.recognises(given(content))).toBe(true);
  });

  test.each([
    ['an object of Kubernetes', { apiVersion: 'apps/v1' }],
    ['a version of something like it', { apiVersion: 'x.backstage.io/v1' }],
    ['its name alone', { apiVersion: 'backstage.io' }],
    ['a version that is no text', { apiVersion: ['backstage.io/v1'] }],
    ['an empty page', { items: [] }],
    ['a text', `"${apiVersion}"`],
  ])('but not %s', (_, content) => {
    expect(backstage.recognises(given(content))).toBe(false);
  });
});

describe('an entity of Backstage', () => {
  test.each([
    ...['agent', 'AI-Agent', 'subagents', 'assistant', 'copilot', 'chatbot', 'llm-app', 'mcp', 'mcp-server', 'a2a'],
    ...['ai', 'bot', 'ai-service', 'service_ai', 'slack.bot', 'my bot', 'bot service'],
  ])('of the type %s is an agent', (type) => {
    expect(read(backstage, component({}, { type })).drafts).toHaveLength(1);
  });

  test.each([
    ...['website', 'mail', 'robot', 'bottle', 'aioli', 'xmcp', 'a2ab', 'service', 'ai+x'],
    ...['model', 'llm-model', 'AI Model'],
  ])('of the type %s is none', (type) => {
    const message = `passed over: Component of type ${type} is no agent`;
    expect(read(backstage, component({}, { type })).passed).toEqual([{ offset: 0, message }]);
  });

  test.each(['Component', 'Resource', 'API'])('of the kind %s may be an agent', (kind) => {
    expect(read(backstage, { ...component(), kind }).drafts).toHaveLength(1);
  });

  test.each([
    ['of another kind', { ...component(), kind: 'Group' }, 'Group of type ai-agent'],
    ['of no kind', { spec: { type: 'ai-agent' } }, 'what has no kind of type ai-agent'],
    ['of no type', { kind: 'Component', spec: {} }, 'Component of type unknown'],
    ['that specifies nothing', { kind: 'Component', spec: 'x' }, 'Component of type unknown'],
  ])('%s is none', (_, entity, what) => {
    const { drafts, passed, faults } = read(backstage, entity);
    expect([drafts, passed, faults]).toEqual([[], [{ offset: 0, message: `passed over: ${what} is no agent` }], []]);
  });
});

describe('of an entity of Backstage', () => {
  test('everything that an entry has a place for goes there, the rest is named', () => {
    const metadata = {
      name: 'triage',
      namespace: 'acme',
      title: 'Billing triage',
      description: 'Sorts mail',
      annotations: {
        'backstage.io/source-location': 'url:https://github.com/acme/shop/tree/main/services/triage/',
        'github.com/project-slug': 'acme/shop',
        'acme.example/tier': '1',
      },
    };
    const spec = {
      owner: 'group:default/billing',
      lifecycle: 'production',
      remotes: [{ url: 'https://t.acme.example', type: 'sse' }, { url: 'https://t.acme.example' }],
    };
    expect(saidOfOne(backstage, component(metadata, spec))).toEqual({
      id: 'triage',
      name: 'Billing triage',
      purpose: 'Sorts mail',
      owner: { team: 'group:default/billing' },
      match: { repos: [{ repo: 'github.com/acme/shop', paths: ['services/triage'] }], hosts: ['t.acme.example'] },
      left: ['metadata.namespace', 'metadata.annotations.acme.example/tier', 'spec.lifecycle', 'spec.remotes[0].type'],
    });
  });

  test('its name is its name where it has no title; an owner with a wildcard is nobody', () => {
    expect(saidOfOne(backstage, component({ name: 'triage' }, { owner: '*' }))).toEqual({
      id: 'triage',
      name: 'triage',
      left: ['spec.owner'],
    });
  });

  test('fields of the wrong kind say nothing', () => {
    const { drafts } = read(
      backstage,
      component({ name: 7, title: [], description: {}, annotations: 'x' }, { remotes: {} }),
    );
    expect(drafts).toMatchObject([
      {
        id: null,
        name: null,
        purpose: null,
        owner: { team: null, technical: null, sponsor: null },
        match: { repos: [], hosts: [] },
        left: ['metadata.name', 'metadata.annotations'],
      },
    ]);
    expect(said(backstage, { kind: 'API', metadata: 'x', spec: { type: 'agent' } })).toEqual([{ left: ['metadata'] }]);
  });

  test.each([
    ['a server of MCP', { name: 'tickets' }, 'mcp-server', { mcpServers: ['tickets'] }],
    ['a server without a name', {}, 'mcp-server', {}],
    ['an agent', { name: 'tickets' }, 'ai-agent', {}],
  ])('%s names what it is', (_, metadata, type, scope) => {
    expect(read(backstage, component(metadata, { type })).drafts[0]?.scope).toEqual(scope);
  });

  test.each([
    ['its source', { 'backstage.io/source-location': 'url:https://github.com/a/b' }, 'github.com/a/b', []],
    ['its slug at GitHub', { 'github.com/project-slug': 'a/b' }, 'github.com/a/b', []],
    ['its slug at GitLab', { 'gitlab.com/project-slug': 'a/b/c.d/e-f_g' }, 'gitlab.com/a/b/c.d/e-f_g', []],
    ['its slug at Bitbucket', { 'bitbucket.org/project-slug': 'a/b' }, 'bitbucket.org/a/b', []],
    [
      'the first of several',
      { 'bitbucket.org/project-slug': 'c/d', 'github.com/project-slug': 'a/b' },
      'github.com/a/b',
      [],
    ],
    [
      'its slug, where its source is a folder of a disk',
      {
        'backstage.io/source-location': 'dir:https://github.com/a/b',
        'github.com/project-slug': 'c/d',
      },
      'github.com/c/d',
      ['metadata.annotations.backstage.io/source-location'],
    ],
    [
      'not an address without its kind',
      { 'backstage.io/source-location': 'https://github.com/a/b' },
      null,
      ['metadata.annotations.backstage.io/source-location'],
    ],
    ['not an owner alone', { 'github.com/project-slug': 'a' }, null, ['metadata.annotations.github.com/project-slug']],
    [
      'not a slug with an end to come',
      { 'github.com/project-slug': 'a/b/' },
      null,
      ['metadata.annotations.github.com/project-slug'],
    ],
    [
      'not a slug with a root',
      { 'github.com/project-slug': '/a/b' },
      null,
      ['metadata.annotations.github.com/project-slug'],
    ],
    [
      'not a slug with a wildcard',
      { 'github.com/project-slug': 'a/*' },
      null,
      ['metadata.annotations.github.com/project-slug'],
    ],
  ])('its place is %s', (_, annotations, repo, left) => {
    const [draft] = read(backstage, component({ annotations })).drafts;
    expect(draft?.match.repos).toEqual(repo === null ? [] : [{ repo, paths: [] }]);
    expect(draft?.left).toEqual(left);
  });
});

describe('of an entity that was an entry', () => {
  const entry = {
    id: 'triage.1',
    owner: { technical: 'alice' },
    match: { repos: [{ repo: 'github.com/acme/shop', paths: ['a'] }], images: ['i'] },
    identities: ['x'],
    scope: { models: ['gpt-4.1*'] },
    credentials: [{ env: 'K', unique: true }],
  };
  const bearing = (carried: unknown, others: object = {}) =>
    component(
      { name: 'triage', annotations: { 'rollcall.dev/entry': carried, ...others } },
      { owner: 'unknown', remotes: [{ url: 'https://t.acme.example' }] },
    );

  test('its own word goes before that of its fields; its name and purpose are those of the entity', () => {
    const text = JSON.stringify({ ...entry, name: 'Other', purpose: 'Other', status: 'approved' });
    const slugs = {
      'github.com/project-slug': 'c/d',
      'gitlab.com/project-slug': 'c/d',
      'rollcall.dev/status': 'approved',
    };
    expect(saidOfOne(backstage, bearing(text, slugs))).toEqual({
      ...entry,
      name: 'triage',
      left: ['metadata.annotations.rollcall.dev/status'],
    });
  });

  test('it need not say what the entity says', () => {
    expect(saidOfOne(backstage, bearing(JSON.stringify(entry)))).toEqual({ ...entry, name: 'triage' });
  });

  test.each([
    ['is no JSON', '{'],
    ['is no object', '7'],
    ['is nothing', 'null'],
    ['is a text', '"triage"'],
    ['is a list', '[]'],
    ['lacks its id', JSON.stringify({ ...entry, id: undefined })],
    ['says what an entry cannot say', JSON.stringify({ ...entry, matches: {} })],
    ['stands for others', JSON.stringify({ ...entry, match: { repos: [{ repo: '*' }] } })],
    ['is no text', entry],
  ])('what %s is not believed, and its fields say what they say', (_, carried) => {
    const [draft] = read(backstage, bearing(carried, { 'github.com/project-slug': 'c/d' })).drafts;
    expect(draft).toMatchObject({
      id: 'triage',
      owner: { team: 'unknown' },
      match: { repos: [{ repo: 'github.com/c/d' }], hosts: ['t.acme.example'] },
      identities: [],
      left: ['metadata.annotations.rollcall.dev/entry'],
    });
  });
});

describe('of a page of Backstage', () => {
  const agent = (name: string) => JSON.stringify(component({ name }));

  test('each entity starts where it stands, also where it is passed over, and a further page is told of', () => {
    const text = `{"items": [7,\n${agent('a')},\n{"kind":"Group"},\n${agent('b')}],\n"pageInfo":{"nextCursor":"n"}}`;
    const { drafts, passed, faults } = read(backstage, text);
    expect(drafts.map(({ id, offset }) => [id, offset])).toEqual([
      ['a', text.indexOf(agent('a'))],
      ['b', text.indexOf(agent('b'))],
    ]);
    expect(passed).toEqual([
      { offset: text.indexOf('{"kind":"Group"'), message: 'passed over: Group of type unknown is no agent' },
      { offset: text.indexOf('"n"'), message: 'more records follow on another page; import that as well' },
    ]);
    expect(faults).toEqual([]);
  });

  test('a list is as good as a page', () => {
    expect(read(backstage, `[${agent('a')},${agent('b')}]`).drafts.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test.each([['7'], ['[]'], ['']])('nothing is read out of %j', (content) => {
    expect(read(backstage, content)).toEqual({ drafts: [], passed: [], faults: [] });
  });
});
