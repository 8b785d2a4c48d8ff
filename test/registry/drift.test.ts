import { describe, expect, test } from 'vitest';
import type { Tool } from '../../src/model/census.ts';
import { type ApprovalPolicy, defaultPolicy } from '../../src/model/policy.ts';
import type { ScopedTool } from '../../src/model/registry.ts';
import { drift, undecided } from '../../src/registry/drift.ts';
import { agentAt } from './world.ts';

/** The drift of an agent with one tool, in short. */
function toolDrift(tool: Partial<Tool>, ...tools: readonly ScopedTool[]) {
  const agent = agentAt('a', { tools: [{ name: 'refund', access: 'unknown', approval: 'unknown', ...tool }] });
  return drift(agent, { tools }).map(({ severity, note }) => [severity, note]);
}

describe('names', () => {
  test('what the scope lists is no drift', () => {
    const facets = { providers: ['openai'], hosts: ['api.openai.com'], models: ['gpt-4.1'], frameworks: ['langgraph'] };
    expect(drift(agentAt('a', facets), facets)).toEqual([]);
  });

  test('a facet that the scope leaves out allows nothing', () => {
    expect(drift(agentAt('a', { providers: ['openai'] }), {})).toEqual([
      { facet: 'providers', value: 'openai', severity: 'high', note: null },
    ]);
  });

  test('is graded by what the new name can do, gravest first', () => {
    const agent = agentAt('a', {
      frameworks: ['f'],
      models: ['m'],
      hosts: ['h'],
      mcpServers: ['s'],
      dataSinks: ['d'],
      providers: ['p'],
      tools: [{ name: 't', access: 'write', approval: 'unknown' }],
    });
    expect(drift(agent, {}).map(({ facet, severity }) => `${severity} ${facet}`)).toEqual([
      'high tools',
      'high providers',
      'high dataSinks',
      'medium mcpServers',
      'medium hosts',
      'low models',
      'low frameworks',
    ]);
  });

  test('"*" at the end of a value stands for any suffix, and nowhere else', () => {
    const agent = agentAt('a', { models: ['gpt-4.1-mini', 'gpt-5', 'x-gpt-4.1'] });
    expect(drift(agent, { models: ['gpt-4.1*'] }).map(({ value }) => value)).toEqual(['gpt-5', 'x-gpt-4.1']);
    expect(drift(agentAt('a', { models: ['ab'] }), { models: ['*b', 'a.'] })).toHaveLength(1);
  });
});

describe('tools', () => {
  test('a new tool is as grave as its access', () => {
    expect(toolDrift({ access: 'write' })).toEqual([['high', 'write tool']]);
    expect(toolDrift({ access: 'execute' })).toEqual([['high', 'execute tool']]);
    expect(toolDrift({ access: 'unknown' })).toEqual([['medium', 'unknown tool']]);
    expect(toolDrift({ access: 'read' })).toEqual([['low', 'read tool']]);
  });

  test('is told as a tool, whatever of it is too much', () => {
    const tool = { name: 'refund', access: 'write', approval: 'none' } as const;
    const scope = { tools: [{ name: 'refund', access: 'read', approval: 'human' }] } as const;
    expect(drift(agentAt('a', { tools: [tool] }), scope).map(({ facet, value }) => [facet, value])).toEqual([
      ['tools', 'refund'],
      ['tools', 'refund'],
    ]);
    expect(drift(agentAt('a', { tools: [tool] }), {}).map(({ facet, value }) => [facet, value])).toEqual([
      ['tools', 'refund'],
    ]);
  });

  test.each([
    ['read', []],
    ['write', ['read']],
    ['execute', ['read', 'write']],
    ['unknown', []],
  ] as const)('%s access is more than %j', (access, less) => {
    const known = ['read', 'write', 'execute', 'unknown'] as const;
    expect(known.filter((approved) => toolDrift({ access }, { name: 'refund', access: approved }).length > 0)).toEqual(
      less,
    );
  });

  test('a tool is held to the longest pattern, in whatever order they stand', () => {
    const scope = [
      { name: '*', access: 'execute' },
      { name: 'ref*', access: 'write' },
      { name: 're*', access: 'execute' },
    ] as const;
    expect(toolDrift({ name: 'refill', access: 'execute' }, ...scope)).toHaveLength(1);
    expect(toolDrift({ name: 'refill', access: 'execute' }, ...scope.toReversed())).toHaveLength(1);
  });

  test('more access than approved is drift, less is not', () => {
    expect(toolDrift({ access: 'write' }, { name: 'refund', access: 'read' })).toEqual([
      ['high', 'write access, approved for read'],
    ]);
    expect(toolDrift({ access: 'read' }, { name: 'refund', access: 'write' })).toEqual([]);
  });

  test('an access that is not known on either side is not compared', () => {
    expect(toolDrift({ access: 'unknown' }, { name: 'refund', access: 'read' })).toEqual([]);
    expect(toolDrift({ access: 'write' }, { name: 'refund', access: 'unknown' })).toEqual([]);
    expect(toolDrift({ access: 'write' }, { name: 'refund' })).toEqual([]);
  });

  test('a human approval that is gone is drift', () => {
    const scoped = { name: 'refund', approval: 'human' } as const;
    expect(toolDrift({ approval: 'none' }, scoped)).toEqual([['high', 'approval no longer human']]);
    expect(toolDrift({ approval: 'human' }, scoped)).toEqual([]);
    expect(toolDrift({ approval: 'unknown' }, scoped)).toEqual([]);
    expect(toolDrift({ approval: 'none' }, { name: 'refund', approval: 'none' })).toEqual([]);
  });

  test('a tool is held to its own name, though a longer pattern fits', () => {
    const scope = [
      { name: 'refund*', access: 'execute' },
      { name: 'refund', access: 'read' },
    ] as const;
    expect(toolDrift({ access: 'write' }, ...scope)).toHaveLength(1);
    expect(toolDrift({ access: 'write' }, ...scope.toReversed())).toHaveLength(1);
  });

  test('a tool is held to its own name before a pattern, and to the longest pattern', () => {
    const scope = [
      { name: 'ref*', access: 'write' },
      { name: 'refund', access: 'read' },
      { name: '*', access: 'execute' },
    ] as const;
    expect(toolDrift({ access: 'write' }, ...scope)).toHaveLength(1);
    expect(toolDrift({ name: 'refill', access: 'execute' }, ...scope)).toHaveLength(1);
    expect(toolDrift({ name: 'other', access: 'execute' }, ...scope)).toEqual([]);
  });
});

