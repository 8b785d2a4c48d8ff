import type { Blob } from '../../model/blob.ts';
import type { FoundLog } from '../../model/source.ts';
import { contextOf } from '../context.ts';
import type { Listing } from '../listing.ts';
import type { ScanOptions } from '../options.ts';
import { holdLittle } from './heap.ts';
import type { ReadLogs } from './logs.ts';

/** Files whose names say that they may be logs of traffic, rotated and packed as they may be. */
export const looksLikeLog =
  /(?:\.log|[._-]log|\.ndjson|\.jsonl|\.har|\.pcap(?:ng)?|\.mitm|(?:^|\/)eve\.json)(?:[.-][\w-]{1,30}){0,3}(?:\.(?:gz|zst))?$/i;

/**
 * The logs of traffic among files: one that a person named by itself, whatever its name, and those of a folder whose name
 * may be a log's. A log that tests, pages or examples hold shows how logs look, not who calls. What tells a log by its
 * content is loaded where a file may be one.
 */
export async function logsAmong(
  blobs: readonly Blob[],
  { rules, logs }: Pick<ScanOptions, 'rules' | 'logs'>,
  isNamed: (blob: Blob) => boolean,
): Promise<ReadonlyMap<Blob, FoundLog>> {
  const candidates = blobs.filter((blob) => isNamed(blob) || mayBeLog(blob));
  if (candidates.length === 0) return new Map();
  const { pickLogs } = await import('./pick.ts');
  return await pickLogs(candidates, rules, logs?.format);
}

function mayBeLog({ origin: { path } }: Blob): boolean {
  return looksLikeLog.test(path) && contextOf(path, '') === 'production';
}

const unasked: ReadLogs = { sightings: [], coverage: [], problems: [], pdns: null, bytes: 0 };

/** What is listed, and what those of it said that are logs. What reads them is loaded where there is one. */
export async function withLogs(
  listing: Listing,
  options: Pick<ScanOptions, 'rules' | 'signal' | 'jobs' | 'logs' | 'onProgress'>,
): Promise<{ readonly listing: Listing; readonly logs: ReadLogs }> {
  const alone = new Set(
    listing.places.flatMap(({ id, source }) => (source === 'file' || source === 'stream' ? id : [])),
  );
  const picked = await logsAmong(listing.blobs, options, ({ place }) => alone.has(place));
  const all = [...listing.logs, ...picked.values()];
  if (all.length === 0) return { listing, logs: unasked };
  const { rules, signal, jobs, onProgress } = options;
  onProgress?.({ stage: 'logs', done: 0, total: all.length });
  if (options.logs?.frugal) holdLittle();
  const { plainLogs, readLogs } = await import('./logs.ts');
  const read = await readLogs(all, rules, { ...(options.logs ?? plainLogs), signal, jobs });
  return { listing: { ...listing, blobs: asLogs(listing.blobs, new Set(picked.keys())) }, logs: read };
}

/** The blobs that are read as logs hold nothing else of interest but keys. */
export function asLogs(blobs: readonly Blob[], logs: ReadonlySet<Blob>): readonly Blob[] {
  return blobs.map((blob) => (logs.has(blob) ? { ...blob, isLog: true as const } : blob));
}
