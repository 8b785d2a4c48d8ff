import type { ScanOptions } from '../options.ts';

/** Which change is looked at. */
export type Change =
  | {
      readonly kind: 'staged';
      /** Index and git directory that git names to its hooks, where the current folder is the target; `null` where it does not. */
      readonly index: string | null;
      readonly directory: string | null;
    }
  | {
      readonly kind: 'since';
      /** What a person calls the commit that the change is held against. */
      readonly ref: string;
    };

/** What the scan of a change goes by. There is one target, the folder of a repository. */
export interface ChangeOptions
  extends Pick<
    ScanOptions,
    | 'targets'
    | 'cwd'
    | 'rules'
    | 'config'
    | 'baseline'
    | 'today'
    | 'salt'
    | 'trustTree'
    | 'ignoreFiles'
    | 'maxBytes'
    | 'version'
    | 'startedAt'
    | 'clock'
    | 'signal'
  > {
  readonly change: Change;
}