describe('undecided', () => {
  test('a facet decided at run time is undecided, unless the scope allows any value', () => {
    const agent = agentAt('a', { dynamic: ['models', 'tools'] });
    expect(undecided(agent, { models: ['gpt-4.1*'] })).toEqual(['models', 'tools']);
    expect(undecided(agent, { models: ['*'], tools: [{ name: '*' }] })).toEqual([]);
    expect(undecided(agent, { models: ['gpt-4.1', '*'], tools: [{ name: 'a' }, { name: '*' }] })).toEqual([]);
  });

  test('what the scope declares is not undecided', () => {
    const agent = agentAt('a', { dynamic: ['models', 'tools'] });
    expect(undecided(agent, { dynamic: ['tools'] })).toEqual(['models']);
  });

  test('a human approval that was asked for and not seen is undecided', () => {
    const agent = agentAt('a', { tools: [{ name: 'refund', access: 'write', approval: 'unknown' }] });
    expect(undecided(agent, { tools: [{ name: 'refund', approval: 'human' }] })).toEqual(['approval of refund']);
    expect(undecided(agent, { tools: [{ name: 'refund', approval: 'none' }] })).toEqual([]);
  });

  test('a human approval that was seen, or seen to be none, is decided', () => {
    const scope = { tools: [{ name: 'refund', approval: 'human' }] } as const;
    const of = (approval: Tool['approval']) =>
      undecided(agentAt('a', { tools: [{ name: 'refund', access: 'write', approval }] }), scope);
    expect([of('human'), of('none'), of('unknown')]).toEqual([[], [], ['approval of refund']]);
  });

  test('a tool that is not in scope is drift, and not undecided', () => {
    const agent = agentAt('a', { tools: [{ name: 'refund', access: 'write', approval: 'unknown' }] });
    expect(undecided(agent, {})).toEqual([]);
    expect(undecided(agent, { tools: [{ name: 'other', approval: 'human' }] })).toEqual([]);
  });
});

describe('a policy', () => {
  const agent = agentAt('a', { providers: ['openai'], models: ['gpt-5'], mcpServers: ['tickets'] });
  const graded = (policy: Partial<ApprovalPolicy>) =>
    drift(agent, {}, { ...defaultPolicy, ...policy }).map(({ facet, severity }) => `${severity} ${facet}`);

  test('that fails a facet makes its drift high, and it comes first', () => {
    expect(graded({ drift: { models: 'fail' } })).toEqual(['high providers', 'high models', 'medium mcpServers']);
  });

  test('that warns of a facet makes its drift medium at most', () => {
    expect(graded({ drift: { providers: 'warn', models: 'warn', mcpServers: 'warn' } })).toEqual([
      'medium providers',
      'medium mcpServers',
      'low models',
    ]);
  });

  const declared = { ...defaultPolicy, declareDynamic: true };
  const dynamic = agentAt('a', { dynamic: ['models', 'hosts', 'tools'] });

  test('that asks to declare what is decided at run time makes drift of what is not', () => {
    const scope = { dynamic: ['hosts'], tools: [{ name: '*' }] } as const;
    expect(drift(dynamic, scope, declared)).toEqual([
      { facet: 'models', value: '*', severity: 'medium', note: 'decided at run time' },
    ]);
    expect(undecided(dynamic, scope, declared)).toEqual([]);
    expect(drift(dynamic, scope)).toEqual([]);
  });

  test('grades what is decided at run time like the rest of its facet', () => {
    const failing = { ...declared, drift: { hosts: 'fail' } } as const;
    expect(drift(dynamic, {}, failing).map(({ facet, severity }) => `${severity} ${facet}`)).toEqual([
      'high hosts',
      'medium models',
      'medium tools',
    ]);
  });
});
