import { z } from 'zod';

const text = z.string();
const maybe = text.nullable();
const count = z.int().nonnegative();

/** Facets that can drift. */
export const driftFacets = ['tools', 'providers', 'dataSinks', 'mcpServers', 'hosts', 'models', 'frameworks'] as const;

/** How an agent stands to the registry. */
export const verdictState = z.enum([
  'approved',
  'drifted',
  'expired',
  'stale',
  'pending',
  'rejected',
  'deprecated',
  'ambiguous',
  'unregistered',
]);

const facetValue = z.strictObject({
  facet: z.enum([...driftFacets, 'credentials', 'identities', 'triggers', 'members', 'dynamic', 'level', 'files']),
  value: text,
  note: maybe,
});

const status = z.enum(['draft', 'pending', 'approved', 'rejected', 'deprecated']).nullable();

/** What a change brings. */
export const comparison = <F extends z.ZodType>(finding: F) =>
  z.strictObject({
    base: z.strictObject({ ref: text, commit: text }).nullable(),
    agents: z
      .array(
        z.strictObject({
          id: text,
          name: text,
          kind: z.enum(['new', 'changed', 'vanished']),
          gained: z.array(facetValue),
          lost: z.array(facetValue),
          before: verdictState.nullable(),
          after: verdictState.nullable(),
        }),
      )
      .nullable()
      .describe('null where agents were not compared.'),
    entries: z.array(
      z.strictObject({
        id: text,
        name: text,
        kind: z.enum(['added', 'changed', 'removed']),
        status: z.strictObject({ before: status, after: status }),
        asks: z.array(
          z.strictObject({
            subject: z.enum([
              ...driftFacets,
              'dynamic',
              'status',
              'place',
              'identity',
              'credential',
              'approver',
              'evidence',
              'expires',
              'exception',
              'owner',
              'name',
              'purpose',
              'note',
            ]),
            direction: z.enum(['more', 'less', 'other']),
            value: text,
            note: maybe,
            severity: z.enum(['high', 'medium', 'low']).nullable(),
          }),
        ),
        approves: z.boolean(),
        approval: z
          .strictObject({ by: z.array(text), at: text, expires: maybe, evidence: z.array(text), digest: maybe })
          .nullable(),
        at: z.strictObject({ file: text, line: count, column: count }),
      }),
    ),
    known: z.array(text).describe('Fingerprints of the findings that were there before.'),
    gone: z.array(finding).describe('Findings that were there before and are not there any more.'),
    config: z
      .strictObject({ before: maybe, after: maybe })
      .nullable()
      .describe('Digests of the configuration before and now, where they differ.'),
  });
