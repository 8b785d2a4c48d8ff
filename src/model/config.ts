import type { MarkTool, Severity } from './finding.ts';
import type { ApprovalPolicy } from './policy.ts';

/** Where a tree has its configuration, and how many bytes of it are read. */
export const configPlace = '.rollcall/config.yaml';
export const mostConfigBytes = 2 * 1024 * 1024;

/** A unit as the configuration draws it, in place of the rules of the census. */
export interface UnitOverride {
  readonly path: string;
  readonly name: string | null;
  /** `ignore` takes the folder out of the census: its evidence stays unattached, and is reported as such. */
  readonly ignore: boolean;
}

/** A finding that the configuration accepts, with a reason. */
export interface Ignore {
  readonly check: string;
  /** Glob over paths, `**` where the whole tree is meant. */
  readonly path: string;
  readonly agent: string | null;
  readonly reason: string;
  readonly until: string | null;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

/** `.rollcall/config.yaml`, or what the flags say. */
export interface Config {
  readonly origin: string | null;
  /** `sha256:<hex>` of the bytes that were read. */
  readonly digest: string | null;
  readonly registry: string | null;
  readonly baseline: string | null;
  /** Scanners whose marks beside a secret suppress the finding about it. */
  readonly acceptMarks: readonly MarkTool[];
  readonly failOn: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly units: readonly UnitOverride[];
  readonly ignore: readonly Ignore[];
  /** Checks switched off, or given another severity. */
  readonly checks: ReadonlyMap<string, 'off' | Severity>;
  readonly policy: ApprovalPolicy;
}
