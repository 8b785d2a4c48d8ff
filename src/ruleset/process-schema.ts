import { z } from 'zod';
import type { ProcessRules } from '../model/process-rules.ts';
import { id } from './id.ts';

const program = z.string().regex(/^[A-Za-z][\w.-]*$/);
const programs = z.array(program).min(1);
const options = z.array(z.string().regex(/^-{0,2}[A-Za-z][\w-]*$/)).default([]);

/** `rules/processes.yaml`: what running processes tell of themselves. The file itself says what each list is. */
export const ProcessFile = z.strictObject({
  services: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).min(1),
  shells: programs,
  browsers: programs,
  interpreters: z.array(
    z.strictObject({
      names: programs,
      values: options,
      inline: options,
      module: options,
      script: options,
      words: options,
      entry: z.enum(['script', 'module']).default('script'),
    }),
  ),
  launchers: z.array(z.strictObject({ names: programs, application: options, words: options })),
  libraries: z.array(z.strictObject({ name: z.string(), parts: programs })),
  servers: z.array(z.strictObject({ of: id, kind: z.enum(['model', 'gateway']), programs })),
});

export type ProcessFile = z.output<typeof ProcessFile>;

/** What holds where no file says anything: a folder of one's own rules has none. */
export const noProcesses: ProcessRules = {
  services: [],
  shells: [],
  browsers: [],
  interpreters: [],
  launchers: [],
  libraries: [],
  servers: [],
};
