import { z } from 'zod';
import { grantKinds } from '../model/evidence.ts';
import { id } from './id.ts';

const variable = z.union([
  z.string(),
  z.strictObject({
    name: z.string(),
    /** An address: a credential only where it carries a user, or is kept as a secret. */
    url: z.boolean().default(false),
    /** True where the name is too common a word to stand behind others: `MY_STRIPE_SECRET_KEY` is Stripe's, `MY_PAT` nobody's. */
    exact: z.boolean().default(false),
    /** It says that credentials come of an identity, and end. */
    federated: z.boolean().default(false),
  }),
]);

const service = z.strictObject({
  id,
  /** What its credentials open, as it stands in a sentence. */
  name: z.string(),
  /** Where the service describes them. */
  docs: z.url(),
  /** `credential`: what a program shows. `personal`: the login of a person. `refresh`: what renews a session without end. */
  kind: z.enum(['credential', 'personal', 'refresh']).default('credential'),
  /** Environment variables. A name counts behind a prefix too: `PROD_DATABASE_URL`. */
  variables: z.array(variable).default([]),
  /** Providers whose models the credentials open too. */
  opens: z.array(id).default([]),
  /** How an agent proves itself to the models of these providers without a key, where that can be had. */
  federation: z
    .strictObject({ providers: z.array(id).min(1), instead: z.string(), identity: z.enum(['aws', 'azure', 'gcp']) })
    .optional(),
  /** The chat by which people reach an agent that has these credentials. */
  channel: z.enum(['slack', 'discord', 'telegram', 'teams', 'whatsapp']).optional(),
  /** Container images that serve it, without registry and tag. */
  images: z.array(z.string()).default([]),
  /** Files and folders of the home folder in which a person's programs keep their login. */
  files: z.array(z.string().regex(/^~\/\S+$/, 'begins with ~/')).default([]),
  /** Command lines that print the login of whoever is logged in where they run. */
  commands: z.array(z.string()).default([]),
  /** Actions of workflows that log a job in, the inputs by which they do, and those that take the login away again. */
  logins: z
    .array(
      z.strictObject({
        name: z.string(),
        federated: z.array(z.string()).default([]),
        static: z.array(z.string()).default([]),
        off: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
  /** Words before the name of a variable which say that it is the login of a machine, and the variable that it is then. */
  machines: z.strictObject({ words: z.array(z.string()).min(1), variable: z.string() }).optional(),
  /** Texts that ask for a session which renews itself; `name`: what they must be assigned to. */
  scopes: z.array(z.strictObject({ name: z.string().optional(), value: z.string() })).default([]),
});

const expected = z.strictObject({
  what: z.enum(grantKinds),
  name: z.string(),
  /** Id of the service. */
  rule: z.string().optional(),
  line: z.int().min(1).optional(),
});

/** `rules/credentials/<id>.yaml`: services of a kind, and how their credentials are told. */
export const CredentialFile = z.strictObject({
  id,
  name: z.string(),
  services: z.array(service).min(1),
  /** Words that make a file worth reading, where nothing else in it does. */
  keywords: z.array(z.string()).default([]),
  /** A piece of configuration or code, and all that it hands over; `grants: []` is a counter-example. */
  examples: z
    .array(z.strictObject({ title: z.string(), file: z.string(), code: z.string(), grants: z.array(expected) }))
    .min(2),
});

export type CredentialFile = z.output<typeof CredentialFile>;
