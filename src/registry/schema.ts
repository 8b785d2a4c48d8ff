import { z } from 'zod';

/** One line of text. Control and bidirectional characters fool a terminal and a reviewer, and no name needs them. */
const line = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'holds a control character; write it in plain text, on one line')
  .regex(/^(?:\S|\S.*\S)?$/s, 'starts or ends with white space; remove it');

const prose = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^(?:[\n\t]|[^\p{Cc}\p{Bidi_Control}])*$/u, 'holds a control character; write it in plain text');

/** A value that is compared as it stands. */
const exact = line.regex(/^[^*]*$/, 'holds a wildcard; write out each value');

/** A value of a scope: `*` at its end stands for any suffix, anywhere else it would stand for nothing. */
const scoped = line.regex(/^[^*]*\*?$/, 'holds a wildcard before its end; only the last character may be "*"');

/** The end of a host name says whose it is, so a host has no wildcard. */
const host = exact.regex(
  /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::\d{1,5})?$/,
  'is not a host name; write it in lower case, without scheme and path, such as api.openai.com',
);

const date = z.iso.date('is not a day of the calendar; write it as YYYY-MM-DD');

const path = line.check(({ value, issues }) => {
  const fault = pathFault(value);
  if (fault) issues.push({ code: 'custom', input: value, message: fault });
});

const repo = line.check(({ value, issues }) => {
  const fault = repoFault(value);
  if (fault) issues.push({ code: 'custom', input: value, message: fault });
});

/** Ids become keys of reports and file names; `constructor` and its like mean something else to programs that read them. */
const id = z
  .string()
  .max(100)
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/, 'must be lower-case letters, digits, ".", "_" and "-" inside')
  .refine((value) => !(value in {}), 'is a word that programs reserve; choose another id');

const owner = z.strictObject({ team: line.optional(), technical: line.optional(), sponsor: line.optional() });

const match = z.strictObject({
  /** Without `paths`, the whole repository; `.` is the unit at its root alone. */
  repos: z.array(z.strictObject({ repo, paths: z.array(path).max(1000).default([]) })).default([]),
  images: z.array(exact).default([]),
  workloads: z.array(exact).default([]),
  hosts: z.array(host).default([]),
});

const tool = z.strictObject({
  name: scoped,
  access: z.enum(['read', 'write', 'execute', 'unknown']).optional(),
  approval: z.enum(['human', 'none']).optional(),
});

const scope = z.strictObject({
  providers: z.array(scoped).optional(),
  models: z.array(scoped).optional(),
  hosts: z.array(host).optional(),
  frameworks: z.array(scoped).optional(),
  tools: z.array(tool).optional(),
  mcpServers: z.array(scoped).optional(),
  dataSinks: z.array(scoped).optional(),
  /** Facets of which any value may be decided at run time. */
  dynamic: z.array(z.enum(['providers', 'models', 'hosts', 'tools'])).optional(),
});

const credential = z
  .strictObject({ env: exact.optional(), ref: exact.optional(), unique: z.boolean().default(false) })
  .refine(({ env, ref }) => env !== undefined || ref !== undefined, 'names no credential; give it "env" or "ref"');

const approval = z
  .strictObject({
    by: z.array(line).min(1),
    at: date,
    /** First day on which the approval no longer holds. */
    expires: date.optional(),
    evidence: z.array(line).default([]),
    digest: z
      .string()
      .regex(
        /^sha256:[0-9a-f]{64}$/,
        'is not "sha256:" and 64 hexadecimal digits; "rollcall registry validate" prints the one that fits',
      )
      .optional(),
  })
  .refine(({ at, expires }) => expires === undefined || at < expires, {
    path: ['expires'],
    message: 'is not after the day of the approval; choose a later day',
  });

const exception = z.strictObject({
  check: z.string().regex(/^RC\d{3}$/, 'is not the id of a check, such as RC203'),
  until: date,
  reason: line,
  ticket: line.optional(),
});

const entry = z
  .strictObject({
    id,
    name: line,
    purpose: prose.optional(),
    status: z.enum(['draft', 'pending', 'approved', 'rejected', 'deprecated']),
    /** Why the status is what it is. No approval depends on it. */
    note: line.optional(),
    owner: owner.default({}),
    match: match.default({ repos: [], images: [], workloads: [], hosts: [] }),
    identities: z.array(exact).default([]),
    scope: scope.default({}),
    credentials: z.array(credential).default([]),
    approval: approval.optional(),
    exceptions: z.array(exception).default([]),
  })
  .refine(
    ({ match, identities }) => identities.length > 0 || Object.values(match).some((places) => places.length > 0),
    'can match no agent; say under "match" where it lives, or give it "identities"',
  );

/** A registry file: `.rollcall/registry.yaml`, or one of several under `.rollcall/agents/`. */
export const RegistryFile = z.strictObject({
  /** For editors of JSON. */
  $schema: z.string().optional(),
  apiVersion: z.literal('rollcall/v1'),
  agents: z.array(entry),
});

export type RegistryFile = z.output<typeof RegistryFile>;

/** Paths are compared as they stand, so there is one way to write each. `(group)` and `[slug]` are names of folders. */
function pathFault(path: string): string | null {
  if (path === '') return null; // is reported as empty

  if (path.includes('\\')) return 'separates folders by a backslash; write "/"';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path))
    return 'is absolute; write it relative to the root of the repository';
  if (/[*?{}]|[!+@]\(/.test(path)) return 'holds a wildcard; name each folder, all that is below it is included';

  const segments = path.split('/');
  if (segments.includes('..')) return 'climbs out of the repository; name a folder inside it';
  if (path !== '.' && segments.some((segment) => segment === '' || segment === '.')) {
    return 'is not in its plain form; write it without "./", "//" and a slash at its end';
  }
  return null;
}

function repoFault(repo: string): string | null {
  if (/[*?{}]|[!+@]\(/.test(repo)) return 'holds a wildcard; name each repository';
  if (/:\/\/|\\|^\/|\/$|\/\/|\.git$/.test(repo) || repo.split('/').includes('..')) {
    return 'is not a repository; write it as host/owner/name, such as github.com/acme/shop';
  }
  return null;
}
