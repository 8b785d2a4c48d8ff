import { RollcallError } from '../model/error.ts';
import type { Io } from './io.ts';
import { readGiven } from './read.ts';

/** The key of the fingerprints: in a file that is named, or in `ROLLCALL_SALT`; `null` where there is none. */
export async function saltOf(file: string | undefined, io: Io): Promise<string | null> {
  const salt = file === undefined ? (io.env.ROLLCALL_SALT ?? null) : await readGiven(file, 'usage', io);
  if (salt === null || salt.trim() !== '') return salt?.trim() ?? null;
  throw new RollcallError('usage', 'the salt is empty', { hint: 'Fingerprints of keys are worth what their salt is.' });
}
