import { z } from 'zod';
import { grantKinds, handings } from '../model/evidence.ts';
import { bases } from '../model/network.ts';
import { doubts, verdicts } from '../model/verification.ts';

/** Any text. */
export const text = z.string();
/** A list of texts. */
export const texts = z.array(text);
/** A text, or null where there is none. */
export const maybe = text.nullable();
/** How many. */
export const count = z.int().nonnegative();
/** Where something stands in a file; lines and columns from 1. */
export const position = { file: text, line: count, column: count };

/** How bad something is. */
export const severity = z.enum(['critical', 'high', 'medium', 'low']);
/** Whether it only asks a model, or lets it act. */
export const level = z.enum(['caller', 'agent']);
/** What a tool may do. */
export const access = z.enum(['read', 'write', 'execute', 'unknown']);
/** Who approves what a tool does. */
export const approval = z.enum(['human', 'none', 'unknown']);
/** Facets that are decided at run time. */
export const dynamic = z.array(z.enum(['providers', 'models', 'hosts', 'tools']));
const reach = { models: texts, hosts: texts, dynamic };

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
export function evidenceWith<Extra extends z.ZodRawShape>(extra: Extra) {
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
      programs: texts,
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
