import { RollcallError } from '../../model/error.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { nearest } from '../../registry/nearest.ts';
import type { LogOptions } from './logs.ts';

/**
 * The format of logs that somebody names: by its id, by the format string of the program that writes it, or by the paths of
 * its values.
 *
 * @throws RollcallError `usage` for what names none: a layout that nobody knows is a mistake to be mended, not a log that fits nothing.
 */
export async function formatNamed(text: string, { logs }: RuleSet): Promise<NonNullable<LogOptions['format']>> {
  const { givenFormat, givenKinds } = await import('../../wire/given-format.ts');
  const given = givenFormat(text);
  if (given) return given;
  const known = logs.formats.map(({ id }) => id);
  if (known.includes(text)) return text;
  const near = nearest(text, known);
  const ways = givenKinds.map((kind) => (kind === 'json' ? 'json:FIELD=PATH,…' : `${kind}:FORMAT`)).join(', ');
  throw new RollcallError('usage', `there is no log format ${text}`, {
    hint: `${near === null ? '' : `Did you mean ${near}? `}Known are ${known.join(', ')}; a format of your own is told by ${ways}.`,
  });
}
