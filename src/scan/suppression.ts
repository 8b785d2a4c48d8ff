import type { Document } from '../model/document.ts';
import type { Suppression } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import { Lines } from '../text/position.ts';

const mark = /rollcall-ignore[ \t]+(RC\d{3})(?:[ \t]+until[ \t]+(\d{4}-\d{2}-\d{2}))?[ \t]*(:?)[ \t]*([^\r\n]{0,300})/g;

/** `rollcall-ignore RC201 until 2027-01-31: reason` in a comment. One without a reason does not count, and that is said. */
export function suppressions({ text, file, place }: Document): {
  suppressions: readonly Suppression[];
  problems: readonly Problem[];
} {
  if (!text.includes('rollcall-ignore')) return { suppressions: [], problems: [] };
  const lines = new Lines(text);
  const found: Suppression[] = [];
  const problems: Problem[] = [];
  for (const match of text.matchAll(mark)) {
    const [, check = '', until, colon, rest = ''] = match;
    const at = { file, ...lines.at(match.index) };
    const reason = rest.replace(/\s*(?:\*\/|-->|#>)\s*$/, '').trim();
    if (colon === ':' && reason !== '') found.push({ kind: 'inline', check, reason, until: until ?? null, at });
    else
      problems.push({
        kind: 'problem',
        place,
        file,
        reason: 'unparsable',
        message: `line ${at.line}: rollcall-ignore ${check} has no reason, so it does not count; write \`rollcall-ignore ${check}: reason\``,
        incomplete: false,
      });
  }
  return { suppressions: found, problems };
}
