import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { a2a } from '../../../src/registry/exchange/exports/a2a.ts';
import { backstage } from '../../../src/registry/exchange/exports/backstage.ts';
import { csv } from '../../../src/registry/exchange/exports/csv.ts';
import { cyclonedx } from '../../../src/registry/exchange/exports/cyclonedx.ts';
import { full, options, registries, registryOf } from './world.ts';

const schemas = join(import.meta.dirname, '../../../fixtures/exports');

function validator(folder: string, schema: string): ValidateFunction {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { 'iri-reference': true, 'idn-email': /^[^\s@]+@[^\s@]+$/ },
  });
  addFormats.default(ajv);
  for (const file of readdirSync(join(schemas, folder)).filter((name) => name !== schema)) {
    const text = readFileSync(join(schemas, folder, file), 'utf8');
    // Those of CycloneDX refer to each other by file, those of Backstage by their ids.
    if (folder === 'backstage') ajv.addSchema(JSON.parse(text));
    else if (!file.startsWith('bom-')) ajv.addSchema(JSON.parse(text), `http://cyclonedx.org/schema/${file}`);
  }
  return ajv.compile(JSON.parse(readFileSync(join(schemas, folder, schema), 'utf8')));
}

const bom = {
  '1.6': validator('cyclonedx', 'bom-1.6.SNAPSHOT.schema.json'),
  '1.7': validator('cyclonedx', 'bom-1.7.SNAPSHOT.schema.json'),
} as const;
const component = validator('backstage', 'Component.v1alpha1.schema.json');

