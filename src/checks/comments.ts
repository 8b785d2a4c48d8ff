import type { Mark } from '../model/document.ts';
import type { Finding, Suppression } from '../model/finding.ts';
import { lineKey, spotsOf, type Waiver, type Waivers } from './waiver.ts';

/** A suppression that covers one line of one file. */
export interface LineWaiver extends Waiver {
  /** As `lineKey` has it. */
  readonly line: string;
}

/** Comments above a line that are looked through for the line that the first of them means. */
const mostStacked = 20;

/** Suppressions that stand in the scanned files themselves: rollcall's own, and the marks of scanners that are accepted. */
export function comments(findings: readonly Finding[], waivers: Waivers): LineWaiver[] {
  const isCommented = waivers.inspections.some(({ suppressions, marks }) => suppressions.length > 0 || marks);
  if (!waivers.trustTree || !isCommented) return [];

  const taken = new Set(findings.flatMap((finding) => spotsOf(finding).map((spot) => lineKey(finding.check, spot))));
  return waivers.inspections.flatMap(({ place, suppressions, marks }) => [
    ...own(place, suppressions, taken, waivers),
    ...(marks ? foreign(place, marks, waivers) : []),
  ]);
}

/** A comment covers its own line; where nothing was found on it, the next one that is no such comment itself. */
function own(
  repository: string,
  suppressions: readonly Suppression[],
  taken: ReadonlySet<string>,
  { ran }: Waivers,
): LineWaiver[] {
  const marked = new Set(suppressions.map(({ at }) => at.line));
  return suppressions.map((suppression): LineWaiver => {
    const { check, at } = suppression;
    const key = (line: number) => lineKey(check, { repository, file: at.file, line });
    let line = at.line;
    for (let step = 0; step < mostStacked && !taken.has(key(line)); step++) {
      line++;
      if (!marked.has(line)) break;
    }
    return { suppression, testable: ran.has(check), line: key(line) };
  });
}

/** Another scanner's mark speaks of secrets alone, and mostly of those that rollcall does not look for: none is idle. */
function foreign(repository: string, marks: readonly Mark[], { config }: Waivers): LineWaiver[] {
  return marks
    .filter(({ tool }) => config.acceptMarks.includes(tool))
    .map(({ tool, text, line, at }) => ({
      suppression: { kind: tool, check: 'RC201', reason: `marked ${text}`, until: null, at },
      testable: false,
      line: lineKey('RC201', { repository, file: at.file, line }),
    }));
}
