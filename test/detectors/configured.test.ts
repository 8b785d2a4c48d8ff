import { describe, expect, test } from 'vitest';
import { configured } from '../../src/detectors/configured.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { json } from '../../src/readers/json.ts';
import { properties } from '../../src/readers/properties.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { FrameworkFile, ProviderFile } from '../../src/ruleset/schema.ts';
import { took } from '../readers/entries.ts';
import { documentOf } from './world.ts';

const examples = [{ title: 'none', file: 'a.txt', code: '', uses: [] }];
const provider = (id: string, host: string) =>
  ProviderFile.parse({ id, name: id, docs: `https://${host}`, hosts: [host], models: [`${id}-\\w+`], examples });

const rules = compile({
  providers: [provider('mindful', 'api.mindful.dev'), provider('other', 'api.other.dev')],
  frameworks: [
    FrameworkFile.parse({
      id: 'shop-settings',
      name: 'Settings',
      docs: 'https://shop.dev',
      kind: 'configuration',
      settings: [
        {
          files: '**/{application,settings}*.{yml,properties,json}',
          under: 'app.ai',
          vendors: { mindful: 'mindful', 'mindful.cloud': 'other', any: null },
          keys: {
            model: ['{vendor}.**.model-name', '*.chat.model'],
            'base-url': ['{vendor}.base-url'],
            key: ['{vendor}.api-key'],
            provider: ['chat'],
          },
        },
      ],
      examples,
    }),
  ],
  sdks: [],
  credentials: [],
  checks: [],
});

const read = (text: string, file = 'application.properties'): Evidence[] => {
  const reader = file.endsWith('.yml') ? yaml : file.endsWith('.json') ? json : properties;
  return [...configured(documentOf(reader, file, text), rules)];
};

describe('a key', () => {
  test.each([
    'app.ai.mindful.model-name=m-1',
    'app.ai.mindful.chat.fast.model-name=m-1',
    'APP.AI.Mindful.chat.modelName=m-1',
    'app.ai.mindful.chat.MODEL_NAME=m-1',
    '%dev.app.ai.mindful.model-name=m-1',
    'app.ai.mindful.list[2].model-name=m-1',
  ])('%s sets the model of a vendor', (line) => {
    expect(read(line)).toMatchObject([
      { kind: 'setting', weight: 'mention', provider: 'mindful', framework: null, models: ['m-1'], dynamic: [] },
    ]);
  });

  test.each([
    'ai.mindful.model-name=m-1',
    'my.app.ai.mindful.model-name=m-1',
    'app.ai.nobody.model-name=m-1',
    'app.ai.mindful.model-name.size=1',
    'app.ai.mindful.model=m-1',
    'app.ai.mindful.model-name=',
    `${'a.'.repeat(40)}model-name=m-1`,
  ])('%s sets none', (line) => {
    expect(read(line)).toEqual([]);
  });

  test('is the same in YAML and JSON, dotted or not', () => {
    for (const [file, text] of [
      ['application.yml', 'app:\n  ai.mindful:\n    chat:\n      modelName: m-1\n'],
      ['Settings.Production.json', '{ "App": { "AI:Mindful": { "ModelName": "m-1" } } }'],
    ])
      expect(read(text ?? '', file)).toMatchObject([{ provider: 'mindful', models: ['m-1'] }]);
  });

  test('counts in files of its name alone', () => {
    expect(read('app.ai.mindful.model-name=m-1', 'gradle.properties')).toEqual([]);
  });
});

describe('a vendor', () => {
  test('of two words goes before that of one', () => {
    expect(read('app.ai.mindful.cloud.model-name=m-1')).toMatchObject([{ provider: 'other' }]);
  });

  test('is told by the model where the key names nobody', () => {
    expect(read('app.ai.any.model-name=other-7\napp.ai.x.chat.model=mindful-2')).toMatchObject([
      { provider: 'other' },
      { provider: 'mindful' },
    ]);
  });

  test('is another where the base URL says so, for all that is set for it', () => {
    const found = read(`app.ai.mindful.api-key=\${K}\napp.ai.mindful.base-url=https://api.other.dev/v1`);
    expect(found).toMatchObject([
      { kind: 'setting', provider: 'other', instead: null },
      { kind: 'variable', provider: 'other', name: 'K' },
      { kind: 'setting', provider: 'other', instead: 'mindful', hosts: ['api.other.dev'] },
    ]);
  });

  test('is chosen by name', () => {
    expect(read('app.ai.chat=mindful-cloud')).toMatchObject([{ provider: 'other' }]);
    expect(read('app.ai.chat=none')).toEqual([]);
  });
});

describe('a credential', () => {
  test.each([
    [`\${MIND_KEY}`, 'MIND_KEY', null],
    [`\${MIND_KEY:none}`, 'MIND_KEY', null],
    [
      '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/mind/)',
      'app.ai.mindful.api-key',
      'keyvault:v.vault.azure.net/secrets/mind',
    ],
    [`\${sm://mind-key}`, 'app.ai.mindful.api-key', 'gcp-secret:mind-key'],
  ])('%s is kept by reference', (value, name, ref) => {
    expect(read(`app.ai.mindful.api-key=${value}`).filter(({ kind }) => kind === 'variable')).toMatchObject([
      { name, ref, secret: true, provider: 'mindful' },
    ]);
  });

  test('that is written out is not repeated', () => {
    const value = `mf-${'a1B2'.repeat(8)}`;
    expect(JSON.stringify(read(`app.ai.mindful.api-key=${value}`))).not.toContain(value);
  });
});

test('a model may be decided at run time, with a default', () => {
  expect(read(`app.ai.mindful.model-name=\${M:m-1}`)).toMatchObject([{ models: ['m-1'], dynamic: ['models'] }]);
  expect(read(`app.ai.mindful.model-name=\${M}`)).toMatchObject([{ models: [], dynamic: ['models'] }]);
});

test('a hostile file is read in time', () => {
  const text = 'app.ai.mindful.mindful.mindful.mindful.mindful.model-name=x\n'.repeat(20_000);
  expect(took(() => read(text))).toBeLessThan(12000);
});
