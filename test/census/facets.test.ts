import { expect, test } from 'vitest';
import { facets } from '../../src/census/facets.ts';
import type { Tool, Witness } from '../../src/model/census.ts';

function tool(approval: Tool['approval']): Witness {
  return {
    ...{ kind: 'tool', place: 'p', file: 'main.ts', line: 1, column: 1, rule: 'r', provider: null, framework: 'f' },
    ...{ confidence: 'high', weight: 'mention', context: 'production', within: null, attachedBy: 'unit' },
    ...{ name: 'refund', access: 'write', approval, binding: null },
  } as Witness; // kinds are told apart by literals, which a spread widens
}

test.each<[Tool['approval'], Tool['approval'], Tool['approval']]>([
  ['human', 'none', 'none'],
  ['none', 'human', 'none'],
  ['unknown', 'none', 'none'],
  ['human', 'unknown', 'human'],
  ['unknown', 'human', 'human'],
  ['unknown', 'unknown', 'unknown'],
])('a tool that is seen as %s and as %s is %s', (first, second, told) => {
  expect(facets([tool(first), tool(second)]).tools).toMatchObject([{ name: 'refund', approval: told }]);
});
