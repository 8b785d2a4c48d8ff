import type { Blob, Place } from '../model/blob.ts';
import { RollcallError } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';
import type { FoundHost, FoundLog, FoundRepository, SourceIo } from '../model/source.ts';
import { open } from '../sources/index.ts';

/** All that the targets hold, before a byte of it is read. */
export interface Listing {
  readonly places: readonly Place[];
  readonly blobs: readonly Blob[];
  /** Repositories that were come upon, each once. */
  readonly repositories: readonly FoundRepository[];
  /** Logs of traffic that were named as such. */
  readonly logs: readonly FoundLog[];
  /** Machines whose processes are read. */
  readonly hosts: readonly FoundHost[];
  readonly problems: readonly Problem[];
  /** Files that were listed and not read, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
  /** Folders in which libraries of other repositories stand beside the files; absent where there are none. */
  readonly mounts?: readonly string[];
}

/** Lists every target. The same repository given twice is listed once; two different ones of the same name are told apart. */
export async function list(targets: readonly string[], io: SourceIo): Promise<Listing> {
  const places: Place[] = [];
  const blobs = new Map<string, Blob>();
  const repositories = new Map<string, FoundRepository>();
  const hosts = new Map<string, FoundHost>();
  const logs = new Map<string, FoundLog>();
  const problems: Problem[] = [];
  const skipped = new Map<string, number>();
  for (const target of targets) {
    let id = '';
    for await (const item of await open(target, io)) {
      if (io.signal.aborted) break;
      if (item.kind === 'place') id = admit(item, places);
      else if (item.kind === 'blob') blobs.set(`${id}\0${item.origin.path}`, { ...item, place: id });
      else if (item.kind === 'repository') repositories.set(item.folder, { ...item, place: id });
      else if (item.kind === 'log') logs.set(`${id}\0${item.file}`, { ...item, place: id });
      else if (item.kind === 'host') hosts.set(item.root, { ...item, place: id });
      else if (item.kind === 'problem') problems.push({ ...item, place: id });
      else skipped.set(item.reason, (skipped.get(item.reason) ?? 0) + 1);
    }
  }
  const isEmpty = blobs.size === 0 && logs.size + hosts.size === 0 && !(io.history && repositories.size > 0);
  if (isEmpty && problems.every(({ incomplete }) => !incomplete)) {
    throw new RollcallError('target', `nothing to scan in ${targets.join(', ')}`, {
      hint: 'Name a folder that holds files, a file, or `-` for standard input.',
    });
  }
  const found = {
    blobs: [...blobs.values()],
    logs: [...logs.values()],
    hosts: [...hosts.values()],
    repositories: [...repositories.values()],
  };
  return { places, ...found, problems, skipped };
}

function admit(place: Place, places: Place[]): string {
  if (places.some(({ id, root }) => id === place.id && root === place.root)) return place.id;
  const taken = new Set(places.map(({ id }) => id));
  let id = place.id;
  for (let count = 2; taken.has(id); count++) id = `${place.id}~${count}`;
  places.push({ ...place, id });
  return id;
}
