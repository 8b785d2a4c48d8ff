import type { PlaceInput } from '../census/census.ts';
import type { Place } from '../model/blob.ts';
import type { Forge } from '../model/forge.ts';
import type { Problem } from '../model/problem.ts';
import { forgeTarget, isForgeTarget } from '../text/forge.ts';
import type { Executor } from './executor.ts';
import { gather } from './gather.ts';
import type { InspectOptions } from './inspect.ts';
import type { Listing } from './listing.ts';
import { withLogs } from './logs/among.ts';
import type { ReadLogs } from './logs/logs.ts';
import type { ScanOptions } from './options.ts';
import { always, shadows } from './prepare.ts';
import { executorFor, type Readings, read } from './reading.ts';
import { verified } from './verify.ts';

/** All that was read of what is listed, before a census is taken of it. */
export interface TakenIn {
  readonly listing: Listing;
  readonly logs: ReadLogs;
  readonly inspect: InspectOptions;
  readonly executor: Executor;
  readonly readings: Readings;
  readonly places: readonly PlaceInput[];
  readonly problems: readonly Problem[];
}

/** The key of the fingerprints, where nobody named one: it is the same for all places of a scan. */
export function saltOf({ salt }: Pick<ScanOptions, 'salt'>, [first]: readonly Pick<Place, 'id'>[]): string {
  return salt ?? `rollcall:${first?.id ?? ''}`;
}

/** The same where nothing of this machine is read. */
export function forgeSalt(
  { salt, targets }: Pick<ScanOptions, 'salt' | 'targets'>,
  server: { readonly forge: Pick<Forge, 'host'> } | null | undefined,
): string {
  return salt ?? defaultSalt(targets, server?.forge ?? { host: '' });
}

/** What the repositories of some targets are told apart by from those of others: it is no secret. */
export function defaultSalt(targets: readonly string[], { host }: Pick<Forge, 'host'>): string {
  const [first] = targets.filter(isForgeTarget);
  return `rollcall:${host}/${first === undefined ? '' : forgeTarget(first).owner.toLowerCase()}`;
}

/** Reads all files of a listing, and lets those of each place know of each other. The executor is open still. */
export async function takeIn(listed: Listing, salt: string, options: ScanOptions): Promise<TakenIn> {
  const { rules, trustTree } = options;
  const { listing, logs } = await withLogs(listed, options);
  const inspect: InspectOptions = {
    salt,
    maxBytes: options.maxBytes,
    always: always(rules),
    shadows: shadows(listing.blobs, rules, trustTree),
    distrusted: !trustTree,
    isRunning: logs.sightings.length > 0,
  };
  const executor = await executorFor(listing.blobs, options, inspect);
  const found = await read(listing, executor, options);
  conserve(listing, found, options);
  const all = await verified([...found.inspections, ...found.members], listing.blobs, options, inspect);
  const [inspections, members] = [all.slice(0, found.inspections.length), all.slice(found.inspections.length)];
  const readings: Readings = { ...found, inspections, members };
  options.onProgress?.({ stage: 'census', done: readings.files, total: listing.blobs.length });
  const { places, problems } = await gather(listing, readings, executor, options);
  return { listing, logs, inspect, executor, readings, places, problems };
}

/**
 * A file that was listed and then neither read nor reported would be silently clean: that is a bug, and stops the run.
 * What an archive holds was not listed and is not counted, nor are its problems: they stand for no file of the tree.
 */
function conserve({ blobs }: Listing, { files, failed }: Readings, { signal }: Pick<ScanOptions, 'signal'>): void {
  if (signal.aborted || files + failed === blobs.length) return;
  throw new Error(`${blobs.length} files were listed, ${files} read and ${failed} reported: some were lost`);
}

/** Values that people wrote in the place of a key. */
export function placeholdersIn({ inspections, members }: Pick<Readings, 'inspections' | 'members'>): number {
  return [...inspections, ...members].reduce((sum, { placeholders }) => sum + placeholders, 0);
}
