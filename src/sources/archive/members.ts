import { displayPath } from '../../text/path.ts';
import type { Budget, Found } from './entry.ts';
import { Tally, type Trouble } from './faults.ts';
import { gunzip } from './gzip.ts';
import { kindOf, sealedAs } from './kind.ts';
import { tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

/** Something to be looked at like a file. */
export interface Member {
  /**
   * `file`: one that the archive holds. `self`: what else stands in the archive, in front of its files, between and
   * behind them. `nested`: the same of an archive in it.
   */
  readonly kind: 'file' | 'self' | 'nested';
  /**
   * Where it is shown: `app.zip!/config.yaml`. What a gzip file holds has no path of its own: people open the file,
   * so it is `access.log.gz`, and what is in a compressed tar is `app.tgz!/config.yaml`.
   */
  readonly path: string;
  /** The path that tells what kind of file it is: `access.log`. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** How much of one archive is read, with all that are in it. */
export interface Limits {
  /** Bytes that are inflated: so many times its size, but no less than `least` and no more than `most`. */
  readonly inflated: { readonly times: number; readonly least: number; readonly most: number };
  /** Bytes of what one gzip file holds: they are in memory at once. */
  readonly content: number;
  readonly members: number;
  /** Archives in archives. A compressed tar is one. */
  readonly depth: number;
  /** Bytes of one member, as of a file. */
  readonly largest: number;
}

/** What an honest archive does not reach, and a machine bears. */
export const usual: Omit<Limits, 'largest'> = {
  inflated: { times: 200, least: 4 << 20, most: 1 << 30 },
  content: 256 << 20,
  members: 100_000,
  depth: 3,
};

/** An archive that is being gone through. */
interface Tour {
  readonly limits: Limits;
  readonly budget: Budget;
  readonly tally: Tally;
}

/** Where in it. */
interface Stand {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** What an archive there is. */
  readonly own: 'self' | 'nested';
}

/**
 * All files that an archive holds, also those in archives in it, and then what was not read and why. In memory: nothing
 * is written anywhere. Bytes are valid as long as those of the archive are.
 */
export async function* members(bytes: Buffer, path: string, limits: Limits): AsyncGenerator<Member | Trouble> {
  const { times, least, most } = limits.inflated;
  const budget: Budget = {
    bytes: Math.min(most, Math.max(least, bytes.length * times)),
    entries: limits.members,
    largest: limits.largest,
  };
  const tour: Tour = { limits, budget, tally: new Tally(path) };
  yield* opened(bytes, { path, name: path, depth: 1, own: 'self' }, tour);
  yield* tour.tally.troubles();
}

async function* opened(bytes: Buffer, at: Stand, tour: Tour): AsyncGenerator<Member> {
  const kind = kindOf(bytes);
  if (kind === null || at.depth > tour.limits.depth) {
    if (kind !== null) tour.tally.add('deep', at.path);
    else if (sealedAs(bytes) !== null) tour.tally.add('sealed', at.path);
    yield* member('file', bytes, at, tour);
    return;
  }
  if (kind === 'gzip') yield* unzipped(bytes, at, tour);
  else yield* unpacked(kind === 'zip' ? zipEntries(bytes, tour.budget) : tarEntries(bytes, tour.budget), at, tour);
}

async function* unzipped(bytes: Buffer, at: Stand, tour: Tour): AsyncGenerator<Member> {
  const { content, rest, fault } = await gunzip(bytes, tour.limits.content, tour.budget);
  if (fault) tour.tally.add(fault, at.path);
  const depth = kindOf(content) === 'tar' ? at.depth : at.depth + 1;
  yield* opened(content, { path: at.path, name: bare(at.name), depth, own: 'nested' }, tour);
  yield* member(at.own, rest, at, tour);
}

async function* unpacked(
  entries: AsyncIterable<Found> | Iterable<Found>,
  at: Stand,
  tour: Tour,
): AsyncGenerator<Member> {
  const taken = new Map<string, number>();
  for await (const found of entries) {
    if (found.kind === 'rest') yield* member(at.own, found.bytes, at, tour);
    const name = found.kind === 'rest' || found.name === null ? at.path : `${at.path}!/${inside(found.name)}`;
    if (found.kind === 'fault') tour.tally.add(found.fault, name);
    if (found.kind !== 'entry') continue;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const path = count === 1 ? name : `${name}~${count}`;
    yield* opened(found.bytes, { path, name, depth: at.depth + 1, own: 'nested' }, tour);
  }
}

function* member(
  kind: Member['kind'],
  bytes: Buffer,
  { path, name }: Stand,
  { limits, tally }: Tour,
): Generator<Member> {
  if (bytes.length === 0) return;
  if (bytes.length > limits.largest) tally.add('too-large', path);
  yield { kind, path, name, bytes: bytes.subarray(0, limits.largest) };
}

/** The name that a compressed file had before. */
function bare(name: string): string {
  return name.replace(/\.gz(?:ip)?$/i, '').replace(/\.tgz$/i, '.tar');
}

/** Longest name that is shown whole. */
const longest = 1000;

/** The name of an entry as a path below its archive: wherever it wants to lead, it leads nowhere else. */
function inside(name: string): string {
  const steps = name.split(/[/\\]/).filter((step) => !/^\.{0,2}$/.test(step));
  const path = displayPath(steps.join('/'));
  if (path.length > longest) return `…${path.slice(-longest)}`;
  return path === '' ? '(no name)' : path;
}
