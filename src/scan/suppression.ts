import type { Document } from '../model/document.ts';
import type { Suppression } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import { nearest } from '../registry/nearest.ts';
import { Lines } from '../text/position.ts';

/** A mark and what follows it, up to the end of the line or to the next mark on it. */
const mark = /rollcall-ignore(?![\w-])[ \t]*((?:(?!rollcall-ignore)[^\r\n]){0,500})/g;

const form =
  /^(RC\d{3}(?:(?:[ \t]{1,5}|[ \t]{0,5},[ \t]{0,5})RC\d{3}){0,30})(?:[ \t]+until[ \t]+([^\s:]{1,20}))?[ \t]*:[ \t]*(.*)$/;

/** What ends a comment, or the string or cell that stands for one where a format has no comments. */
const end = /\*\/|--!?>|#>|%>|--\}\}|#\}|\\[nr]/;

/**
 * `rollcall-ignore RC201 until 2027-01-31: reason` in a comment, for one check or several. A mark that does not say what
 * it is meant to say does not count, and that is told.
 */
export function suppressions(
  { text, file, place }: Document,
  checks: Iterable<string>,
): { suppressions: readonly Suppression[]; problems: readonly Problem[] } {
  if (!text.includes('rollcall-ignore')) return { suppressions: [], problems: [] };
  const known = new Set(checks);
  const lines = new Lines(text);
  const found: Suppression[] = [];
  const problems: Problem[] = [];
  for (const { index, 1: rest = '' } of text.matchAll(mark)) {
    const at = { file, ...lines.at(index) };
    const { ids, until, reason, faults } = understood(rest, known);
    for (const check of ids) found.push({ kind: 'inline', check, reason, until, at });
    for (const fault of faults)
      problems.push({
        kind: 'problem',
        place,
        file,
        reason: 'unparsable',
        message: `line ${at.line}: ${fault}`,
        incomplete: false,
      });
  }
  return { suppressions: found, problems };
}

interface Understood {
  readonly ids: readonly string[];
  readonly until: string | null;
  readonly reason: string;
  readonly faults: readonly string[];
}

function understood(rest: string, known: ReadonlySet<string>): Understood {
  const [, list = '', day, tail = ''] = form.exec(rest) ?? [];
  const reason = reasonOf(tail);
  const ids = [...new Set(list.match(/RC\d{3}/g))];
  if (ids.length === 0 || reason === '') return refused(rest);
  if (day !== undefined && !isDay(day))
    return nothing([`rollcall-ignore ${list} ends on no day of the calendar, so it does not count; write YYYY-MM-DD`]);

  return {
    ids: ids.filter((id) => known.has(id)),
    until: day ?? null,
    reason,
    faults: ids.filter((id) => !known.has(id)).map((id) => stranger(id, known)),
  };
}

/** Prose that names the mark is no mark; what looks like one and is none is told. */
function refused(rest: string): Understood {
  const [said] = /^[:\s]{0,5}rc[-_ ]?\d+/i.exec(rest) ?? [];
  if (said === undefined) return nothing([]);
  const [check] = /^RC\d{3}(?!\d)/.exec(said) ?? [];
  if (check === undefined)
    return nothing(['rollcall-ignore names no check, so it does not count; write `rollcall-ignore RC201: reason`']);
  return nothing([
    `rollcall-ignore ${check} has no reason, so it does not count; write \`rollcall-ignore ${check}: reason\``,
  ]);
}

function nothing(faults: readonly string[]): Understood {
  return { ids: [], until: null, reason: '', faults };
}

function stranger(id: string, known: ReadonlySet<string>): string {
  const meant = nearest(id, [...known]);
  return `rollcall-ignore ${id} suppresses nothing: there is no such check${meant ? `; did you mean ${meant}?` : ''}`;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function reasonOf(tail: string): string {
  const [reason = ''] = tail.split(end, 1);
  return unquoted(reason).trim().slice(0, 300);
}

/** Without the quote, and what is behind it, that ends the string in which the mark stands: `"//": "rollcall-ignore …",`. */
function unquoted(reason: string): string {
  let opened = false;
  for (const { index } of reason.matchAll(/"/g)) {
    if (!opened && /^"\s*(?:[,;:)\]}]|$)/.test(reason.slice(index, index + 20))) return reason.slice(0, index);
    opened = !opened;
  }
  return reason;
}
