import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';

/** A line as long as those that a mail program broke. */
const broken = /[^\r\n]{65,77}=\r?\n/;
const code = /=(?:([\dA-F]{2})|\r?\n)/g;

/** Quoted-printable, as mails have it: `=3D`, and `=` where a line was broken. Elsewhere the same says something else. */
export function* quotedPrintable(text: string, isNew: IsNew): Iterable<Edit> {
  if (!isQuotedPrintable(text)) return;
  for (const { 0: whole, 1: digits, index: start } of text.matchAll(code)) {
    const end = start + whole.length;
    const value = digits ? Number.parseInt(digits, 16) : null;
    if (value !== null && (value < 0x20 || value > 0x7e)) continue;
    if (isNew(start, end)) yield { start, end, text: value === null ? '' : String.fromCharCode(value) };
  }
}

function isQuotedPrintable(text: string): boolean {
  const coded = text.includes('=3D');
  const soft = text.includes('=\n') || text.includes('=\r\n');
  if (coded && soft && broken.test(text)) return true;
  return (coded || soft) && /quoted-printable/i.test(text);
}
