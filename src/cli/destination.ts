import { RollcallError } from '../model/error.ts';
import { formats, nearest, paged } from '../start.ts';
import { quote } from '../text/quote.ts';
import type { OutputFlags } from './flags.ts';

/** A report in one format, and where it goes. */
export interface Destination {
  readonly format: string;
  /** `null`: standard output. With a slash at its end a folder, which takes a file for each repository. */
  readonly file: string | null;
}

/** Where the report goes, from `--output` and `--format`. By default a table goes to standard output. */
export function destinations({ output = [], format }: OutputFlags): readonly Destination[] {
  const wishes = [...output, ...(format === undefined ? [] : [format])];
  const found = (wishes.length > 0 ? wishes : ['table']).map(destination);
  const places = found.map(({ file }) => file);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice === undefined) return found;

  throw new RollcallError('usage', `two reports would go to ${twice ?? 'standard output'}`, {
    hint: 'Give each a file of its own: --output json=report.json',
  });
}

function destination(wish: string): Destination {
  const [format = '', ...rest] = wish.split('=');
  const file = rest.join('=');
  if (!formats.has(format)) throw unknownFormat(format);
  if (wish.endsWith('=')) throw new RollcallError('usage', `--output ${quote(wish)} names no file after "="`);
  if (isFolder(file) && !paged.has(format)) throw noFolder(wish);
  return { format, file: file === '' || file === '-' ? null : file };
}

/** True where a file for each repository is asked for: `--output sarif=reports/`. */
export function isFolder(file: string): boolean {
  return file.endsWith('/');
}

function noFolder(wish: string): RollcallError {
  return new RollcallError('usage', `--output ${quote(wish)} names a folder`, {
    hint: `Name a file in it. A folder, with a file for each repository, is for: ${[...paged].join(', ')}`,
  });
}

/** Who asks for a file by its name most likely means a format by the ending. */
export function unknownFormat(format: string, known: readonly string[] = [...formats.keys()]): RollcallError {
  const ending = format.split('.').at(-1) ?? format;
  const meant = nearest(ending, known);
  const mend = ending === format ? meant : `--output ${meant}=${format}`;
  const hint = meant ? `Did you mean ${mend}?` : `Formats are: ${known.join(', ')}`;
  return new RollcallError('usage', `there is no format ${quote(format)}`, { hint });
}
