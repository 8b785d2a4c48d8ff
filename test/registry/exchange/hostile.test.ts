import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { importFormats } from '../../../src/model/exchange.ts';
import { noRegistry } from '../../../src/model/registry.ts';
import { importAgents, registryText } from '../../../src/registry/exchange/import.ts';
import { parseRegistry } from '../../../src/registry/parse.ts';

// Names of fields that importers look at, so that values of the wrong kind stand where they look.
const key = fc.constantFrom(
  ...[
    'name',
    'displayName',
    'description',
    'url',
    'skills',
    'id',
    'tags',
    'provider',
    'organization',
    'supportedInterfaces',
  ],
  ...[
    'apiVersion',
    'kind',
    'metadata',
    'annotations',
    'spec',
    'type',
    'owner',
    'items',
    'remotes',
    'rollcall.dev/entry',
  ],
  ...['value', '@odata.type', '@odata.context', 'appId', 'owners', 'agentCard', 'agentIdentityId', 'elementTypes'],
  ...['registryRecords', 'recordArn', 'recordType', 'descriptors', 'a2aAgentCard', 'data', 'agentRuntimeArn'],
  ...['servers', 'server', 'packages', 'registryType', 'identifier', 'repository', '__proto__', 'constructor'],
);
const text = fc.constantFrom(
  ...['', ' ', 'Agent', '*', 'oci', 'ai-agent', 'Component', 'backstage.io/v1alpha1', '#microsoft.graph.agentInstance'],
  ...[
    'https://a.example/x',
    'https://github.com/acme/x',
    'https://',
    '{"a":',
    '{"name":"x"}',
    '[]',
    'a\u202eb',
    '../..',
  ],
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    text,
    fc.constantFrom(null, true, 7),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  ),
}));

/** What comes of a text: entries, or an error that a person can mend. All else is a bug. */
async function outcome(content: string, from: (typeof importFormats)[number] | null) {
  try {
    const files = [{ file: 'file', text: content }];
    return await importAgents(files, { from, place: { repo: 'github.com/acme/x', path: null }, registry: noRegistry });
  } catch (error) {
    if (error instanceof RollcallError) return null;
    throw error;
  }
}

describe.each([...importFormats, null])('read as %s', (from) => {
  test('anything gives entries that a registry can hold, or an error that a person can mend', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (content) => {
        const result = await outcome(JSON.stringify(content), from);
        if (!result) return;
        const { entries } = parseRegistry([{ file: 'r.yaml', text: registryText(result.stubs) }], null);
        expect(entries.map(({ status, approval }) => [status, approval])).toEqual(entries.map(() => ['pending', null]));
      }),
      { numRuns: 200 },
    );
  });

  test('text that is no tree and no table does not break it', async () => {
    await fc.assert(fc.asyncProperty(fc.string(), async (content) => void (await outcome(content, from))));
  });
});
