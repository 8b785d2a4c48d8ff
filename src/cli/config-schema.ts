import { z } from 'zod';
import { globFault } from './glob.ts';

const line = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'holds a control character; write it in plain text, on one line');

const checkShape = /^RC\d{3}$/;
const checkId = z.string().regex(checkShape, 'is not the id of a check, such as RC101');

const glob = line.check(({ value, issues }) => {
  const fault = globFault(value);
  if (fault) issues.push({ code: 'custom', input: value, message: fault });
});

/** A folder of the repository in its plain form: its evidence is found by comparing paths as they stand. */
const folder = line.check(({ value, issues }) => {
  const fault = folderFault(value);
  if (fault) issues.push({ code: 'custom', input: value, message: fault });
});

const unit = z.strictObject({
  /** Folder relative to the repository's root, `.` for the root itself. */
  path: folder,
  name: line.optional(),
  /** Takes the folder out of the census; its evidence is reported as attached to no agent. */
  ignore: z.boolean().default(false),
});

const ignore = z.strictObject({
  check: checkId,
  /** Glob over paths; `**` where the whole tree is meant. */
  path: glob,
  /** Id of the one agent that is meant. */
  agent: line.optional(),
  reason: line,
  /** From this day on it suppresses nothing. */
  until: z.iso.date('is not a day of the calendar; write it as YYYY-MM-DD').optional(),
});

const checks = z.record(z.string(), z.enum(['off', 'critical', 'high', 'medium', 'low'])).check(({ value, issues }) => {
  for (const id of Object.keys(value).filter((id) => !checkShape.test(id))) {
    issues.push({ code: 'custom', input: id, path: [id], message: 'is given for no check; ids are such as RC101' });
  }
});

/** `.rollcall/config.yaml`. */
export const ConfigFile = z.strictObject({
  /** For editors of JSON. */
  $schema: z.string().optional(),
  /** File or folder, relative to the folder that holds `.rollcall`. */
  registry: line.optional(),
  /** Levels, ids of checks and words for verdicts. */
  failOn: z.array(line).min(1).optional(),
  include: z.array(glob).default([]),
  exclude: z.array(glob).default([]),
  units: z.array(unit).default([]),
  ignore: z.array(ignore).default([]),
  /** Checks switched off, or given another severity. */
  checks: checks.default({}),
  policy: z.strictObject({ maximumAgeDays: z.int().min(1).max(36_500).optional() }).default({}),
});

export type ConfigFile = z.output<typeof ConfigFile>;

function folderFault(path: string): string | null {
  if (path.includes('\\')) return 'separates folders by a backslash; write "/"';
  if (path.startsWith('/')) return 'is absolute; write it relative to the root of the repository';
  if (/[*?{}]/.test(path)) return 'holds a wildcard; name each folder';

  const steps = path.split('/');
  if (steps.includes('..')) return 'climbs out of the repository; name a folder inside it';
  if (path !== '.' && steps.some((step) => step === '' || step === '.')) {
    return 'is not in its plain form; write it without "./", "//" and a slash at its end';
  }
  return null;
}
