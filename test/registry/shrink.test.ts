import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drift } from '../../src/registry/drift.ts';
import { shrink } from '../../src/registry/shrink.ts';
import { scopeOf } from '../../src/registry/stub.ts';
import { scope } from './entries.ts';
import { agentAt } from './world.ts';

const tool = (name: string) => ({ name, access: 'read', approval: 'none' }) as const;

test('what no agent shows goes; a pattern stays as it is where anything fits it', () => {
  const wide = {
    providers: ['openai', 'mistral'],
    models: ['gpt-4*', 'o3*'],
    tools: [{ name: 'search' }, { name: 'refund_*', access: 'write' as const }],
    dataSinks: ['pinecone'],
  };
  const one = agentAt('a', { providers: ['openai'], models: ['gpt-4.1'] });
  const two = agentAt('b', { tools: [tool('refund_all')] });
  const { scope, dropped, kept } = shrink(wide, [one, two]);
  expect(scope).toEqual({ providers: ['openai'], models: ['gpt-4*'], tools: [{ name: 'refund_*', access: 'write' }] });
  expect(dropped.map(({ facet, value }) => `${facet} ${value}`)).toEqual([
    'providers mistral',
    'models o3*',
    'tools search',
    'dataSinks pinecone',
  ]);
  expect(kept).toEqual([]);
});

test('a facet that is decided at run time stays whole', () => {
  const agent = agentAt('a', { dynamic: ['models'] });
  expect(shrink({ models: ['gpt-4.1'], hosts: ['a.example'], dynamic: ['models', 'hosts'] }, [agent])).toMatchObject({
    scope: { models: ['gpt-4.1'], dynamic: ['models'] },
    kept: ['models'],
  });
});

test('only a facet of which the scope says something is kept, and nothing else is called dropped', () => {
  const agent = agentAt('a', { dynamic: ['models', 'hosts'], providers: ['openai'] });
  expect(shrink({ hosts: ['a.example'], providers: ['openai', 'x'] }, [agent])).toEqual({
    scope: { hosts: ['a.example'], providers: ['openai'] },
    dropped: [{ facet: 'providers', value: 'x' }],
    kept: ['hosts'],
  });
});

test('what was declared to be decided at run time goes where it is not, and a name of one facet goes in that alone', () => {
  const agent = agentAt('a', { providers: ['openai'], dynamic: ['hosts'] });
  const wide = { providers: ['openai', 'x'], dataSinks: ['x'], dynamic: ['models' as const, 'hosts' as const] };
  const { scope, dropped } = shrink(wide, [{ ...agent, dataSinks: ['x'] }]);
  expect(scope).toEqual({ providers: ['openai'], dataSinks: ['x'], dynamic: ['hosts'] });
  expect(dropped).toEqual([
    { facet: 'providers', value: 'x' },
    { facet: 'dynamic', value: 'models' },
  ]);
});

test('no agent drifts from a scope that was shrunk to it, and did not before', () => {
  fc.assert(
    fc.property(scope, scope, fc.boolean(), (allowed, other, isWide) => {
      const tools = (other.tools ?? []).map(
        ({ name, access = 'read' }) => ({ name, access, approval: 'none' }) as const,
      );
      const agent = { ...agentAt('a', { tools }), ...JSON.parse(JSON.stringify({ ...other, tools })) };
      const wide = isWide ? allowed : merged(allowed, scopeOf(agent));
      const before = drift(agent, wide);
      expect(drift(agent, shrink(wide, [agent]).scope)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

function merged(a: object, b: object) {
  const all = Object.entries(a).map(([key, list]) => [key, [...list, ...(Reflect.get(b, key) ?? [])]]);
  return { ...b, ...Object.fromEntries(all) };
}
