import type { Whose } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import { imageName } from '../text/image.ts';

/** A container that a manifest runs: a compose service, a container of a pod. */
export interface Workload {
  readonly name: string;
  /** Where its name or image stands. */
  readonly at: EntryFact;
  /** As written; null where it is built here and has no name. */
  readonly image: string | null;
  /** Path of its entries. */
  readonly path: readonly (string | number)[];
  /** The documents of a file are numbered, for their paths begin anew. */
  readonly document: number;
  /** Whose it is, where that is known. */
  readonly whose: Whose | null;
}

/** Containers of one manifest that are looked at. */
const most = 200;

/** The documents of a YAML file: a key of the top that comes again begins another. */
export function documentsOf(entries: readonly EntryFact[]): readonly (readonly EntryFact[])[] {
  const found: EntryFact[][] = [];
  let seen = new Set<string | number>();
  let last: string | number | undefined;
  for (const entry of entries) {
    const [top = ''] = entry.path;
    if (found.length === 0 || (top !== last && seen.has(top))) {
      found.push([]);
      seen = new Set();
    }
    last = top;
    seen.add(top);
    found.at(-1)?.push(entry);
  }
  return found;
}

/** The containers that a compose file or Kubernetes manifests run; none where the file is something else. */
export function workloadsOf(file: string, documents: readonly (readonly EntryFact[])[]): readonly Workload[] {
  return documents.flatMap((entries, document) =>
    isKubernetes(entries) ? pods(entries, document) : isCompose(entries) ? services(file, entries, document) : [],
  );
}

export function isKubernetes(entries: readonly EntryFact[]): boolean {
  return textAt(entries, ['apiVersion']) !== null && textAt(entries, ['kind']) !== null;
}

function isCompose(entries: readonly EntryFact[]): boolean {
  return entries.some(
    ({ path }) => path[0] === 'services' && path.length >= 3 && /^(?:image|build)$/.test(String(path[2])),
  );
}

function services(file: string, entries: readonly EntryFact[], document: number): readonly Workload[] {
  const names = new Set(
    entries.flatMap(({ path }) => (path[0] === 'services' && path.length >= 3 ? String(path[1]) : [])),
  );
  return [...names].slice(0, most).flatMap((name): Workload[] => {
    const path = ['services', name];
    const image = entryAt(entries, [...path, 'image']);
    const context = textAt(entries, [...path, 'build']) ?? textAt(entries, [...path, 'build', 'context']);
    const at = image ?? entries.find((entry) => startsWith(entry, path));
    if (!at || (!image && context === null)) return [];
    const folder = context === null ? null : joined(file, context);
    return [{ name, at, image: image?.value ?? null, path, document, whose: whose(folder, image?.value ?? null) }];
  });
}

function pods(entries: readonly EntryFact[], document: number): readonly Workload[] {
  const owner = textAt(entries, ['metadata', 'name']) ?? '';
  const images = entries.filter(
    ({ path }) => path.at(-1) === 'image' && /^(?:containers|initContainers)$/.test(String(path.at(-3))),
  );
  return images.slice(0, most).map((entry): Workload => {
    const { path, value } = entry;
    const own = path.slice(0, -1);
    const name = owner || (textAt(entries, [...own, 'name']) ?? '');
    return { name, at: entry, image: value, path: own, document, whose: whose(null, value) };
  });
}

/** A folder of the repository tells more than the name of an image. */
function whose(folder: string | null, image: string | null): Whose | null {
  const name = image === null || /[${]/.test(image) ? null : imageName(image);
  return folder === null && name === null ? null : { folder, image: name };
}

export function textAt(entries: readonly EntryFact[], path: readonly (string | number)[]): string | null {
  return entryAt(entries, path)?.value || null;
}

/** The entry that stands at a path. */
export function entryAt(entries: readonly EntryFact[], path: readonly (string | number)[]): EntryFact | undefined {
  return entries.find((entry) => entry.path.length === path.length && startsWith(entry, path));
}

/** Whether an entry stands at a path or below it. */
export function startsWith(entry: Pick<EntryFact, 'path'>, path: readonly (string | number)[]): boolean {
  return path.every((part, index) => entry.path[index] === part);
}

/** A folder named relative to a file, as a path of the repository; null where it lies outside. */
export function joined(file: string, relative: string): string | null {
  if (/^(?:[\w+.-]{1,20}:|\/|~|git@)|[${]/.test(relative)) return null;
  const parts = file.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/') || '.';
}
