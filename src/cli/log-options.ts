import type { LogOptions, RuleSet } from '../index.ts';
import { formatNamed } from '../roll.ts';

/** What is said of logs on the command line. */
export async function logsBy(
  { logFormat, utcOffset = 0 }: { readonly logFormat?: string; readonly utcOffset?: number },
  rules: RuleSet,
): Promise<Pick<LogOptions, 'format' | 'offset'>> {
  return { format: logFormat === undefined ? null : await formatNamed(logFormat, rules), offset: utcOffset };
}
