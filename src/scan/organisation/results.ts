import type { ResultStore } from '../../model/results.ts';
import type { ResultsOptions } from '../../sources/results/open.ts';

export type { ResultsOptions } from '../../sources/results/open.ts';

/** A place where results are kept: a folder, by its whole path, or `s3://bucket/prefix`. What asks a bucket is loaded here. */
export async function openResults(place: string, options: ResultsOptions): Promise<ResultStore> {
  return (await import('../../sources/results/open.ts')).openResults(place, options);
}
