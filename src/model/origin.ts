/** Where a blob came from. Paths are relative to their target's root, `/`-separated, bytes that are not UTF-8 escaped as `\xNN`. */
export type Origin =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly path: '<stdin>' };

/** A place in a text. Lines and columns are 1-based, columns count UTF-16 units, a BOM is not a column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A position in a file of a repository: what a person can open. */
export interface Location extends Position {
  /** Path relative to the repository's root; an entry of an archive follows `!/`. */
  readonly file: string;
}

/** Code-unit order of places: the order in which everything is reported. */
export function byLocation(a: Location, b: Location): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}
