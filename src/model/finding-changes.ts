import type { Finding } from './finding.ts';

/** A finding, by its fingerprint, and a file that it stands in. */
export type Holding = readonly [fingerprint: string, file: string];

/** The files of findings that count. */
export function holding(findings: readonly Finding[]): Holding[] {
  const counted = findings.filter(({ suppressed }) => suppressed === null);
  return counted.flatMap((finding) => filesOf(finding).map((file): Holding => [finding.fingerprint, file]));
}

/** Findings about something in several hands: whoever takes it up anew is not told by the finding's own fingerprint. */
const shared: ReadonlySet<string> = new Set(['RC104', 'RC201', 'RC202']);

/**
 * Fingerprints of the findings that counted before. A key, or a credential or an identity of several agents, is known in
 * the files that held it; in another file it is new.
 */
export function knownFindings(before: readonly Holding[], after: readonly Finding[]): readonly string[] {
  const old = new Map<string, Set<string>>();
  for (const [fingerprint, file] of before) old.set(fingerprint, (old.get(fingerprint) ?? new Set()).add(file));
  const isKnown = (finding: Finding): boolean => {
    const files = old.get(finding.fingerprint);
    if (!files || !shared.has(finding.check)) return files !== undefined;
    return filesOf(finding).every((file) => files.has(file));
  };
  return after.filter(isKnown).map(({ fingerprint }) => fingerprint);
}

/** Findings that counted before and are not there any more. One that somebody accepted since is there. */
export function goneFindings(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const still = new Set(after.map(({ fingerprint }) => fingerprint));
  return before.filter(({ suppressed, fingerprint }) => suppressed === null && !still.has(fingerprint));
}

function filesOf({ file, locations }: Finding): readonly string[] {
  return [file, ...locations.map((sighting) => sighting.file)];
}
