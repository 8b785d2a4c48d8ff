/** Stands for `[]` where the grammar knows only lists with something in them. As wide, and a name that nobody has. */
export const emptyList = 'ǁǁ';

/** Where `[]` is a value: behind a mark or word that a value follows. An array's type stands behind a type. */
const value = /(=>?|\(|,|\[|:|\?\?|\?(?=\s)|\breturn(?=\s))(\s{0,200})\[\]/g;

/** C# that the grammar reads: an empty collection expression becomes a name of the same width. */
export function ease(text: string): string {
  return text.includes('[]') ? text.replace(value, `$1$2${emptyList}`) : text;
}

/** What was eased stands in a literal as it was written. */
export function asWritten(text: string): string {
  return text.replaceAll(emptyList, '[]');
}
