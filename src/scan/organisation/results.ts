import type { ResultStore } from '../../model/results.ts';
import type { ResultsOptions } from '../../sources/results/open.ts';

export type { ResultsOptions } from '../../sources/results/open.ts';

/** A place where results are kept: a folder, by its whole path, or `s3://bucket/prefix`. What asks a bucket is loaded here. */
export async function openResults(place: string, options: ResultsOptions): Promise<ResultStore> {
  return (await import('../../sources/results/open.ts')).openResults(place, options);
}

/** How repositories are fetched on this machine: by git, if it has one that is safe on what others wrote. */
export async function fetchedBy(): Promise<'git' | 'archive'> {
  const { findGit } = await import('../../sources/git/program.ts');
  return findGit().then(
    () => 'git' as const,
    () => 'archive' as const,
  );
}
