import { isAbsolute } from 'node:path';
import { RollcallError } from '../../model/error.ts';
import type { ResultStore } from '../../model/results.ts';
import { directoryStore } from './directory.ts';
import { type S3Options, s3Store } from './s3.ts';

/** What a place of results may depend on; a folder depends on nothing. */
export type ResultsOptions = Omit<S3Options, 'place'>;

/** The store of a place: `s3://bucket/prefix`, or the whole path of a folder. Nothing is asked of it yet. */
export function openResults(place: string, options: ResultsOptions): ResultStore {
  if (place.startsWith('s3://')) return s3Store({ ...options, place });
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(place))
    throw new RollcallError('usage', 'the place of the results is neither a folder nor a bucket', {
      hint: 'Write the path of a folder, or s3://BUCKET/PREFIX.',
    });
  if (!isAbsolute(place)) throw new Error(`${place} is not the whole path of a folder`);
  return directoryStore(place);
}
