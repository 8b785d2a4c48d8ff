import { Client } from '../../sources/github/client.ts';
import { findCredentials } from '../../sources/github/credentials.ts';
import type { ScanOptions } from '../options.ts';
import type { ForgeOptions } from './options.ts';

/** A client of the server, with the credentials that the environment holds for it. */
export async function clientFor(
  { version, signal }: Pick<ScanOptions, 'version' | 'signal'>,
  forge: ForgeOptions,
): Promise<Client> {
  const credentials = await findCredentials(forge.forge, forge.env);
  return new Client({ ...forge, credentials, budget: forge.maxWait, version, signal });
}
