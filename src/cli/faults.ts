import type { ErrorCode, Fault } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import { Lines } from '../text/position.ts';

/** Faults that one message holds; a file that is wrong throughout needs no more to be recognised. */
const most = 50;

/** What is wrong with a file, a line each with its place. */
export function refusal(
  faults: readonly Fault[],
  { text, origin, code, hint }: { text: string; origin: string; code: ErrorCode; hint: string },
): RollcallError {
  const lines = new Lines(text);
  const complaints = faults
    .toSorted((a, b) => a.offset - b.offset)
    .slice(0, most)
    .map(({ offset, message }) => ({ ...lines.at(offset), message }))
    .map(({ line, column, message }) => `${origin}:${line}:${column}: ${message}`);
  const rest = faults.length > most ? [`… and ${faults.length - most} more`] : [];
  return new RollcallError(code, [...complaints, ...rest].join('\n'), { hint });
}
