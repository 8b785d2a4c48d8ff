import { formatNamed, type LogOptions, type RuleSet } from '../index.ts';

/** What is said of logs on the command line. */
export function logsBy(
  { logFormat, utcOffset = 0 }: { readonly logFormat?: string; readonly utcOffset?: number },
  rules: RuleSet,
): Pick<LogOptions, 'format' | 'offset'> {
  return { format: logFormat === undefined ? null : formatNamed(logFormat, rules), offset: utcOffset };
}
