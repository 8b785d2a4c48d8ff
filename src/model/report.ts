import type { Place } from './blob.ts';
import type { Agent, Component, Unattached } from './census.ts';
import type { Comparison } from './change.ts';
import type { Finding, Severity, Suppression, SuppressionKind } from './finding.ts';
import type { HistoryCoverage } from './history.ts';
import type { Link } from './link.ts';
import type { Problem } from './problem.ts';
import type { EntryState, Registry, Verdict, VerdictState } from './registry.ts';

/** What was read of one log. */
export interface LogCoverage {
  readonly place: string;
  readonly file: string;
  /** Layout of most of its lines, behind what wraps it: `docker-json>coredns`; `null` where none fits. */
  readonly format: string | null;
  /** Of a capture its packets, of a file of flows those. */
  readonly lines: number;
  /** Lines that were understood, and those that fit no layout. Of a long log, of those that were looked at. */
  readonly records: number;
  readonly foreign: number;
  /** Calls and look-ups of models that they tell of, and connections to addresses without a name. */
  readonly events: number;
  /** First and last of their times, ISO 8601 in UTC. */
  readonly first: string | null;
  readonly last: string | null;
}

/** What was read of one machine. */
export interface HostCoverage {
  readonly place: string;
  /** Processes, without threads of the kernel and those that have ended. */
  readonly processes: number;
}

/** What was listed of owners on a server. `read + empty + unread` and what was left are all that is known of. */
export interface ForgeCoverage {
  /** Repositories whose files were read, all or some of them. */
  readonly read: number;
  readonly empty: number;
  /** Repositories of which nothing was read: each has a problem that says why. */
  readonly unread: number;
  /** Repositories that a filter left out, by reason. */
  readonly left: readonly { readonly reason: string; readonly count: number }[];
}

/** What was seen and what was left: nothing is clean that was not read. `files + skipped + failed` are all entries listed. */
export interface Coverage {
  readonly repositories: number;
  /** Files whose bytes were searched. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were listed but not read, by reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  /** `null` where no history was asked for. */
  readonly history: HistoryCoverage | null;
  /** Logs of traffic, in the order of place and file; absent where there were none. */
  readonly logs?: readonly LogCoverage[] | undefined;
  /** Owners' repositories; absent where none were asked for. */
  readonly forge?: ForgeCoverage | undefined;
  /** Machines whose processes were read; absent where there were none. */
  readonly hosts?: readonly HostCoverage[] | undefined;
}

/**
 * What was scanned. `tree`: all files; `history`: these, and every object of their repositories; `since`: all files, and
 * all files as they were before a change; `staged`: what a change brings, and of that the keys alone.
 */
export type Mode = 'tree' | 'history' | 'staged' | 'since';

/** Whether a scan counted agents. What is staged tells nothing of how many there are. */
export function countsAgents({ mode }: Pick<Report['run'], 'mode'>): boolean {
  return mode !== 'staged';
}

/** One agent with its verdict. */
export interface Assessment {
  readonly agent: Agent;
  readonly verdict: Verdict;
}

/** The number a security architect wants, and what it is made of. */
export interface Summary {
  readonly agents: number;
  readonly approved: number;
  /** All agents that are not `approved`. */
  readonly unreviewed: number;
  readonly byVerdict: Readonly<Record<VerdictState, number>>;
  /** Findings that count, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  /** The same, by what suppresses them. */
  readonly suppressedBy: Readonly<Record<SuppressionKind, number>>;
  readonly keys: KeyCounts;
}

/** Values that are keys, or look like one; each counted once, wherever it stands. */
export interface KeyCounts {
  readonly embedded: number;
  /** Of those, the ones that have run out by their own words. */
  readonly expired: number;
  /** Values that people wrote in the place of a key: they are not reported. */
  readonly placeholders: number;
}

/** What is known of a kind of key that was found. */
export interface KeyType {
  readonly id: string;
  readonly name: string;
  readonly provider: string | null;
  /** What the key can do. */
  readonly can: string;
  /** How to revoke it: an address or a sentence. */
  readonly revoke: string;
  /** Where the vendor documents it. */
  readonly docs: string;
}

/** The whole result of a scan: everything a format needs and nothing else. */
export interface Report {
  readonly tool: { readonly name: 'rollcall'; readonly version: string; readonly rules: string };
  readonly run: {
    /** ISO 8601; `null` unless a clock was asked for, so that the same input gives the same bytes. */
    readonly startedAt: string | null;
    readonly durationMs: number | null;
    readonly mode: Mode;
    readonly complete: boolean;
    readonly targets: readonly string[];
    readonly places: readonly Omit<Place, 'kind' | 'root'>[];
    readonly registry: Omit<Registry, 'entries'>;
    readonly config: { readonly origin: string | null; readonly digest: string | null };
    readonly baseline: { readonly origin: string | null; readonly digest: string | null };
    readonly coverage: Coverage;
  };
  readonly summary: Summary;
  readonly assessments: readonly Assessment[];
  readonly components: readonly Component[];
  readonly findings: readonly Finding[];
  /** The kinds of the keys that were found. */
  readonly keyTypes: readonly KeyType[];
  readonly entries: readonly EntryState[];
  readonly unattached: readonly Unattached[];
  /** Suppressions that suppress nothing any more, or have run out. */
  readonly idle: readonly Suppression[];
  readonly problems: readonly Problem[];
  /** What ties repositories to one another; absent where one alone was read, or nothing does. */
  readonly links?: readonly Link[] | undefined;
  /** What a change brings; `null` where all there is was looked at. */
  readonly comparison: Comparison | null;
}
