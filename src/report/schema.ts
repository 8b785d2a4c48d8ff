import { z } from 'zod';
import { grantKinds, handings } from '../model/evidence.ts';
import { suppressionKinds } from '../model/finding.ts';
import { bases } from '../model/network.ts';
import { riskTiers } from '../model/policy.ts';
import { doubts, verdicts } from '../model/verification.ts';
import { comparison, driftFacets, verdictState as state } from './comparison-schema.ts';

const text = z.string();
const texts = z.array(text);
const maybe = text.nullable();
const count = z.int().nonnegative();
const position = { file: text, line: count, column: count };

const severity = z.enum(['critical', 'high', 'medium', 'low']);
const level = z.enum(['caller', 'agent']);
const access = z.enum(['read', 'write', 'execute', 'unknown']);
const approval = z.enum(['human', 'none', 'unknown']);
const dynamic = z.array(z.enum(['providers', 'models', 'hosts', 'tools']));
const reach = { models: texts, hosts: texts, dynamic };
const source = z.strictObject({ origin: maybe, digest: maybe });

/** A place in history; both are null for a place in a file of the tree. */
const past = { commit: maybe, object: maybe };
const dated = z.strictObject({ commit: text, date: maybe }).nullable();
const keyHistory = z.strictObject({
  object: text,
  type: z.enum(['blob', 'commit', 'tag']),
  first: dated,
  last: dated,
  removed: dated,
  inHead: z.boolean(),
  reachable: z.boolean(),
});

const base = {
  rule: text,
  place: text,
  ...position,
  confidence: z.enum(['high', 'medium', 'low']),
  weight: z.enum(['use', 'mention']),
  context: z.enum(['production', 'example', 'test', 'docs', 'vendored', 'generated', 'archived', 'catalogue']),
  within: maybe,
  provider: maybe,
  framework: maybe,
};

/** Who calls, and what it may be known by. */
const caller = z.strictObject({
  key: text,
  kind: z.enum(['principal', 'workload', 'credential', 'service', 'process', 'user', 'machine']),
  name: text,
  identities: texts,
  workload: z.strictObject({ cluster: maybe, namespace: maybe, kind: maybe, name: text }).nullable(),
  hosts: texts,
  image: maybe,
});

const operation = z.enum(['chat', 'completion', 'embedding', 'image', 'speech', 'rerank', 'run', 'other']);

/** Evidence, with what is said of it where it stands. */
function evidenceWith<Extra extends z.ZodRawShape>(extra: Extra) {
  const of = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
    z.strictObject({ kind: z.literal(kind), ...base, ...shape, ...extra });

  return z.discriminatedUnion('kind', [
    of('sdk', { module: text }),
    of('call', { symbol: text, operation, level, tools: texts, ...reach }),
    of('construct', { symbol: text, name: maybe, level, tools: texts, ...reach }),
    of('endpoint', { host: text }),
    of('request', { host: text, path: text, level, ...reach }),
    of('traffic', {
      caller,
      client: z.enum(['service', 'assistant', 'browser', 'probe']),
      host: maybe,
      basis: z.enum(bases),
      api: maybe,
      count: z.int().min(0),
      denied: z.int().min(0),
      bytesOut: z.int().min(0),
      bytesIn: z.int().min(0),
      first: maybe,
      last: maybe,
      userAgents: texts,
      lines: z.array(z.strictObject({ file: text, line: z.int().min(1) })),
      level,
      ...reach,
    }),
    of('process', {
      caller,
      program: text,
      script: maybe,
      folder: maybe,
      pid: z.int().min(0),
      unit: maybe,
      container: maybe,
      variables: texts,
      fingerprints: texts,
      connections: z.array(z.strictObject({ host: text, port: z.int().min(0), by: text })),
      serves: z.boolean(),
      level,
      ...reach,
    }),
    of('variable', { name: text, secret: z.boolean(), ref: maybe }),
    of('key', {
      type: text,
      title: text,
      masked: text,
      fingerprint: text,
      name: maybe,
      proof: z.enum(['structure', 'context', 'shape']),
      oneOf: texts,
      grants: z.enum(['models', 'service', 'account', 'nothing']),
      severity: severity.nullable(),
      expires: maybe,
      history: keyHistory.nullable(),
      // There with --verify alone.
      verified: z.enum(verdicts).optional(),
      doubt: z.enum(doubts).optional(),
    }),
    of('tool', { name: text, access, approval, binding: text.nullable() }),
    of('gate', { symbol: text }),
    of('server', { name: maybe }),
    of('connection', { name: text, target: text }),
    of('store', { name: text }),
    of('trigger', { symbol: text, triggers: texts }),
    of('workload', {
      name: text,
      image: maybe,
      build: maybe,
      serves: z.boolean(),
      triggers: texts,
      namespace: text.optional(),
    }),
    of('identity', { name: text }),
    of('grant', {
      what: z.enum(grantKinds),
      name: text,
      service: maybe,
      by: z.enum(handings),
      of: maybe,
      opens: texts,
      channel: maybe,
      beside: texts,
    }),
    of('link', { unit: text, symbol: text }),
    of('declaration', {
      what: z.enum(['ai-action', 'agent-cli', 'assistant-config', 'agent-file', 'flow', 'model-node']),
      name: maybe,
      level,
      triggers: texts,
      credentials: texts,
      ...reach,
    }),
    of('setting', { name: text, instead: maybe, ...reach }),
    of('dependency', { package: text }),
  ]);
}

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
  idle: z.array(suppression),
  problems: z.array(problem),
  comparison: comparison(finding).nullable().describe('What a change brings; null where all there is was looked at.'),
});

export type ReportJson = z.output<typeof ReportJson>;

/** The same, read-only all the way down: what a writer may hand over. */
export type Frozen<T> = { readonly [K in keyof T]: Frozen<T[K]> };
