import { z } from 'zod';
import { checkId, day, line } from './config-schema.ts';

const text = z.string();

const accepted = z.strictObject({
  fingerprint: text.regex(/^[0-9a-f]{32}$/, 'is not the fingerprint of a finding: 32 digits and letters from a to f'),
  check: checkId.describe('Id of the check that found it.'),
  repository: text.optional().describe('Repository that the file belongs to; absent for the registry itself.'),
  alsoIn: z.array(text).default([]).describe('Other repositories in which it was seen.'),
  agent: text.optional().describe('Id of the agent that it is about.'),
  entry: text.optional().describe('Id of the registry entry that it is about.'),
  file: text.describe('Where it stood when it was accepted. It may move.'),
  message: text.describe('What was found, for whoever reviews this file.'),
  reason: line.describe('Why it is accepted.'),
  until: day.optional().describe('From this day on it counts again.'),
});

/** `.rollcall/baseline.json`. `schemaVersion` follows semver. */
export const BaselineFile = z.strictObject({
  $schema: text.optional(),
  schemaVersion: z.literal('1.0.0'),
  findings: z.array(accepted).describe('Findings that are accepted as they are.'),
});

export type BaselineFile = z.output<typeof BaselineFile>;
