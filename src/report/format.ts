import type { Report } from '../model/report.ts';
import type { CheckText } from '../model/ruleset.ts';

/** What a format may know of where its text goes, and the texts of the checks. */
export interface FormatOptions {
  readonly color: boolean;
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number;
  /** False where the terminal has no UTF-8. */
  readonly unicode: boolean;
  readonly verbose: boolean;
  /** By check id. A format copes with a check that is not in it. */
  readonly checks: ReadonlyMap<string, CheckText>;
}

/** The text of one repository, for a file of its own. */
export interface Page {
  /** Id of the place. */
  readonly place: string;
  readonly parts: Iterable<string>;
}

/** A report in, a string out. Pure. */
export interface Format {
  readonly id: string;
  /** File name ending, without the dot. */
  readonly extension: string;
  render(report: Report, options: FormatOptions): string;
  /** The same text in parts, where that of an organisation may be longer than a string can be. */
  parts?(report: Report, options: FormatOptions): Iterable<string>;
  /** What the report tells of each repository, also of one with nothing to tell. */
  pages?(report: Report, options: FormatOptions): Iterable<Page>;
}
