import { z } from 'zod';
import { suppressionKinds } from '../model/finding.ts';
import { linkKinds } from '../model/link.ts';
import { riskTiers } from '../model/policy.ts';
import { comparison, driftFacets, verdictState as state } from './comparison-schema.ts';
import {
  access,
  approval,
  count,
  dynamic,
  evidenceWith,
  level,
  maybe,
  position,
  severity,
  text,
  texts,
} from './evidence-schema.ts';

const source = z.strictObject({ origin: maybe, digest: maybe });

/** A place in history; both are null for a place in a file of the tree. */
const past = { commit: maybe, object: maybe };

const verdict = z.strictObject({
  state,
  entry: maybe,
  candidates: texts,
  matchedBy: z.enum(['identity', 'claim', 'path', 'repository', 'workload', 'image', 'host']).nullable(),
  drift: z.array(
    z.strictObject({
      facet: z.enum(driftFacets),
      value: text,
      severity: severity.exclude(['critical']),
      note: maybe,
    }),
  ),
  undecided: texts,
  shortfalls: z
    .array(
      z.strictObject({
        kind: z.enum(['approvers', 'owner-approves', 'sponsor', 'evidence']),
        wanted: text,
        found: text,
      }),
    )
    .describe('What the policy asks of the approval that it does not have.'),
  risk: z.enum(riskTiers).nullable().describe('Tier of risk of what its entry allows.'),
  proposed: maybe.describe(
    'Entry that fits by the registry of the scanned tree, where that is not in force and changes something.',
  ),
  proposedState: state.nullable().describe('What its state becomes once the registry of the scanned tree is in force.'),
});

const agent = z.strictObject({
  id: text,
  name: text,
  repository: text,
  path: text,
  level,
  kind: z.enum(['application', 'script', 'notebook', 'workflow', 'action', 'configured', 'runtime']),
  example: z.boolean(),
  via: texts,
  members: texts,
  providers: texts,
  hosts: texts,
  models: texts,
  frameworks: texts,
  tools: z.array(z.strictObject({ name: text, access, approval })),
  mcpServers: texts,
  credentials: z.array(z.strictObject({ env: maybe, ref: maybe, fingerprint: maybe, provider: maybe })),
  dataSinks: texts,
  triggers: texts,
  identities: texts,
  dynamic,
  owner: maybe,
  claim: maybe,
  verdict,
  evidence: z.array(
    evidenceWith({
      attachedBy: z.enum([
        'unit',
        'units-config',
        'via',
        'module',
        'build-context',
        'image',
        'fingerprint',
        'identity',
        'started',
        'handed',
        'workload',
        'running',
        'registered',
        'caller',
      ]),
    }),
  ),
});

const component = z.strictObject({
  id: text,
  kind: z.enum(['mcp-server', 'assistant-config', 'library', 'model-endpoint']),
  name: text,
  repository: text,
  path: text,
  evidence: z.array(evidenceWith({})),
});

const suppression = z.strictObject({
  kind: z.enum(suppressionKinds),
  check: text,
  reason: text,
  until: maybe,
  at: z.strictObject(position),
});

const finding = z.strictObject({
  check: text,
  severity,
  agent: maybe,
  entry: maybe,
  provider: maybe,
  keyType: maybe,
  message: text,
  repository: maybe,
  ...position,
  ...past,
  fingerprint: text,
  locations: z.array(z.strictObject({ repository: text, ...position, ...past })),
  broughtBy: z
    .strictObject({ commit: text, date: maybe })
    .nullable()
    .describe('The commit that brought it, where that was looked for and found.'),
  suppressed: suppression.nullable(),
});

const problem = z.strictObject({
  place: text,
  file: text,
  reason: z.enum([
    'unreadable',
    'undecodable',
    'unparsable',
    'too-large',
    'timeout',
    'changed',
    'link',
    'special-file',
    'git',
    'limit',
    'crashed',
    'forge',
  ]),
  message: text,
  incomplete: z.boolean(),
});

