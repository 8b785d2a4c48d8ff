import type { ScanOptions } from '../options.ts';
import type { GroundOptions } from './ground.ts';

/** Which change is looked at. */
export interface Change {
  readonly kind: 'staged';
  /** Index and git directory that git names to its hooks, where the current folder is the target; `null` where it does not. */
  readonly index: string | null;
  readonly directory: string | null;
}

/** What the scan of a staged change goes by. */
export interface ChangeOptions
  extends GroundOptions,
    Pick<ScanOptions, 'baseline' | 'today' | 'version' | 'startedAt' | 'clock'> {
  readonly change: Change;
}
