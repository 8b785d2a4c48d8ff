import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Problem } from '../model/problem.ts';
import { members, usual } from '../sources/archive/members.ts';
import { crashed } from './crashed.ts';
import type { Inspected, Piece } from './inspect.ts';

/**
 * Looks at each file that an archive holds, and at what else stands in the archive as at the file itself: a script may
 * carry a zip behind it.
 */
export async function unpacked(
  { place, origin }: Blob,
  bytes: Buffer,
  largest: number,
  look: (piece: Piece, bytes: Buffer) => Promise<Inspection | null>,
): Promise<Pick<Inspected, 'inspection' | 'inside'>> {
  const inspections: Inspection[] = [];
  const problems: Problem[] = [];
  let inspection: Inspection | null = null;
  for await (const found of members(bytes, origin.path, { ...usual, largest })) {
    if (found.kind === 'problem') {
      problems.push({ ...found, place });
      continue;
    }
    const { kind, path, name } = found;
    try {
      const seen = await look({ place, name, isMember: kind !== 'self' }, found.bytes);
      if (kind === 'self') inspection = seen;
      else if (seen) inspections.push(inArchive(seen, path));
    } catch (error) {
      problems.push(crashed(place, path, error));
    }
  }
  return { inspection, inside: { inspections, problems } };
}

/** A witness, and no part of the tree: it is shown where it can be opened, and nothing of the tree leads to it. */
function inArchive(inspection: Inspection, file: string): Inspection {
  const evidence = inspection.evidence.map(({ whose: _, ...one }): Evidence => ({ ...one, file }));
  const problems = inspection.problems.map((problem) => ({ ...problem, file }));
  return { ...inspection, file, evidence, problems, manifest: null, entry: false, package: null };
}