const run = z.strictObject({
  startedAt: maybe,
  durationMs: z.number().nonnegative().nullable(),
  mode: z
    .enum(['tree', 'history', 'staged', 'since'])
    .describe(
      'What was scanned. Of what is staged only the keys are looked for, and agents are not counted. Of a change (since) all is counted, and comparison tells what it brings.',
    ),
  complete: z.boolean(),
  filesScanned: count,
  filesSkipped: count,
  targets: texts,
  places: z.array(
    z.strictObject({ id: text, source: z.enum(['git', 'directory', 'file', 'stream', 'host']), commit: maybe }),
  ),
  registry: z.strictObject({
    origin: maybe,
    ref: z.strictObject({ name: text, commit: text }).nullable(),
    digest: maybe,
  }),
  config: source,
  baseline: source,
  coverage: z.strictObject({
    repositories: count,
    files: count,
    bytes: count,
    skipped: z.array(z.strictObject({ reason: text, count })),
    history: z
      .strictObject({
        repositories: count,
        refs: count,
        commits: count,
        objects: count,
        read: count,
        known: count,
        failed: count,
        bytes: count,
      })
      .nullable(),
    forge: z
      .strictObject({
        read: count,
        empty: count,
        unread: count.describe('Repositories of which nothing was read: each has a problem that says why.'),
        left: z.array(z.strictObject({ reason: text, count })).describe('Repositories that a filter left out.'),
      })
      .optional(),
    hosts: z.array(z.strictObject({ place: text, processes: count })).optional(),
    logs: z
      .array(
        z.strictObject({
          place: text,
          file: text,
          format: maybe,
          lines: count,
          records: count,
          foreign: count,
          events: count,
          first: maybe,
          last: maybe,
        }),
      )
      .optional(),
  }),
});

const counted = count.nullable().describe('null where agents were not counted: in the mode staged');

const summary = z.strictObject({
  agents: counted,
  approved: counted,
  unreviewed: counted,
  byVerdict: z.strictObject({
    approved: count,
    drifted: count,
    expired: count,
    stale: count,
    pending: count,
    rejected: count,
    deprecated: count,
    ambiguous: count,
    unregistered: count,
  }),
  findings: z.strictObject({ critical: count, high: count, medium: count, low: count }),
  suppressed: count,
  suppressedBy: z.strictObject({
    inline: count,
    config: count,
    exception: count,
    baseline: count,
    gitleaks: count,
    trufflehog: count,
    'detect-secrets': count,
  }),
  keys: z.strictObject({ embedded: count, expired: count, placeholders: count }),
});

const link = z.strictObject({
  kind: z.enum(linkKinds),
  name: text,
  fingerprint: maybe,
  repositories: texts,
  members: texts,
});

/** The JSON report. `schemaVersion` follows semver. */
export const ReportJson = z.strictObject({
  schemaVersion: z.literal('1.0.0'),
  tool: z.strictObject({ name: z.literal('rollcall'), version: text, rules: text }),
  run,
  summary,
  agents: z.array(agent),
  components: z.array(component),
  findings: z.array(finding),
  keyTypes: z.array(z.strictObject({ id: text, name: text, provider: maybe, can: text, revoke: text, docs: text })),
  entries: z.array(z.strictObject({ id: text, state: z.enum(['seen', 'unseen', 'not-covered']) })),
  unattached: z.array(evidenceWith({ reason: text })),
  links: z.array(link).optional().describe('What ties repositories to one another.'),
  idle: z.array(suppression),
  problems: z.array(problem),
  comparison: comparison(finding).nullable().describe('What a change brings; null where all there is was looked at.'),
});

export type ReportJson = z.output<typeof ReportJson>;

/** The same, read-only all the way down: what a writer may hand over. */
export type Frozen<T> = { readonly [K in keyof T]: Frozen<T[K]> };
