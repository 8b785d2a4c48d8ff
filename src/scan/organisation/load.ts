import type { Plan } from '../../model/plan.ts';
import type { ScanOptions } from '../options.ts';
import type { ForgeOptions } from './options.ts';

/** Lists what the targets name on their server, shared out among shards. What asks the server is loaded here. */
export async function planOrganisations(
  options: Pick<ScanOptions, 'targets' | 'version' | 'signal' | 'onProgress'>,
  forge: ForgeOptions,
  shards: number,
): Promise<Plan> {
  return (await import('./organisation.ts')).planOrganisations(options, forge, shards);
}
