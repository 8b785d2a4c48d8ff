import { expect, test } from 'vitest';
import { atRunTime, type Drift, type DriftFacet } from '../../src/model/registry.ts';
import { widening } from '../../src/registry/widening.ts';
import { agentAt } from './world.ts';

function drift(facet: DriftFacet, value: string, note: string | null = null): Drift {
  return { facet, value, severity: 'high', note };
}

const agent = agentAt('desk', {
  providers: ['anthropic', 'openai'],
  models: ['gpt-5'],
  tools: [
    { name: 'refund', access: 'write', approval: 'unknown' },
    { name: 'search', access: 'read', approval: 'unknown' },
  ],
  dynamic: ['models', 'tools'],
});

test.each<[string, Drift[], object]>([
  ['a value, and no other of its facet', [drift('providers', 'openai')], { providers: ['openai'] }],
  [
    'a tool as the agent has it',
    [drift('tools', 'refund', 'write tool')],
    { tools: [{ name: 'refund', access: 'write' }] },
  ],
  [
    'values of several facets',
    [drift('models', 'gpt-5'), drift('providers', 'openai')],
    { models: ['gpt-5'], providers: ['openai'] },
  ],
  ['a facet that is open, and no value of it', [drift('models', '*', atRunTime)], { dynamic: ['models'] }],
  [
    'nothing of a facet that is open by the name of a value',
    [drift('models', 'gpt-5', atRunTime)],
    { dynamic: ['models'] },
  ],
  ['nothing where a value goes by the name of another facet', [drift('hosts', 'openai'), drift('tools', 'models')], {}],
  ['nothing where nothing has drifted', [], {}],
])('a scope lacks %s', (_what, drifts, scope) => {
  expect(widening(agent, drifts)).toEqual(scope);
});
