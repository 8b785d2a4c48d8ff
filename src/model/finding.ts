import type { Location } from './origin.ts';

/** Most serious first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** Other scanners whose marks beside a secret can be accepted. */
export const markTools = ['gitleaks', 'trufflehog', 'detect-secrets'] as const;
export type MarkTool = (typeof markTools)[number];

/** By what a finding may be suppressed: a mark of rollcall's own in the file, its policy, or another scanner's mark. */
export const suppressionKinds = ['inline', 'config', 'exception', 'baseline', ...markTools] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

/** Why a finding does not count, and until when. */
export interface Suppression {
  readonly kind: SuppressionKind;
  readonly check: string;
  readonly reason: string;
  /** `YYYY-MM-DD`; from this day on it no longer suppresses. */
  readonly until: string | null;
  /** Where it is written. */
  readonly at: Location;
}

/** A place in history: both are `null` for a place in a file of the tree. */
export interface Past {
  /** A commit in which it can be seen; `null` too where no commit holds it. */
  readonly commit: string | null;
  /** The git object that holds it. */
  readonly object: string | null;
}

/** A place in one of the scanned repositories. */
export interface Sighting extends Location, Past {
  readonly repository: string;
}

/** What a check has to say about an agent, a component, an entry or a file. */
export interface Finding extends Past {
  readonly check: string;
  readonly severity: Severity;
  /** Agent id; `null` where it is about no agent. */
  readonly agent: string | null;
  /** Registry entry id, where it is about one. */
  readonly entry: string | null;
  readonly provider: string | null;
  /** Kind of the key that it is about, several joined by `|` where nothing decides; `null` where it is about none. */
  readonly keyType: string | null;
  /** One sentence for people, without a raw secret. */
  readonly message: string;
  /** Repository that `file` belongs to; `null` for the registry itself. */
  readonly repository: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Stable over moves, squashes and re-indents: made of check, agent and fact, never of a line. SHA-256 hex, 32 characters. */
  readonly fingerprint: string;
  /** Other witnesses of the same finding. */
  readonly locations: readonly Sighting[];
  /** The word for what it is about as the file may have it, by which that is known again in other versions. No report has it. */
  readonly subject?: string;
  /** The commit that brought what it is about, where that was looked for and found. */
  readonly broughtBy: { readonly commit: string; readonly date: string | null } | null;
  /** The suppression that holds, `null` where it counts. */
  readonly suppressed: Suppression | null;
}
