import { z } from 'zod';

/** A dotted path of keys that ends in a name, or in `*` for any: `**.{vendor}.api-key`. See rules/README.md. */
const path = z.string().regex(/(?:^|\.)(?:[A-Za-z0-9_-]+|\*)$/, 'ends in the name of a key or in *');

/** Settings of a framework in configuration files: where models, base URLs and keys stand, and whose they are. */
export const settingsSchema = z.strictObject({
  files: z.string(),
  /** A dotted path that all keys stand below. */
  under: z.string().default(''),
  /** What `{vendor}` may be, and the provider that is meant. A name may be dotted. */
  vendors: z.record(z.string(), z.string().nullable()).default({}),
  keys: z.strictObject({
    model: z.array(path).default([]),
    'base-url': z.array(path).default([]),
    key: z.array(path).default([]),
    provider: z.array(path).default([]),
  }),
  /** True where a framework reads them by itself, not the code of the application: what is set up is reached. */
  bound: z.boolean().default(false),
  /** True where they set up a model server or gateway by itself: its file is a component, and tells nothing of code beside it. */
  serves: z.boolean().default(false),
});

/** Settings as a rule file has them. */
export type SettingsFile = z.output<typeof settingsSchema>;
