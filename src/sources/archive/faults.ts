import type { Problem, ProblemReason } from '../../model/problem.ts';

/** Why something of an archive was not read, or not as it stands. */
export type Fault = keyof typeof faults;

/** A problem of an archive, before it is said which place the archive lies in. */
export type Trouble = Omit<Problem, 'place'>;

interface Said {
  readonly reason: ProblemReason;
  /** What is said of one, after "It". */
  readonly one: string;
  /** What is said of several, after their number. */
  readonly many: string;
  readonly incomplete: boolean;
  /** True where it is a matter of the whole archive, with all that are in it. */
  readonly isTotal: boolean;
}

const faults = {
  encrypted: said('unreadable', 'is encrypted and was not read', 'are encrypted and were not read'),
  method: said(
    'unreadable',
    'is compressed by another method than deflate and was not read',
    'are compressed by another method than deflate and were not read',
  ),
  cut: said(
    'undecodable',
    'ends too early: what comes before was read',
    'end too early: what comes before was read of them',
  ),
  broken: said(
    'undecodable',
    'is damaged: what comes before the damage was read',
    'are damaged: what comes before the damage was read of them',
  ),
  checksum: said(
    'undecodable',
    'does not have the checksum or the size that it was packed with: it was read as it is',
    'do not have the checksum or the size that they were packed with: they were read as they are',
  ),
  directory: said(
    'undecodable',
    'has no directory that can be read: what was found in it without one was read',
    'have no directory that can be read: what was found in them without one was read',
  ),
  listing: said(
    'undecodable',
    'does not hold what its directory lists: what is there was read',
    'do not hold what their directory lists: what is there was read',
  ),
  overlap: said(
    'undecodable',
    'shares its bytes with another and was not read under this name too',
    'share their bytes with others and were not read a second time',
  ),
  sealed: said(
    'undecodable',
    'is packed in a way that is not opened here (7z, RAR, xz, bzip2, zstd, lz4), and what is in it was not read',
    'are packed in ways that are not opened here (7z, RAR, xz, bzip2, zstd, lz4), and what is in them was not read',
  ),
  'too-large': said('too-large', 'is too large: only its start was read', 'are too large: only their start was read'),
  deep: said(
    'limit',
    'is an archive that lies too deep in others and was not opened',
    'are archives that lie too deep in others and were not opened',
  ),
  output: total('expands too far: the rest of it was not read'),
  members: total('holds too many files: the rest of them were not read'),
  link: {
    ...said('link', 'is a link, which is not followed', 'are links, which are not followed'),
    incomplete: false,
  },
};

function said(reason: ProblemReason, one: string, many: string): Said {
  return { reason, one, many, incomplete: true, isTotal: false };
}

function total(one: string): Said {
  return { ...said('limit', one, ''), isTotal: true };
}

/** Counts what goes wrong in an archive: however often a thing does, it is said once. */
export class Tally {
  readonly #archive: string;
  readonly #found = new Map<Fault, { readonly first: string; count: number }>();

  constructor(archive: string) {
    this.#archive = archive;
  }

  add(fault: Fault, path: string): void {
    const { isTotal }: Said = faults[fault];
    const known = this.#found.get(fault);
    if (!known) this.#found.set(fault, { first: isTotal ? this.#archive : path, count: 1 });
    else if (!isTotal) known.count++;
  }

  /** What is to be told: of one thing where it stands, of several at the archive. */
  *troubles(): Generator<Trouble> {
    for (const [fault, { first, count }] of this.#found) {
      const { reason, one, many, incomplete }: Said = faults[fault];
      const message = count === 1 ? `It ${one}.` : `${count} things in it ${many}.`;
      yield { kind: 'problem', file: count === 1 ? first : this.#archive, reason, message, incomplete };
    }
  }
}
