import type { Baseline } from '../model/baseline.ts';
import type { Config } from '../model/config.ts';
import type { Registry } from '../model/registry.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Asker } from '../model/verification.ts';
import type { Since } from './change/before.ts';
import type { LogOptions } from './logs/logs.ts';
import type { ForgeOptions } from './organisation/options.ts';

export { maxFileBytes } from '../sources/index.ts';
export type { Since } from './change/before.ts';

/** How far a scan is. */
export interface Progress {
  readonly stage: 'listing' | 'reading' | 'logs' | 'history' | 'verifying' | 'census' | 'repositories';
  /** Files done and files listed so far; of history, objects; keys, where vendors are asked about them; repositories. */
  readonly done: number;
  readonly total: number;
}

/** What the scanned tree says of policy where that is read from a commit of its repository. It has no say. */
export interface TreePolicy {
  /** `null` where it cannot be read. */
  readonly registry: Registry | null;
  /** Why not: once the change is merged, every scan by it fails. */
  readonly fault: { readonly file: string; readonly message: string } | null;
  /** Digest of its configuration; `null` where it has none. */
  readonly config: string | null;
}

/** All that a scan depends on. Same options and same input give the same report. */
export interface ScanOptions {
  /** Targets as given: a folder, a file, `-`; with or without a prefix (`dir:`, `env:`). */
  readonly targets: readonly string[];
  /** Absolute path that relative targets start from. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly rules: RuleSet;
  readonly registry: Registry;
  /** The registry that the scanned tree carries, where the one that counts comes from elsewhere; it changes no verdict. */
  readonly tree?: TreePolicy | null;
  readonly config: Config;
  /** Findings that are accepted as they are; absent where none are. */
  readonly baseline?: Baseline;
  /** Today, `YYYY-MM-DD`: what approvals and suppressions are held against. */
  readonly today: string;
  /** Key of the fingerprints; `null`: derived from the first repository's id. */
  readonly salt: string | null;
  /** False where policy comes from outside the scanned tree: then nothing in the tree silences anything. */
  readonly trustTree: boolean;
  /** False: files are read that the tree asks to ignore, whatever else it may say. */
  readonly ignoreFiles?: boolean;
  /** Threads; 0: decided by the size of the input. */
  readonly jobs: number;
  readonly maxBytes: number;
  /** How logs of traffic are read; absent: as they say themselves. */
  readonly logs?: LogOptions;
  /** True: the histories of all repositories are searched for keys too. */
  readonly history?: boolean;
  /** Absolute path of a folder that keeps what is known of histories between runs; `null`: nothing is kept. */
  readonly cache?: string | null;
  readonly version: string;
  /** Start time to print in the report, ISO 8601; `null` keeps the report free of clocks. */
  readonly startedAt: string | null;
  /** Milliseconds since some moment, to print how long it took; `null`: it is not printed. */
  readonly clock: (() => number) | null;
  readonly signal: AbortSignal;
  /** Asks vendors whether the keys found are live. Without it no connection is opened. */
  readonly asker?: Asker | null;
  /** A change to look at: the tree as it was before is read too, and told apart. There is one target then, a repository. */
  readonly since?: Since | null;
  /** How a server is spoken to that holds repositories; absent where no target names one (`github:acme`). */
  readonly forge?: ForgeOptions | null;
  readonly onProgress?: (progress: Progress) => void;
}
