import { z } from 'zod';
import { checksums } from '../text/checksum.ts';
import { pattern } from './pattern.ts';
import { questionSchema } from './question-schema.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const from = z.int().min(0).default(0);
const count = z.int().min(0).default(0);

const effect = z.enum(['require', 'reject', 'expect', 'boost']).default('boost');
const check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('matches'), pattern, from, effect }),
  z.strictObject({
    check: z.literal('text'),
    text: z.string(),
    at: z.union([z.int().min(0), z.enum(['middle', 'near'])]),
    effect,
  }),
  z.strictObject({ check: z.literal('classes'), from, lower: count, upper: count, digit: count, effect }),
  z.strictObject({ check: z.literal('sum'), sum: z.enum(checksums), from, effect }),
  z.strictObject({ check: z.literal('base64'), pattern, from, effect }),
  z.strictObject({ check: z.literal('uuid4'), from, effect }),
  z.strictObject({ check: z.literal('claim'), claim: z.string(), value: z.string(), effect }),
  z.strictObject({ check: z.literal('account'), from, effect }),
  z.strictObject({ check: z.literal('length'), least: z.int().min(1), effect }),
]);

/** A kind of key: its shape, what tells an issued one from an invented one, what it can do. See rules/README.md. */
export const keySchema = z.strictObject({
  id,
  name: z.string(),
  /** Literals of which one must be in the text: the head of the key, or names that stand beside it. */
  keyword: z.union([z.string(), z.array(z.string()).min(1)]),
  /** The key without its borders; a group, where the key is not all of it. */
  pattern,
  entropy: z.number().min(0).max(8).default(3),
  context: z.enum(['none', 'shared', 'near', 'bound', 'variable']).default('none'),
  names: z.array(z.string()).default([]),
  words: z.array(z.string()).default([]),
  /** Hosts that take it; those of the file, where none are listed. */
  hosts: z.array(z.string()).optional(),
  public: z.array(z.string()).default([]),
  checks: z.array(check).default([]),
  expiry: z.enum(['jwt', 'sigv4', 'exp']).optional(),
  dummies: z.array(pattern).default([]),
  published: z.array(z.string().regex(/^[0-9a-f]{64}$/)).default([]),
  secret: z.boolean().default(true),
  grants: z.enum(['models', 'service', 'account']).optional(),
  severity: z.enum(['critical', 'high', 'medium', 'low']).optional(),
  can: z.string().min(8),
  revoke: z.string().min(4),
  docs: z.url().optional(),
  verify: questionSchema.optional(),
  /** A whole genuine key, as a template. `{{key}}` stands for it in the examples. */
  template: z.string(),
  examples: z.strictObject({ match: z.array(z.string()).min(1), ignore: z.array(z.string()).min(1) }),
});

export type KeyFile = z.output<typeof keySchema>;
