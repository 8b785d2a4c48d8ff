import { type LogOptions, nearest, RollcallError, type RuleSet } from '../index.ts';

/** What is said of logs on the command line. A layout that nobody knows is a mistake to be mended, not a log that fits nothing. */
export function logsBy(
  { logFormat, utcOffset = 0 }: { readonly logFormat?: string; readonly utcOffset?: number },
  { logs }: RuleSet,
): Pick<LogOptions, 'format' | 'offset'> {
  if (logFormat === undefined) return { format: null, offset: utcOffset };
  const known = logs.formats.map(({ id }) => id);
  if (known.includes(logFormat)) return { format: logFormat, offset: utcOffset };
  const near = nearest(logFormat, known);
  throw new RollcallError('usage', `there is no log format ${logFormat}`, {
    hint: `${near === null ? '' : `Did you mean ${near}? `}Known are ${known.join(', ')}.`,
  });
}
