import { describe, expect, test } from 'vitest';
import { declared } from '../../src/detectors/declared/declared.ts';
import { fits } from '../../src/detectors/declared/path.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { json } from '../../src/readers/json.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { FrameworkFile, ProviderFile } from '../../src/ruleset/schema.ts';
import { took } from '../readers/entries.ts';
import { documentOf } from './world.ts';

const examples = [{ title: 'none', file: 'a.txt', code: '', uses: [] }];
const provider = (id: string) =>
  ProviderFile.parse({
    id,
    name: id,
    docs: `https://docs.${id}.dev`,
    hosts: [`api.${id}.dev`],
    paths: ['/v1/chat'],
    models: [`${id}-[\\w.-]+`],
    examples,
  });

/** A made-up canvas of nodes, and a made-up sheet that describes agents for code. */
const rules = compile({
  providers: [provider('calm'), provider('keen')],
  frameworks: [
    FrameworkFile.parse({
      id: 'canvas',
      name: 'Canvas',
      docs: 'https://canvas.dev',
      declarations: [
        {
          roots: ['', 'boards.*'],
          shape: [{ at: 'nodes.*.type', is: ['canvas.*'] }, { at: 'links' }],
          unit: 'file',
          name: 'title',
          providers: { '*Calm*': 'calm', '*Any*': null },
          nodes: [
            {
              at: 'nodes.*',
              kind: 'type',
              off: [{ at: 'off', is: ['true'] }],
              fields: {
                name: 'name',
                model: ['set.model.value', 'set.model', 'set.list.[key=model].value'],
                baseUrl: 'set.url',
                credentials: 'held.*.name',
                key: 'set.key',
              },
              kinds: [
                { is: ['canvas.ask*'], role: 'model' },
                { is: ['canvas.agent'], role: 'agent', fields: { tools: 'tools.*' } },
                { is: ['canvas.keen'], role: 'model', provider: 'keen' },
                { is: ['canvas.tool'], when: [{ at: 'set.read', is: ['true'] }], role: 'tool', access: 'read' },
                { is: ['canvas.tool'], role: 'tool', fields: { verb: 'set.verb' } },
                { is: ['canvas.send'], role: 'request', fields: { url: 'set.url', body: 'set.body' } },
                { is: ['canvas.start'], role: 'trigger' },
              ],
            },
          ],
        },
        {
          files: '**/sheet.yaml',
          shape: [{ at: '*.task' }],
          unit: 'enclosing',
          weight: 'mention',
          nodes: [{ at: '*', fields: { name: '@key', model: 'model' }, kinds: [{ role: 'agent' }] }],
        },
      ],
      examples,
    }),
  ],
  sdks: [],
  credentials: [],
  checks: [],
});

function board(nodes: readonly object[], rest: object = { links: {} }): Evidence[] {
  return seen(JSON.stringify({ title: 'Board', nodes, ...rest }));
}

function seen(text: string): Evidence[] {
  return [...declared(documentOf(json, 'board.json', text), rules)];
}

/** The nodes that ask a model: all but the workflow itself. */
function nodes(evidence: readonly Evidence[]) {
  return evidence.flatMap((one) => (one.kind === 'declaration' && one.what === 'model-node' ? one : []));
}

/** `${name}`, as files of many kinds refer to a variable. */
const variable = (name: string) => `$\{${name}}`;

const ask = (set: object = {}, more: object = {}) => ({ name: 'Ask', type: 'canvas.askCalm', set, ...more });

describe('which files are declarations', () => {
  test('the shape tells', () => {
    expect(board([ask()])).toHaveLength(2);
    expect(board([ask()], {})).toEqual([]);
    expect(board([{ ...ask(), type: 'other.askCalm' }])).toEqual([]);
  });

  test('one file may hold several', () => {
    const boards = [1, 2].map((number) => ({ title: `Board ${number}`, nodes: [ask()], links: {} }));
    const found = seen(JSON.stringify({ boards })).flatMap((one) =>
      one.kind === 'declaration' && one.what === 'flow' ? one.name : [],
    );
    expect(found).toEqual(['Board 1', 'Board 2']);
  });

  test('one in which nothing asks a model says nothing', () => {
    expect(board([{ name: 'Start', type: 'canvas.start' }])).toEqual([]);
  });

  test('broken ones are read as far as they go', () => {
    const text = '{ "links": {}, "nodes": [{ "type": "canvas.askCalm", "set": { "model": "calm-2" } }, { "type": "canv';
    expect(nodes(seen(text))).toMatchObject([{ weight: 'use', provider: 'calm', models: ['calm-2'] }]);
  });

  test('a key that is repeated hides nothing', () => {
    const text =
      '{ "links": {}, "nodes": [{ "type": "canvas.start", "type": "canvas.askCalm" }, { "type": "canvas.start" }] }';
    expect(nodes(seen(text))).toHaveLength(1);
  });
});

