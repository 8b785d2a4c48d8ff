import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configStub, registryStub } from '../src/cli/stubs.ts';
import { schemas } from '../src/dev/json-schema.ts';
import { json } from '../src/report/formats/json.ts';
import { full, options, report } from './report/sample.ts';

const root = join(import.meta.dirname, '..');
const rules = join(root, 'rules');
const published = readdirSync(join(rules, 'schema')).map((file) => basename(file, '.schema.json'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
// To compile a schema takes longer than to hold hundreds of documents against it.
const validators = new Map([...schemas()].map(([name, schema]) => [name, ajv.compile(JSON.parse(schema))]));

/** What a schema has to say against a document, `[]` where it fits. */
function faults(name: string, document: unknown): readonly string[] {
  const validate = validators.get(name);
  if (!validate) throw new Error(`There is no schema ${name}.`);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the published schemas', () => {
  test('are all there', () => {
    expect(published.toSorted()).toEqual([...schemas().keys()].toSorted());
  });

  test.each(published)('%s is what rollcall itself goes by (npm run schemas writes it)', (name) => {
    expect(readFileSync(join(rules, `schema/${name}.schema.json`), 'utf8')).toBe(schemas().get(name));
  });
});

describe('documents that are valid to rollcall are valid to the schema', () => {
  test.each(
    (['provider', 'framework', 'credential', 'check'] as const).flatMap((kind) =>
      readdirSync(join(rules, `${kind}s`)).map((file) => [kind, `${kind}s/${file}`] as const),
    ),
  )('%s: rules/%s', (kind, file) => {
    expect(faults(kind, parse(readFileSync(join(rules, file), 'utf8'), { merge: true }))).toEqual([]);
  });

  const registries = readdirSync(join(root, 'fixtures'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)registry\.yaml$/.test(name),
  );

  test.each(registries)('registry: fixtures/%s', (file) => {
    expect(faults('registry', parse(readFileSync(join(root, 'fixtures', file), 'utf8')))).toEqual([]);
  });

  test('config and registry, as rollcall init writes them', () => {
    expect(faults('config', parse(configStub) ?? {})).toEqual([]);
    expect(faults('registry', parse(registryStub))).toEqual([]);
  });

  test.each([
    ['empty', report()],
    ['full', full()],
  ])('report: one that is %s', (_, one) => {
    expect(faults('report', JSON.parse(json.render(one, options())))).toEqual([]);
  });
});

describe('the schemas refuse', () => {
  test.each([
    ['config', { failon: [] }, 'must NOT have additional properties'],
    ['registry', { apiVersion: 'rollcall/v2', agents: [] }, '/apiVersion'],
    ['registry', { apiVersion: 'rollcall/v1', agents: [{ id: 'a', name: 'A', status: 'fine' }] }, '/agents/0/status'],
    ['report', { schemaVersion: '1.0.0' }, "must have required property 'agents'"],
    ['provider', { id: 'Acme' }, '/id'],
  ])('%s %j', (name, document, fault) => {
    expect(faults(name, document).join('\n')).toContain(fault);
  });
});
