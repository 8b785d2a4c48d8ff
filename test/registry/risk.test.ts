import { describe, expect, test } from 'vitest';
import type { Scope } from '../../src/model/registry.ts';
import { riskOf } from '../../src/registry/risk.ts';

describe('the risk of a scope', () => {
  test.each<[string, Scope]>([
    ['a tool that writes', { tools: [{ name: 'refund', access: 'write' }] }],
    ['a tool that executes', { tools: [{ name: 'shell', access: 'execute' }] }],
    ['a tool of which nobody says what it does', { tools: [{ name: 'refund' }] }],
    ['a tool of unknown access', { tools: [{ name: 'refund', access: 'unknown' }] }],
    ['tools by a pattern', { tools: [{ name: 'search_*', access: 'read' }] }],
    ['a tool that a person has to approve', { tools: [{ name: 'refund', access: 'write', approval: 'human' }] }],
    ['any provider', { providers: ['*'] }],
    ['any provider of a letter', { providers: ['o*'] }],
    ['any MCP server', { mcpServers: ['*'] }],
    ['any data sink', { dataSinks: ['*'] }],
    ['tools that are chosen at run time', { dynamic: ['tools'] }],
    ['providers that are chosen at run time', { dynamic: ['providers'] }],
    ['tools among others that are chosen at run time', { dynamic: ['models', 'tools'] }],
  ])('is high for %s', (_what, scope) => {
    expect(riskOf({ scope })).toBe('high');
  });

  test.each<[string, Scope]>([
    ['a tool that reads', { tools: [{ name: 'search', access: 'read' }] }],
    ['an MCP server', { mcpServers: ['io.github.acme/tickets'] }],
    ['a data sink', { dataSinks: ['pinecone'] }],
  ])('is medium for %s', (_what, scope) => {
    expect(riskOf({ scope })).toBe('medium');
  });

  test('is low for one that only talks, whatever the model', () => {
    expect(riskOf({ scope: {} })).toBe('low');
    expect(riskOf({ scope: { providers: ['openai'], models: ['*'], dynamic: ['models', 'hosts'] } })).toBe('low');
  });
});