describe('what a node says', () => {
  test('stands at the line of its kind', () => {
    const text = '{\n"links": {},\n"nodes": [\n{ "name": "Ask",\n  "type": "canvas.askCalm" }]}';
    expect(nodes(seen(text))[0]).toMatchObject({ line: 5, name: 'Ask', rule: 'canvas', framework: 'canvas' });
  });

  test.each([
    ['a nested value', { model: { value: 'calm-2', mode: 'list' } }],
    ['a plain value', { model: 'calm-2' }],
    [
      'an item of a list, told by its key',
      {
        list: [
          { key: 'other', value: 'x' },
          { key: 'model', value: 'calm-2' },
        ],
      },
    ],
  ])('finds its model in %s', (_, set) => {
    expect(nodes(board([ask(set)]))[0]).toMatchObject({ models: ['calm-2'], dynamic: [] });
  });

  test.each(['={{ $json.model }}', '{{#start.model#}}', variable('MODEL'), '=Env.MODEL', '$MODEL'])(
    'is open where it is the expression %s',
    (model) => {
      expect(nodes(board([ask({ model })]))[0]).toMatchObject({ models: [], dynamic: ['models'] });
    },
  );

  test('is half open where a value stands in for a variable', () => {
    expect(nodes(board([ask({ model: variable('env:MODEL:calm-2') })]))[0]).toMatchObject({
      models: ['calm-2'],
      dynamic: ['models'],
    });
  });

  test('tells the provider: by the base URL, the rule, the table, the model, in this order', () => {
    const told = (type: string, set: object) => nodes(board([ask(set, { type })]))[0]?.provider;
    expect(told('canvas.askCalm', { url: 'https://api.keen.dev/v1' })).toBe('keen');
    expect(told('canvas.keen', { model: 'calm-2' })).toBe('keen');
    expect(told('canvas.askCalm', { model: 'keen-2' })).toBe('calm');
    expect(told('canvas.askAny', { model: 'keen-2' })).toBe('keen');
    expect(told('canvas.askAny', {})).toBeNull();
  });

  test('names its credentials and the variables that hold its key, and never a key', () => {
    const found = board([
      ask({ key: variable('CALM_KEY') }, { held: { api: { name: 'Office' } } }),
      ask({ key: 'written-out' }),
    ]);
    expect(nodes(found).map(({ credentials }) => credentials)).toEqual([['Office'], []]);
    expect(found.flatMap((one) => (one.kind === 'variable' ? one.name : []))).toEqual(['CALM_KEY']);
    expect(JSON.stringify(found)).not.toContain('written-out');
  });
});

describe('what nodes are', () => {
  test('one that is switched off is no use, and neither is its workflow', () => {
    expect(board([ask({}, { off: true })]).map(({ weight }) => weight)).toEqual(['mention', 'mention']);
  });

  test('tools beside a model make an agent of it', () => {
    const tool = { name: 'Look up', type: 'canvas.tool' };
    expect(nodes(board([ask(), tool]))[0]?.level).toBe('agent');
    expect(nodes(board([ask(), { ...tool, off: true }]))[0]?.level).toBe('caller');
  });

  test('the first kind that fits counts, and says what a tool may do', () => {
    const tool = (set: object) => board([{ name: 'It', type: 'canvas.tool', set }]).find(({ kind }) => kind === 'tool');
    expect(tool({ read: true, verb: 'send' })).toMatchObject({ access: 'read' });
    expect(tool({ verb: 'send' })).toMatchObject({ access: 'write' });
  });

  test('an agent is a member, with its tools', () => {
    const found = board([{ name: 'Clerk', type: 'canvas.agent', tools: ['search', 'mail'] }]);
    expect(found.find(({ kind }) => kind === 'construct')).toMatchObject({
      weight: 'use',
      name: 'Clerk',
      level: 'agent',
      tools: ['search', 'mail'],
    });
  });

  test('a request counts where it asks a model', () => {
    const sent = (url: string) =>
      board([{ type: 'canvas.send', set: { url, body: '{ "model": "calm-2" }' } }]).find(
        ({ kind }) => kind === 'request',
      );
    expect(sent('=https://api.calm.dev/v1/chat')).toMatchObject({
      provider: 'calm',
      models: ['calm-2'],
      level: 'caller',
    });
    expect(sent('https://api.calm.dev/v1/files')).toBeUndefined();
    expect(sent('https://elsewhere.dev/v1/chat')).toBeUndefined();
  });

  test('a workflow says what starts it', () => {
    const [flow] = board([ask(), { type: 'canvas.start' }]);
    expect(flow).toMatchObject({ what: 'flow', name: 'Board', triggers: ['canvas.start'] });
  });
});

test('a file that describes agents for others mentions them, by their keys', () => {
  const text = 'editor:\n  task: edit\n  model: calm-2\n';
  expect([...declared(documentOf(yaml, 'config/sheet.yaml', text), rules)]).toMatchObject([
    { kind: 'declaration', what: 'agent-file', weight: 'mention', name: 'editor', models: ['calm-2'], line: 2 },
  ]);
  expect([...declared(documentOf(yaml, 'config/other.yaml', text), rules)]).toEqual([]);
});

test.each([
  ['canvas.*', 'canvas.ask', true],
  ['canvas.*', 'canvas', false],
  ['*Calm*', 'askCalm', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['plain', 'plain.', false],
])('%s fits %s: %s', (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
});

test('ten thousand nodes, and a pattern made to be slow, take no long time', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ask({ model: `calm-${index}` }));
  expect(took(() => board(many))).toBeLessThan(8000);
  expect(took(() => fits(`${'*a'.repeat(50)}b`, 'a'.repeat(100_000)))).toBeLessThan(800);
});
