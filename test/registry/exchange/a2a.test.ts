import { expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { exportFormats } from '../../../src/model/exchange.ts';
import { a2a } from '../../../src/registry/exchange/exports/a2a.ts';
import { backstage } from '../../../src/registry/exchange/exports/backstage.ts';
import { csv } from '../../../src/registry/exchange/exports/csv.ts';
import { cyclonedx } from '../../../src/registry/exchange/exports/cyclonedx.ts';
import { loadExporter } from '../../../src/registry/exchange/exports/index.ts';
import { full, options, registryOf } from './world.ts';

const other = { id: 'other', name: 'Other', status: 'draft', match: { hosts: ['x.example'] } };

test('a card has a name and a purpose, and its note names the rest', () => {
  const registry = registryOf({ ...full, purpose: 'Sorts mail' });
  expect(a2a.render(registry, options)).toBe('{\n  "name": "Billing triage",\n  "description": "Sorts mail"\n}\n');
  expect(a2a.notes(registry)).toEqual([
    'a stub: fill in supportedInterfaces, version, capabilities, defaultInputModes, defaultOutputModes, skills before it is a card',
  ]);
});

test('a card of an agent without a purpose has none, and its note asks for it', () => {
  expect(a2a.render(registryOf(other), options)).toBe('{\n  "name": "Other"\n}\n');
  expect(a2a.notes(registryOf(other))[0]).toMatch(/^a stub: fill in description, supportedInterfaces, version, /);
});

test.each([
  ['no agent', []],
  ['two agents', [full, other]],
])('there is no card of %s', (_, agents) => {
  for (const action of [() => a2a.render(registryOf(...agents), options), () => a2a.notes(registryOf(...agents))])
    expect(action).toThrow(
      new RollcallError('usage', 'an agent card is of one agent', { hint: 'Say of which: --id ID' }),
    );
});

test('every format has its exporter', async () => {
  expect(await Promise.all(exportFormats.map(loadExporter))).toEqual([cyclonedx, backstage, csv, a2a]);
});
