import { z } from 'zod';

/** A path in a configuration tree: `nodes.*.type`. See rules/README.md. */
const path = z.string();
const paths = z.union([path, z.array(path).min(1)]);

/** Something that must be there, and where `is` is given, must be one of these (`*` stands for any text). */
const test = z.strictObject({ at: paths, is: z.array(z.string()).min(1).default([]) });

const fields = {
  provider: paths,
  model: paths,
  baseUrl: paths,
  name: paths,
  tools: paths,
  url: paths,
  body: paths,
  credentials: paths,
  key: paths,
  verb: paths,
};

const kind = z.strictObject({
  is: z.array(z.string()).min(1).default(['*']),
  when: z.array(test).default([]),
  role: z.enum([
    'model',
    'embedding',
    'agent',
    'tool',
    'connection',
    'server',
    'store',
    'gate',
    'trigger',
    'identity',
    'request',
    'none',
  ]),
  /** The provider that is reached; `null`: nobody in particular. */
  provider: z.string().nullable().optional(),
  access: z.enum(['read', 'write', 'execute', 'unknown']).default('unknown'),
  /** For the role `store`: what the store is called. */
  store: z.string().optional(),
  /** For the role `identity`: whose account it is. */
  cloud: z.enum(['aws', 'azure', 'gcp']).optional(),
  fields: z.strictObject(fields).partial().default({}),
});

const nodes = z.strictObject({
  at: path,
  /** Where a node's kind stands; absent: all are of one kind. */
  kind: paths.optional(),
  /** Any of these holds: the node is switched off. */
  off: z.array(test).default([]),
  fields: z.strictObject(fields).partial().default({}),
  kinds: z.array(kind).min(1),
});

/** A configuration format that declares agents: which files have it, and what its nodes mean. */
export const formatSchema = z.strictObject({
  files: z.string().default('**'),
  /** Words of which a file of this format holds one. Where there are none, those of the rule file make it read. */
  keywords: z.array(z.string()).default([]),
  roots: z.array(path).min(1).default(['']),
  shape: z.array(test).min(1),
  unit: z.enum(['file', 'enclosing']),
  weight: z.enum(['use', 'mention']).default('use'),
  name: paths.optional(),
  /** Where a variable's default stands, `$` in place of its name: `variable.$.default`. */
  defaults: z.array(path).default([]),
  providers: z.record(z.string(), z.string().nullable()).default({}),
  nodes: z.array(nodes).min(1),
});

/** A format as a rule file has it. */
export type FormatFile = z.output<typeof formatSchema>;
