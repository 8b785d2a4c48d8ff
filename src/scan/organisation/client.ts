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
  const onWait = (delay: number): void =>
    forge.onNote(`${forge.forge.host} allows no more calls for now: waiting for ${Math.ceil(delay / 1000)} seconds`);
  return new Client({ ...forge, credentials, budget: forge.maxWait, version, signal, onWait });
}
