import type { Blob, Place } from './blob.ts';
import type { Problem } from './problem.ts';

/** A file that was listed and deliberately not read, such as a link or one excluded by configuration. Counted by reason. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly place: string;
  readonly file: string;
  readonly reason: 'link' | 'special-file' | 'ignored' | 'excluded' | 'submodule' | 'git-directory';
}

/** A repository that a source came upon. Its history is not searched by itself. */
export interface FoundRepository {
  readonly kind: 'repository';
  readonly place: string;
  /** Byte strings: the folder that holds `.git`, or that is a repository without a work tree, and the target's root. */
  readonly folder: string;
  readonly root: string;
  /** Path of the folder in the place, '' for its root, else with a slash at its end. */
  readonly path: string;
  readonly isBare: boolean;
}

/** A log of network traffic, which is read as it comes and never held whole. */
export interface FoundLog {
  readonly kind: 'log';
  readonly place: string;
  /** Path in the place, as in reports. */
  readonly file: string;
  /** A path as the file system takes it, or the bytes of a pipe. */
  readonly input: () => string | Buffer | AsyncIterable<Uint8Array>;
  /** When it was last written, ms since 1970, for lines that name no year; `null` where that is not known. */
  readonly written: number | null;
  /** True where a person said that it is one: then it is a fault that it is none. */
  readonly named: boolean;
}

/** A machine whose processes are read. */
export interface FoundHost {
  readonly kind: 'host';
  readonly place: string;
  /** Absolute path of its `/proc`. */
  readonly root: string;
  /** Its name; `null` for a `/proc` that stands elsewhere. */
  readonly name: string | null;
}

/** What a source may touch; handed in, so that a test can stand in for the machine. */
export interface SourceIo {
  /** Absolute path that relative targets start from. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Globs over paths relative to a target's root. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** False: ignore files in the scanned tree are not honoured (its policy comes from outside). */
  readonly honourIgnoreFiles: boolean;
  /** True where histories are searched too: then a repository without a work tree is a target of its own. */
  readonly history?: boolean;
  readonly signal: AbortSignal;
}

/** Whatever can yield blobs. The place comes first; a file that cannot be read is a `Problem`, and the walk goes on. */
export interface Source {
  readonly id: string;
  accepts(target: string, io: SourceIo): boolean | Promise<boolean>;
  blobs(
    target: string,
    io: SourceIo,
  ): AsyncIterable<Place | Blob | Skipped | FoundRepository | FoundLog | FoundHost | Problem>;
}
