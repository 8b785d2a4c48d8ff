import { markdownCode, markdownText, visible } from './escape.ts';
import { clip } from './width.ts';

/** Text from scanned content. One value must not fill the page. */
export function text(value: string, most = 300): string {
  return markdownText(clip(value, most, '…'));
}

/** The same as a code span. */
export function code(value: string): string {
  return markdownCode(clip(value, 300, '…'));
}

export function bold(value: string): string {
  return value === '' ? '' : `**${value}**`;
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A block of code, its fence longer than any run of backticks in it. */
export function fenced(value: string, language: string): string {
  const lines = value.split('\n').map(visible);
  const longest = Math.max(2, ...(value.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines.join('\n')}\n${fence}`;
}
