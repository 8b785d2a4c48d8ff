/** Stands for `[]` where the grammar knows only lists with something in them. As wide, and a name that nobody has. */
export const emptyList = 'ǁǁ';

/** Where `[]` is a value: behind a mark or word that a value follows. An array's type stands behind a type. */
const value = /(=>?|\(|,|\[|:|\?\?|\?(?=\s)|\breturn(?=\s))(\s{0,200})\[\]/g;

/** `#:package X@1.0` and `#!` at the head of a program in one file. */
const directives = /^#[:!][^\r\n]*/gm;

/** C# that the grammar reads, with every character in its place. */
export function ease(text: string): string {
  const plain = text.startsWith('#') ? text.replace(directives, (line) => ' '.repeat(line.length)) : text;
  const spelled = plain.includes('$""') ? plain.replace(/\$""(?!")/g, ' ""') : plain;
  return spelled.includes('[]') ? spelled.replace(value, `$1$2${emptyList}`) : spelled;
}

/** What was eased stands in a literal as it was written. */
export function asWritten(text: string): string {
  return text.replaceAll(emptyList, '[]');
}
