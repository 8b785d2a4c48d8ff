import { mayBeText } from './base64.ts';
import { type Break, breaks } from './breaks.ts';
import type { Edit } from './draft.ts';
import type { IsNew } from './escapes.ts';
import { isDrawn } from './tokens.ts';

/** Nobody wraps at fewer columns. */
const narrowest = 32;
/** More lines no key has that is not in base64. */
const mostLines = 8;
/** Digests, names of files and hosts. */
const noColumn = /^[\da-f]+$|\./i;

/** Lines of one width, as far as they were seen. */
interface Column {
  readonly width: number;
  /** It begins as base64 of a text does: it may have any length. Certificates, pictures and the like do not. */
  readonly isText: boolean;
  /** Where its next line begins. */
  next: number;
  lines: number;
  held: Edit[];
}

/** Values that a program wrapped at a column, with nothing else in their lines: PEM, MIME, a block scalar of YAML. */
export function* columns(text: string, isNew: IsNew): Iterable<Edit> {
  let column: Column | null = null;
  for (const next of breaks(text)) {
    if (!column || !isIn(column, next)) {
      if (column) yield* column.held;
      column = columnAt(text, column, next);
    }
    if (!column) continue;
    column.next = next.edit.end;
    if (!isNew(next.start, next.end)) continue;
    if (column.isText) yield next.edit;
    else hold(column, next.edit);
  }
  if (column) yield* column.held;
}

function hold(column: Column, edit: Edit): void {
  column.lines++;
  if (column.lines > mostLines) column.held = [];
  else column.held.push(edit);
}

/** The column that begins with a break: lines of one width, or two of which the second is shorter. */
function columnAt(text: string, before: Column | null, next: Break): Column | null {
  const { start, alone, edit, end, endsLine } = next;
  // A line that is shorter than those before it is the last of a column, and not the first of another.
  if (before?.next === start || !alone || !endsLine) return null;
  const width = edit.start - start;
  if (width < narrowest || end - edit.end > width) return null;
  if (!isDrawn(text, start, edit.start) || noColumn.test(text.slice(start, edit.start))) return null;
  return { width, isText: mayBeText(text, start), next: edit.end, lines: 0, held: [] };
}

function isIn({ width, next }: Column, { start, edit, end, endsLine }: Break): boolean {
  return start === next && edit.start - start === width && endsLine && end - edit.end <= width;
}
