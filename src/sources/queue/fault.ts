import { RollcallError } from '../../model/error.ts';
import type { Address } from './address.ts';

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'ended the connection',
  ENOTFOUND: 'has a name that nobody knows',
  EAI_AGAIN: 'has a name that nobody knows',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  '28P01': 'refuses the credentials',
  '28000': 'refuses the credentials',
  '3D000': 'has no such database',
  '42501': 'does not permit this user to create the schema bullmq',
};

/** What a person can mend. The error itself goes no further: clients keep the password in theirs. */
export function faultOf(error: unknown, address: Address): RollcallError {
  if (error instanceof RollcallError) return error;
  return new RollcallError('target', `the queue ${address.name} ${troubleOf(error, address)}`, {
    hint: 'Does the server run, and are host, port and credentials right?',
  });
}

/** What went wrong, as the end of a sentence that begins with the queue. */
export function troubleOf(error: unknown, { secrets }: Address): string {
  const { code, message } = partsOf(error);
  const known = causes[code];
  if (known) return known;
  if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR AUTH)/.test(message)) return 'refuses the credentials';

  // The longest first: one may be a part of another.
  const shown = secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, one) => text.replaceAll(one, '…'), message);
  return `cannot be used: ${shown || code || 'it says nothing'}`;
}

/** Where a package that is needed for this queue alone is missing, says how to install it. */
export async function optional<T>(load: () => Promise<T>, packages: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (partsOf(error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new RollcallError('config', `a queue of this kind needs ${packages.replaceAll(' ', ' and ')}`, {
      hint: `npm install ${packages}`,
      cause: error,
    });
  }
}

/** The code of an error, where it has one, and its message. */
export function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
}
