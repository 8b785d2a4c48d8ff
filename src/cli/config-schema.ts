import { z } from 'zod';
import { markTools } from '../model/finding.ts';
import { riskTiers } from '../model/policy.ts';
import { globFault } from './glob.ts';

/** One line of plain text. */
export const line = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'holds a control character; write it in plain text, on one line');

const checkShape = /^RC\d{3}$/;
/** The id of a check. */
export const checkId = z.string().regex(checkShape, 'is not the id of a check, such as RC101');

/** A day of the calendar, written as it is sorted. */
export const day = z.iso.date('is not a day of the calendar; write it as YYYY-MM-DD');

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
  path: folder.describe("Folder relative to the repository's root, . for the root itself."),
  name: line.optional().describe('What the agent is called.'),
  ignore: z.boolean().default(false).describe('Takes the folder out of the census; its evidence attaches to no agent.'),
});

const ignore = z.strictObject({
  check: checkId.describe('Id of the check whose findings are accepted.'),
  path: glob.describe('Glob over paths; ** where the whole tree is meant.'),
  agent: line.optional().describe('Id of the one agent that is meant.'),
  reason: line.describe('Why they are accepted.'),
  until: day.optional().describe('From this day on nothing is suppressed.'),
});

const age = z.int().min(1).max(36_500);
const approvers = z.int().min(1).max(20);
const tiers = z.array(z.enum(riskTiers)).default([]);
const grade = z.enum(['fail', 'warn']).optional();

/** One number for all tiers of risk, or one for each. */
function perTier<T extends z.ZodType>(value: T, what: string) {
  const each = value.optional();
  return z
    .union([value, z.strictObject({ high: each, medium: each, low: each })], {
      error: `is no number of ${what}, or one for each of high, medium and low`,
    })
    .optional();
}

const policy = z.strictObject({
  maximumAgeDays: perTier(age, 'days; write one, such as 180').describe('An approval that is older no longer holds.'),
  approvers: perTier(approvers, 'people; write one, such as 2').describe('How many people have to approve.'),
  approverIsNotOwner: z.boolean().default(false).describe('Nobody approves what they own themselves.'),
  sponsor: tiers.describe('Tiers of risk for which an entry has to name a sponsor.'),
  evidence: tiers.describe('Tiers of risk for which an approval has to name its evidence.'),
  drift: z
    .strictObject({
      tools: grade,
      providers: grade,
      dataSinks: grade,
      mcpServers: grade,
      hosts: grade,
      models: grade,
      frameworks: grade,
    })
    .default({})
    .describe('Which drift fails and which warns, where its own grade is not meant.'),
  declareDynamic: z
    .boolean()
    .default(false)
    .describe('What is decided at run time is drift, unless the scope of the entry declares it.'),
});

const checks = z.record(z.string(), z.enum(['off', 'critical', 'high', 'medium', 'low'])).check(({ value, issues }) => {
  for (const id of Object.keys(value).filter((id) => !checkShape.test(id))) {
    issues.push({ code: 'custom', input: id, path: [id], message: 'is given for no check; ids are such as RC101' });
  }
});

/** `.rollcall/config.yaml`. The descriptions are what an editor shows. */
export const ConfigFile = z.strictObject({
  $schema: z.string().optional(),
  registry: line
    .optional()
    .describe(
      'Registry file or folder, relative to the folder that holds .rollcall; where the scanned tree has no say, whatever --registry takes.',
    ),
  baseline: line.optional().describe('Baseline of accepted findings, relative to the folder that holds .rollcall.'),
  acceptMarks: z
    .array(z.enum(markTools))
    .default([])
    .describe('Scanners whose marks, such as gitleaks:allow, suppress the finding of a key beside them.'),
  failOn: z
    .array(line)
    .min(1)
    .optional()
    .describe('What makes a scan fail: levels, ids of checks, words for verdicts. By default unregistered and high.'),
  include: z.array(glob).default([]).describe('Globs over the only paths that are read.'),
  exclude: z.array(glob).default([]).describe('Globs over paths that are left out.'),
  units: z.array(unit).default([]).describe('Where an agent begins, where rollcall sees it differently.'),
  ignore: z.array(ignore).default([]).describe('Findings that are accepted.'),
  checks: checks.default({}).describe('Checks switched off, or given another severity.'),
  policy: policy.prefault({}).describe('What an approval must live up to.'),
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
