/**
 * What a terminal would act on, or a person would not see: controls, formatting characters (bidi, zero width),
 * fillers, line and paragraph separators, halves of a surrogate pair, private use.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const short: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Text from scanned content, on one line, with everything that would act on a terminal or a CI log made visible. */
export function visible(text: string): string {
  return disarm(text.replace(unseen, (character) => short.get(character) ?? escaped(character)));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  if (code <= 0xffff) return `\\u${hex(code, 4)}`;
  return `\\u{${hex(code, 5)}}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/**
 * Takes the force out of workflow commands: a CI runner obeys a line that starts with `::`, spaces before it or not,
 * and `##[` or `##vso[` wherever they stand in a line.
 */
export function disarm(text: string): string {
  return text.replace(/^([^\S\n]*)::/gm, '$1:\\:').replace(/##(?=\[|vso\[)/gi, '#\\#');
}

/** The same text in ASCII: our own marks have a plain spelling, other characters are escaped. */
export function ascii(text: string): string {
  return text
    .replaceAll('…', '...')
    .replaceAll('·', '-')
    .replace(/\P{ASCII}/gu, escaped);
}

/** Characters that mean something in Markdown; and what GitHub makes a link of after Markdown is rendered. */
const markup = /[&<>\\`*_[\]|~$]|[@#]|GH-|:\/\/|www\./gi;

/** Markdown text that shows `text` and does nothing else: no markup, HTML, image, mention or link. */
export function markdownText(text: string): string {
  return visible(text).replace(markup, (match) => {
    // A numbered entity means nothing, in the cell of a table neither; a zero-width space breaks what would be a link.
    if (match.length > 1 || match === '@' || match === '#') return `${match[0]}&#8203;${match.slice(1)}`;
    return `&#${match.charCodeAt(0)};`;
  });
}

/**
 * A Markdown code span, its fence longer than any run of backticks inside. A pipe would end a table's cell, and not all
 * that renders Markdown leaves tags and images in a span alone: then it is plain text.
 */
export function markdownCode(text: string): string {
  const code = visible(text);
  if (code.trim() === '') return '';
  if (/[|<]|!\[/.test(code)) return markdownText(text);

  const runs = code.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const pad = /^[` ]|[` ]$/.test(code) ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}