function faults(validate: ValidateFunction, document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(['1.6', '1.7'] as const)('CycloneDX %s', (spec) => {
  const render = (registry = registryOf(full)) => JSON.parse(cyclonedx.render(registry, { ...options, spec }));

  test('of an entry that says everything follows the schema', () => {
    expect(faults(bom[spec], render())).toEqual([]);
  });

  test('of any registry follows the schema, and each of its references is there once', () => {
    fc.assert(
      fc.property(registries, (registry) => {
        const document = render(registry);
        expect(faults(bom[spec], document)).toEqual([]);
        const refs = [...document.components, ...document.services].map((each) => each['bom-ref']);
        expect(new Set(refs).size).toBe(refs.length);
        expect(refs).toEqual(
          expect.arrayContaining(document.dependencies.flatMap((each: { dependsOn: [] }) => each.dependsOn)),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('CycloneDX', () => {
  const render = (...agents: readonly object[]) => JSON.parse(cyclonedx.render(registryOf(...agents), options));

  test('has models, frameworks and services beside the agents that depend on them', () => {
    const { components, services, dependencies } = render(full);
    expect(components.map((each: { type: string; name: string }) => `${each.type} ${each.name}`)).toEqual([
      'application Billing triage',
      'framework langgraph',
      'machine-learning-model gpt-4.1*',
    ]);
    expect(services.map((each: { name: string }) => each.name)).toEqual([
      'api.openai.com',
      'io.github.acme/tickets',
      'anthropic',
      'openai',
      'pinecone',
    ]);
    expect(dependencies[0].dependsOn).toHaveLength(7);
  });

  test('has one model for two agents that use it', () => {
    const other = { ...full, id: 'other', match: { hosts: ['x.example'] }, scope: { models: ['gpt-4.1*'] } };
    const models = render(full, other).components.filter(
      (each: { type: string }) => each.type === 'machine-learning-model',
    );
    expect(models).toHaveLength(1);
  });

  test('names the owner, with the address of whoever has one', () => {
    expect(render(full).components[0].manufacturer).toEqual({
      name: 'acme/billing',
      contact: [{ email: 'alice@acme.example' }, { name: 'Bob' }],
    });
  });

  test('says that an approval does not fit what stands there', () => {
    const { properties } = render(full).components[0];
    expect(properties).toContainEqual({ name: 'rollcall:approval:fits', value: 'false' });
    expect(properties).toContainEqual({ name: 'rollcall:approval:by', value: 'carol' });
  });

  test('has the time that it is told, and no other', () => {
    const timestamp = '2026-01-02T03:04:05.000Z';
    const timed = cyclonedx.render(registryOf(full), { ...options, timestamp });
    expect(JSON.parse(timed).metadata.timestamp).toBe(timestamp);
    expect(render(full).metadata.timestamp).toBeUndefined();
  });

  test('has a serial number of the registry and the specification: a UUID of version 5', () => {
    const number = render(full).serialNumber;
    expect(number).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(render(full).serialNumber).toBe(number);
    expect(render({ ...full, name: 'Other' }).serialNumber).not.toBe(number);
    expect(JSON.parse(cyclonedx.render(registryOf(full), { ...options, spec: '1.7' })).serialNumber).not.toBe(number);
  });
});

describe('Backstage', () => {
  const render = (...agents: readonly object[]) =>
    parseAllDocuments(backstage.render(registryOf(...agents), options)).map((document) => document.toJS());

  test('of any registry follows the schema of components, one document each, each with its own name', () => {
    fc.assert(
      fc.property(registries, (registry) => {
        const documents = parseAllDocuments(backstage.render(registry, options));
        expect(documents.flatMap((each) => [...each.errors, ...faults(component, each.toJS())])).toEqual([]);
        expect(new Set(documents.map((each) => each.getIn(['metadata', 'name']))).size).toBe(registry.entries.length);
        for (const each of documents) expect(String(each.getIn(['metadata', 'name'])).length).toBeLessThanOrEqual(63);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    [{ team: 'acme/billing' }, 'acme/billing'],
    [{ team: 'group:default/billing' }, 'group:default/billing'],
    [{ team: 'Billing & Co.' }, 'billing-co'],
    [{ technical: 'alice@acme.example' }, 'user:alice'],
    [{ team: '請求' }, 'unknown'],
    [{}, 'unknown'],
  ])('the owner %j is %s', (owner, reference) => {
    expect(render({ ...full, owner })[0].spec.owner).toBe(reference);
  });

  test('says of whom no owner is known', () => {
    expect(backstage.notes(registryOf({ ...full, owner: {} }))).toEqual([
      'no owner is known of billing-triage: spec.owner is "unknown"',
    ]);
    expect(backstage.notes(registryOf(full))).toEqual([]);
  });

  test('has a lifecycle by the status, and the repository where there is one', () => {
    const one = { ...full, match: { repos: [{ repo: 'github.com/acme/mail' }] }, status: 'deprecated' };
    const [entity] = render(one);
    expect(entity.spec.lifecycle).toBe('deprecated');
    expect(entity.metadata.annotations['github.com/project-slug']).toBe('acme/mail');
  });
});

describe('CSV', () => {
  test('has no cell of any registry that a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(registries, (registry) => {
        const rows: string[][] = parse(csv.render(registry, options), { relax_column_count: true });
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t＝＋－＠]/m);
      }),
    );
  });

  test('ends its lines as RFC 4180 has it, and doubles quotes', () => {
    const text = csv.render(registryOf({ ...full, name: 'The "best", they say' }), options);
    expect(text).toMatch(/^id,name,.*\r\n/);
    expect(text).toContain(',"The ""best"", they say",');
  });
});

describe('an A2A card', () => {
  /** Fields that the message AgentCard marks as required, in their JSON form. */
  const card = new Ajv({ strict: false, allErrors: true }).compile({
    type: 'object',
    additionalProperties: false,
    required: [
      'name',
      'description',
      'supportedInterfaces',
      'version',
      'capabilities',
      'defaultInputModes',
      'defaultOutputModes',
      'skills',
    ],
    properties: {
      name: { type: 'string' },
      description: { type: 'string' },
      supportedInterfaces: { type: 'array', items: { required: ['url', 'protocolBinding', 'protocolVersion'] } },
      version: { type: 'string' },
      capabilities: { type: 'object' },
      defaultInputModes: { type: 'array' },
      defaultOutputModes: { type: 'array' },
      skills: { type: 'array' },
    },
  });

  test.each([
    ['with a purpose', full],
    ['without one', { ...full, purpose: undefined }],
  ])('of an agent %s lacks what its note says, and nothing else', (_, agent) => {
    const registry = registryOf(agent);
    const text = a2a.render(registry, options);
    const lacking = faults(card, JSON.parse(text)).map((fault) => /'(\w+)'$/.exec(fault)?.[1]);
    expect(a2a.notes(registry)).toEqual([`a stub: fill in ${lacking.join(', ')} before it is a card`]);
  });

  test('tells nothing of where the agent lives and what it may do', () => {
    expect(Object.keys(JSON.parse(a2a.render(registryOf(full), options)))).toEqual(['name', 'description']);
  });

  test('is of one agent', () => {
    const other = { ...full, id: 'other', match: { hosts: ['x.example'] } };
    expect(() => a2a.render(registryOf(full, other), options)).toThrow('an agent card is of one agent');
  });
});
