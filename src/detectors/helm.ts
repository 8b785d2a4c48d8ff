import type { EntryFact } from '../model/fact.ts';
import { imageName } from '../text/image.ts';
import { entryAt, startsWith, textAt, type Workload } from './manifests.ts';

type Entries = readonly EntryFact[];

/** Parts of one chart that are looked at. */
const most = 200;

/** True for the values of a Helm chart, of any environment. */
export function isValues(file: string): boolean {
  return /(?:^|\/)values(?:[.-][^/]*)?\.ya?ml$/i.test(file);
}

/**
 * The workloads of a chart, as its values name their images: `image: { repository, tag }`, at the top or below the name of
 * a part. The outermost come first, so that what is said of a part is the part's.
 */
export function charted(file: string, entries: Entries, document: number): readonly Workload[] {
  return entries
    .filter(({ path, value }) => path.at(-1) === 'repository' && path.at(-2) === 'image' && value !== '')
    .slice(0, most)
    .map((at) => workload(file, entries, at, document))
    .sort((a, b) => a.path.length - b.path.length);
}

function workload(file: string, entries: Entries, at: EntryFact, document: number): Workload {
  const path = at.path.slice(0, -2);
  const registry = textAt(entries, [...path, 'image', 'registry']);
  const tag = textAt(entries, [...path, 'image', 'tag']);
  const repository = registry === null ? at.value : `${registry}/${at.value}`;
  const image = tag === null ? repository : `${repository}:${tag}`;
  const name = String(path.at(-1) ?? file.split('/').at(-2) ?? '');
  const whose = /[${]/.test(repository) ? null : { folder: null, image: imageName(repository) };
  return { name, at, image, path, document, whose };
}

/** The service account that a part of a chart runs under: its own, or that of all. */
export function chartAccount(entries: Entries, path: Workload['path']): EntryFact | undefined {
  return entryAt(entries, [...path, 'serviceAccount', 'name']) ?? entryAt(entries, ['serviceAccount', 'name']);
}

/** Annotations of the service accounts of a chart. */
export function annotations(entries: Entries): Entries {
  return entries.filter(({ path }) => path.at(-3) === 'serviceAccount' && path.at(-2) === 'annotations');
}

/** The innermost part of a chart, with an image of its own, that an entry belongs to. */
export function partOf(entry: EntryFact, workloads: readonly Workload[]): Workload | undefined {
  return workloads.findLast(({ path }) => startsWith(entry, path));
}
