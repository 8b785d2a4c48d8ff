import type { Context, Evidence } from './evidence.ts';
import type { Export, Fact, Lead, Manifest, Reading, Ref, Renaming } from './fact.ts';
import type { MarkTool, Suppression } from './finding.ts';
import type { Location } from './origin.ts';
import type { Problem } from './problem.ts';
import type { Language, RuleSet } from './ruleset.ts';

/** Turns a text into facts. It knows a language and no provider; it never throws on bad input, it says so in `trouble`. */
export interface Reader {
  readonly id: string;
  read(text: string, path: string): Reading;
}

/** A file, read and understood: what detectors look at. */
export interface Document extends Reading {
  readonly place: string;
  /** Path relative to the repository's root. */
  readonly file: string;
  readonly text: string;
  readonly context: Context;
  /** Keyword ids found in the bytes. */
  readonly hits: ReadonlySet<number>;
  /** Key of the fingerprints made here. */
  readonly salt: string;
  /** First parts of Python module names that mean a module of this repository here, whatever package has the name too. */
  readonly locals: ReadonlySet<string>;
}

/** Pure: facts in, evidence out. It knows no language. */
export type Detector = (document: Document, rules: RuleSet) => Iterable<Evidence>;

/** A mark by which another scanner is told to pass over a secret. */
export interface Mark {
  readonly tool: MarkTool;
  /** As that scanner documents it: `gitleaks:allow`. */
  readonly text: string;
  /** The line that it covers. */
  readonly line: number;
  readonly at: Location;
}

/** All that is kept of one blob. Plain data: it crosses from a worker thread. */
export interface Inspection {
  readonly place: string;
  readonly file: string;
  readonly context: Context;
  readonly bytes: number;
  readonly evidence: readonly Evidence[];
  /** Facts that lead to modules of this scan, to be judged once those are known. */
  readonly loose: readonly Fact[];
  readonly exports: readonly Export[];
  /** What each of its declarations mentions; null where that is not known. */
  readonly leads: readonly Lead[] | null;
  /** Modules it imports, as written. */
  readonly imports: readonly Ref[];
  readonly manifest: Manifest | null;
  /** Packages and files that code below it imports under another name; absent where there are none. */
  readonly renamed?: readonly Renaming[];
  readonly entry: boolean;
  readonly language: Language | null;
  /** The package or namespace it belongs to by its own words. */
  readonly package: string | null;
  readonly locals: readonly string[];
  readonly suppressions: readonly Suppression[];
  /** Marks of other scanners; absent where there are none. */
  readonly marks?: readonly Mark[];
  /** Values that stand for a key and are none. */
  readonly placeholders: number;
  readonly problems: readonly Problem[];
}
