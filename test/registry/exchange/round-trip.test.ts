import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noRegistry } from '../../../src/model/registry.ts';
import { a2a } from '../../../src/registry/exchange/exports/a2a.ts';
import { backstage } from '../../../src/registry/exchange/exports/backstage.ts';
import { csv } from '../../../src/registry/exchange/exports/csv.ts';
import { importAgents, namedPlace, registryText } from '../../../src/registry/exchange/import.ts';
import { parseRegistry } from '../../../src/registry/parse.ts';
import { factsOf, full, imported, options, registries, registryOf } from './world.ts';

describe.each([
  ['CSV', csv],
  ['Backstage', backstage],
])('what is exported as %s and imported again', (_, { render }) => {
  test('keeps its facts', async () => {
    const registry = registryOf(full);
    const { stubs } = await imported(render(registry, options));
    expect(stubs.map(factsOf)).toEqual(registry.entries.map(factsOf));
  });

  test('keeps its facts, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(registries, async (registry) => {
        const { stubs, refused } = await imported(render(registry, options));
        expect(refused).toEqual([]);
        expect(stubs.map(factsOf)).toEqual(registry.entries.map(factsOf));
      }),
    );
  });

  test('may begin with blank lines', async () => {
    const registry = registryOf({ ...full, purpose: ' \n\t\nSorts mail' });
    const { stubs } = await imported(render(registry, options));
    expect(stubs.map(({ purpose }) => purpose)).toEqual(['Sorts mail']);
  });

  test('waits for approval, whatever stood there', async () => {
    const { stubs } = await imported(render(registryOf(full), options));
    expect(stubs.map(({ status, approval, exceptions }) => [status, approval, exceptions])).toEqual([
      ['pending', null, []],
    ]);
  });

  test('is known where it came from', async () => {
    const registry = registryOf(full);
    const { stubs, passed } = await imported(render(registry, options), 'file', registry);
    expect([stubs, passed.map(({ id }) => id)]).toEqual([[], ['billing-triage']]);
  });
});

test.each([full, { ...full, purpose: undefined }])(
  'the beginning of an A2A card is imported again, to live where a person says',
  async (agent) => {
    const text = a2a.render(registryOf(agent), options);
    const place = namedPlace('github.com/acme/billing', 'services/triage');
    const { stubs } = await importAgents([{ file: 'card.json', text }], { from: null, place, registry: noRegistry });
    expect(stubs).toMatchObject([
      {
        id: 'billing-triage',
        name: full.name,
        purpose: agent.purpose ?? null,
        match: { repos: [{ repo: place.repo }] },
      },
    ]);
  },
);

test('what was imported is a registry as it is printed', async () => {
  await fc.assert(
    fc.asyncProperty(registries, async (registry) => {
      const { stubs } = await imported(csv.render(registry, options));
      const read = parseRegistry([{ file: 'registry.yaml', text: registryText(stubs) }], null);
      expect(read.entries.map(factsOf)).toEqual(stubs.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(factsOf));
    }),
  );
});
