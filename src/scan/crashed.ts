import type { Problem } from '../model/problem.ts';

/** What is said of a file that brought its reader down. The message of the error is left out: it may hold what was read. */
export function crashed(place: string, file: string, error: unknown): Problem {
  const what = error instanceof Error ? error.name : 'an error';
  const message = `could not be read: ${what} while reading it; please report this file's kind`;
  return { kind: 'problem', place, file, reason: 'crashed', message, incomplete: true };
}
